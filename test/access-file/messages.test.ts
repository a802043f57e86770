import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { certificateValid } from "../credential/certificates";
import { accessFileOf, placesIn } from "./places";
import { complaint } from "./reading";

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const { pem } = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");
const certificate = join(directory, "cert.pem");
writeFileSync(certificate, pem);
const FILE = accessFileOf(pem, certificate);

test("whatever stands in a place of an access file, each mistake is one line that no terminal obeys", () => {
  const hostile = fc.constantFrom(
    "\n",
    "\u001b[2J",
    "\r",
    "\u202e",
    "\u200b",
    "\u{e0041}",
    "\u2028",
    "\0",
    '"',
    "}",
    "${",
    "principals.web: all is well",
    "access.yaml:1:1 ",
    "x".repeat(50),
  );
  const text = fc.array(hostile, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.constantFrom(...placesIn(FILE)), text, (plant, planted) => {
      const found = complaint(JSON.stringify(plant(FILE, planted)));
      if (found === "") {
        return;
      }
      const lines = found.split("\n");
      const count = lines.length - 2;
      expect(lines.at(-1)).toBe(
        `${count === 1 ? "1 mistake" : `${count} mistakes`} in access.yaml`,
      );
      for (const line of lines.slice(0, -2)) {
        expect(line).toMatch(/^access\.yaml:1:\d+ [^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,2000}$/u);
      }
    }),
    { numRuns: 200 },
  );
});
