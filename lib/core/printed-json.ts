/** JSON with nothing in it that a terminal would obey, whatever the names of files are. */
export function printed(value: object): string {
  const json = JSON.stringify(value, null, 2).replace(/(?![ \n])[\p{C}\p{Z}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
  return `${json}\n`;
}
