import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRegularFile } from "../../lib/yaml/read-file";
import { mistakes, withPrincipals } from "../access-file/reading";

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const path = (name: string): string => join(directory, name);

function complaintAbout(file: string, maxBytes = 64): string {
  try {
    readRegularFile(file, maxBytes);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

test("a regular file of as many bytes as are allowed is read, also through a link", () => {
  writeFileSync(path("full"), "x".repeat(64));
  symlinkSync("full", path("link"));
  expect(readRegularFile(path("link"), 64).toString()).toBe("x".repeat(64));
  writeFileSync(path("empty"), "");
  expect(readRegularFile(path("empty"), 64)).toHaveLength(0);
});

describe("what is no such file is refused at once, with the reason and what to do", () => {
  writeFileSync(path("long"), "x".repeat(65));
  mkdirSync(path("folder"));
  execFileSync("mkfifo", [path("pipe")]);
  symlinkSync("pipe", path("link-to-pipe"));
  symlinkSync("folder", path("link-to-folder"));
  symlinkSync("/dev/zero", path("link-to-device"));
  symlinkSync("loop", path("loop"));

  test.each([
    ["missing", "does not exist; write it"],
    ["long/x", "does not exist: a part of its path is a file; correct the path"],
    ["long", "has more than 64 bytes; make it smaller"],
    ["folder", "is a directory; put a file in its place"],
    ["link-to-folder", "is a directory; put a file in its place"],
    ["pipe", "is no regular file; put one in its place"],
    ["link-to-pipe", "is no regular file; put one in its place"],
    ["link-to-device", "is no regular file; put one in its place"],
    ["loop", "can't be read (ELOOP); mend it"],
    ["a\0b", "can't be read (ERR_INVALID_ARG_VALUE); mend it"],
    ["x".repeat(300), "can't be read (ENAMETOOLONG); mend it"],
  ])("%s", (name, message) => {
    expect(complaintAbout(path(name))).toBe(message);
  });

  test("a socket", async () => {
    const server = createServer().listen(path("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    expect(complaintAbout(path("socket"))).toBe("is no regular file; put one in its place");
    await new Promise((resolve) => server.close(resolve));
  });

  // Every file there says that it is empty.
  (existsSync("/proc/self/maps") ? test : test.skip)("one that is longer than it says", () => {
    expect(complaintAbout("/proc/self/maps")).toBe("has more than 64 bytes; make it smaller");
  });
});

test.each([
  ["missing", "does not exist; write it, or give another path, relative to this file"],
  ["pipe", "is no regular file; put one in its place, or give another path"],
  ["folder", "is a directory; put a file in its place, or give another path"],
  ["large", "has more than 65536 bytes; make it smaller, or give another path"],
])("a certificate's file that is %s is a mistake like any other", (name, message) => {
  writeFileSync(path("large"), "x".repeat(65 * 1024));
  const certificates = `{ laptop: { file: ${JSON.stringify(path(name))} } }`;
  expect(
    mistakes(withPrincipals(`  web: { displayName: web, certificates: ${certificates} }`)),
  ).toEqual([expect.stringContaining(` ${message}`)]);
});

test("the text of a certificate is not its path", () => {
  const file = JSON.stringify("-----BEGIN CERTIFICATE-----\nMIIB");
  expect(
    mistakes(
      withPrincipals(`  web: { displayName: web, certificates: { laptop: { file: ${file} } } }`),
    ),
  ).toEqual([
    "principals.web.certificates.laptop.file: is the path of a certificate, not its text; give that as pem",
  ]);
});
