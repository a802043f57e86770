/** A table as prettier writes it. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[], filler: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(" | ")} |`;
  return [
    line(head, " "),
    line(
      head.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row, " ")),
  ].join("\n");
}

/** A block of code. */
export function block(language: string, content: string): string {
  return `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``;
}

/** Puts a table, or another part of a page, between the comments that bear its name. */
export function withPart(page: string, name: string, content: string): string {
  const between = new RegExp(`(?<=<!-- ${name}:.*? -->\n).*?(?=<!-- /${name} -->)`, "s");
  return page.replace(between, () => `\n${content}\n\n`);
}
