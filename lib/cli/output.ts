import { randomUUID } from "node:crypto";
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { inert } from "../core/inert";

/** Prints a text, or writes it to a file instead: whole, or not at all. */
export function output(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    write(text, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "EISDIR"
        ? `"${inert(file)}" is a folder; name a file in it`
        : `"${inert(file)}" can't be written (${code ?? inert(String(error))}); name a file in a folder that is there, and that you may write to`,
    );
  }
}

function write(text: string, file: string): void {
  // A pipe or a terminal is there to be written to, not to be replaced, and a folder to be told of.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(file, text);
    return;
  }
  const beside = `${file}.${randomUUID()}`;
  try {
    writeFileSync(beside, text, { flag: "wx" });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
