import fc from "fast-check";

const CHARACTERS = "'\"\\`$(){}<>!#&;|*?~%@=-/,x \n\r\t\v\f\0\u001b\u0085\u2028\u202e\u200b\ufeff";
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

/** Texts that mean something to a shell, a terminal, Terraform, or to whoever reads them. */
export const hostileText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(CHARACTERS), ...PIECES) }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(...ATTACKS),
);
