import fc from "fast-check";

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
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);

/** Such texts as Terraform keeps them, of characters that every version of Unicode has alike. */
export const hostileTextInTerraform = written.map((text) =>
  text.replace(/[\0\p{Cs}]/gu, "").normalize("NFC"),
);
