import fc from "fast-check";

/** Any character, as `unit: "binary"` has them, which makes a table of all of Unicode first. */
export const character = fc
  .nat({ max: 0x10ffff })
  .map((codePoint) => String.fromCodePoint(codePoint))
  .filter((text) => !/\p{Cs}/u.test(text));

const CHARACTERS =
  "'\"\\`$(){}<>!#&;|*?~%@=-/,x \n\r\t\v\f\0\u001b\u0085\u2028\u202e\u200b\ufeff\u00a0\u3000\u{e000}";
const PIECES = [
  "é",
  "𝒳",
  "\ud800",
  "echo x",
  "az role assignment create",
  "\n  az ",
  "\n    --role ",
];
const ATTACKS = [
  "'; echo x; '",
  "'\necho x\n'",
  "\\'; echo x",
  "$(echo x)",
  "`echo x`",
  "${x}",
  "%{x}",
  "-n",
  "",
];

const written = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(CHARACTERS), ...PIECES) }),
  fc.constantFrom(...ATTACKS),
);

/** Texts that mean something to a shell, a terminal, Terraform, or to whoever reads them. */
export const hostileText = fc.oneof(
  written,
  fc.string({ unit: character }),
  fc.string({ unit: "grapheme" }),
);

/** Such texts as Terraform keeps them, of characters that every version of Unicode has alike. */
export const hostileTextInTerraform = written.map((text) =>
  text.replace(/[\0\p{Cs}]/gu, "").normalize("NFC"),
);
