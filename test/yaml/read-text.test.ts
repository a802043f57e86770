import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileKind, readText } from "../../lib/yaml/read-text";

const KIND: FileKind = {
  name: "an access file",
  purpose: "declares registries and principals",
  another: "name another file in ACR_ACCESS_FILE",
};

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function write(content: string | Uint8Array): string {
  const file = join(directory, "access.yaml");
  writeFileSync(file, content);
  return file;
}

test("a byte order mark, as some editors write it, is no part of the text", () => {
  expect(readText(write("\ufeffregistries: {}"), KIND)).toBe("registries: {}");
});

test("a file that is not there is named, with what to do", () => {
  expect(() => readText(join(directory, "prod.yaml"), KIND)).toThrow(
    /prod\.yaml: does not exist; write it, or name another file in ACR_ACCESS_FILE$/,
  );
});

test("a path through a file is named", () => {
  expect(() => readText(join(write(""), "prod.yaml"), KIND)).toThrow(
    /a part of its path is a file/,
  );
});

test("a directory is refused", () => {
  const path = join(directory, "folder.yaml");
  mkdirSync(path);
  expect(() => readText(path, KIND)).toThrow(
    /folder\.yaml: is a directory; put a file in its place, or name another file in ACR_ACCESS_FILE$/,
  );
});

test("a device is refused instead of being read without end", () => {
  expect(() => readText("/dev/zero", KIND)).toThrow(
    "/dev/zero: is no regular file; put one in its place",
  );
});

test("a file of more than 1 MiB is refused unread", () => {
  expect(() => readText(write("#".repeat(1024 * 1024 + 1)), KIND)).toThrow(
    /has more than 1048576 bytes; make it smaller, or name another file in ACR_ACCESS_FILE/,
  );
  expect(readText(write("#".repeat(1024 * 1024)), KIND)).toHaveLength(1024 * 1024);
});

test.each([
  ["bytes that are not UTF-8", Buffer.from([0x61, 0xff, 0x62])],
  ["UTF-16", Buffer.from("\ufeffregistries: {}", "utf16le")],
])("%s are refused", (_, bytes) => {
  expect(() => readText(write(bytes), KIND)).toThrow(
    /is not UTF-8 text; save it in the encoding UTF-8$/,
  );
});

test("in a message the name of the file is one line, which no terminal obeys", () => {
  expect(() => readText(join(directory, "a\n\u001b[2Jb.yaml"), KIND)).toThrow(
    /^[^\n\u001b]*a\\u000a\\u001b\[2Jb\.yaml: does not exist; [^\n]*$/,
  );
});
