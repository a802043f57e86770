import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inert } from "../../core/inert";

/** A file of a project; its name has "/" between folders. */
export interface ProjectFile {
  readonly name: string;
  readonly content: string;
}

/** The folder that a project is written to, made when the first file is. */
export class Folder {
  /** What takes back what has been written. */
  private readonly undo: (() => void)[] = [];

  /** @param path as the user wrote it */
  public constructor(public readonly path: string) {
    if (path.trim() === "") {
      throw new Error("The name of the folder is empty; give one, or none for this folder.");
    }
    this.requireFolder(".");
  }

  /** Whether anything has this name, be it a link to nowhere; what it would be in must be a folder. */
  public has(name: string): boolean {
    if (name !== ".") {
      this.requireFolder(dirname(name));
    }
    return this.trying("looked at", name, () =>
      Boolean(lstatSync(this.absolute(name), { throwIfNoEntry: false })),
    );
  }

  /** What a file says; nothing if it is not there. */
  public read(name: string): string | undefined {
    return this.has(name)
      ? this.trying("read", name, () => readFileSync(this.absolute(name), "utf8"))
      : undefined;
  }

  /**
   * Writes all files or, where one can't be written, none.
   *
   * @param changed a file that takes the place of one that is there, after all others are written
   */
  public write(files: readonly ProjectFile[], changed?: ProjectFile): void {
    try {
      for (const { name, content } of files) {
        this.trying("written", name, () => {
          this.makeFolder(dirname(this.absolute(name)));
          this.create(this.absolute(name), content);
        });
      }
      if (changed !== undefined) {
        this.trying("written", changed.name, () => {
          this.replace(realpathSync(this.absolute(changed.name)), changed.content);
        });
      }
    } catch (error) {
      for (const step of this.undo.reverse()) {
        step();
      }
      throw error;
    }
  }

  /** A file of the folder, in messages. */
  public shown(name: string): string {
    return `"${inert(join(this.path, name))}"`;
  }

  private absolute(name: string): string {
    return resolve(this.path, ...name.split("/"));
  }

  // A file may have the name, or a link to nowhere.
  private requireFolder(name: string): void {
    const found = (): boolean =>
      statSync(this.absolute(name), { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (this.has(name) && !this.trying("looked at", name, found)) {
      throw new Error(
        `${this.shown(name)} is no folder, and has to be one; move it away, or name another folder. Nothing was written.`,
      );
    }
  }

  private makeFolder(path: string): void {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      this.makeFolder(dirname(path));
      mkdirSync(path);
      this.undo.push(() => {
        rmdirSync(path);
      });
    }
  }

  private create(path: string, content: string): void {
    writeFileSync(path, "", { flag: "wx" });
    this.undo.push(() => {
      rmSync(path);
    });
    writeFileSync(path, content);
  }

  // At once, so that a full disk leaves the old one whole.
  private replace(path: string, content: string): void {
    const beside = `${path}.new`;
    const { mode } = statSync(path);
    this.create(beside, content);
    chmodSync(beside, mode);
    renameSync(beside, path);
  }

  private trying<T>(what: string, name: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      const { syscall, message } = error as NodeJS.ErrnoException;
      if (syscall === undefined) {
        throw error;
      }
      // As in "EACCES: permission denied, open '/srv/shop'", where the path is told already.
      const reason = message.replace(/, \w+ '.*$/s, "");
      throw new Error(
        `${this.shown(name)} can't be ${what}: ${inert(reason)}. Mend that, or name another folder. Nothing was written.`,
        { cause: error },
      );
    }
  }
}
