import { Problem } from "../rules/problem";
import { shown } from "../rules/shown";

// The alphabet of the OCI distribution specification: path components of lower-case letters and
// digits, joined by single separators. It has no quote, so that no name can end the text it stands
// in when it is written into a condition.
const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const NAME = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const MAX_LENGTH = 255;

/** Some of the repositories of a registry. */
export class Repositories {
  /**
   * Single repositories, by their full names below the login server.
   *
   * @throws when a name is not one that a registry accepts
   */
  public static named(...names: string[]): Repositories {
    refuse("Repositories.named", names.flatMap(nameProblems));
    return new Repositories(names, []);
  }

  /**
   * All repositories below a path, those of tomorrow too.
   *
   * @param prefix ends with a slash: without it, `team-a` would let in `team-admin/…` as well
   * @throws when the prefix has no slash at its end, or its path is not one that a registry accepts
   */
  public static withPrefix(prefix: string): Repositories {
    refuse("Repositories.withPrefix", prefixProblems(prefix));
    return new Repositories([], [prefix]);
  }

  /** The repositories of all that is given. */
  public static union(...parts: Repositories[]): Repositories {
    return new Repositories(
      parts.flatMap((part) => part.names),
      parts.flatMap((part) => part.prefixes),
    );
  }

  /** Single repositories: sorted, each once, and none that a prefix holds already. */
  public readonly names: string[];
  /** Paths with a slash at their end: sorted, each once, and none below another. */
  public readonly prefixes: string[];

  private constructor(names: string[], prefixes: string[]) {
    const belowAny = (path: string): boolean =>
      prefixes.some((prefix) => path !== prefix && path.startsWith(prefix));
    const tidy = (paths: string[]): string[] =>
      [...new Set(paths)].filter((path) => !belowAny(path)).sort();
    this.names = tidy(names);
    this.prefixes = tidy(prefixes);
  }
}

function nameProblems(name: string): Problem[] {
  return name.length <= MAX_LENGTH && NAME.test(name)
    ? []
    : [
        {
          key: shown(name),
          message:
            "is not the name of a repository; write lower-case letters, digits, single separators (. _ -) and slashes, as in team-a/app, without login server and tag",
        },
      ];
}

function prefixProblems(prefix: string): Problem[] {
  if (!prefix.endsWith("/")) {
    return [
      {
        key: shown(prefix),
        message: `has no slash at its end and would also let in ${shown(`${prefix}-other/app`)}; write ${shown(`${prefix}/`)} for what is below it, and name ${shown(prefix)} itself if it is a repository`,
      },
    ];
  }
  return nameProblems(prefix.slice(0, -1));
}

/** The rules of one entry of `repositories` in the access file: a name, or a path and `/*`. */
export function repositoryPatternProblems(pattern: string): Problem[] {
  const path = pattern.endsWith("/*") ? pattern.slice(0, -2) : pattern;
  if (path.includes("*")) {
    const meant = path.replace(/\/?\*.*$/, "");
    const fix =
      meant === "" ? "leave repositories out for all of them" : `write ${shown(`${meant}/*`)}`;
    return [
      { key: shown(pattern), message: `has a * that does not stand for all below a path; ${fix}` },
    ];
  }
  return nameProblems(path);
}

/** Reads one entry of `repositories` in the access file: a name, or a path and `/*`. */
export function repositoriesFromPattern(pattern: string): Repositories {
  return pattern.endsWith("/*")
    ? Repositories.withPrefix(pattern.slice(0, -1))
    : Repositories.named(pattern);
}

function refuse(call: string, problems: Problem[]): void {
  if (problems.length > 0) {
    throw new Error(
      `${call}: ${problems.map(({ key, message }) => `${key} ${message}`).join("\n  ")}`,
    );
  }
}
