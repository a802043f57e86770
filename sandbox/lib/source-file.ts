import { extname, join } from "node:path";

/** A file of this folder for another process, and what must be loaded before it: in its repository it is TypeScript. */
export function sourceFile(path: string): { file: string; hooks: string[] } {
  const extension = extname(__filename);
  return {
    file: join(__dirname, `${path}${extension}`),
    hooks: extension === ".ts" ? [require.resolve("tsx/cjs")] : [],
  };
}
