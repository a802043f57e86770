import { instance, literal } from "../core/kinds";
import { bringing, inCall, isJudged, Problem, problemsOf } from "../core/problem";
import { shown } from "../core/shown";

// The alphabet of the OCI distribution specification: path components of lower-case letters and
// digits, joined by single separators. It has no quote, so that no name can end the text it stands
// in when it is written into a condition.
const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const NAME = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const MAX_LENGTH = 255;

/** Some of the repositories of a registry. What is wrong with them is reported by the grant that takes them. */
export class Repositories {
  /**
   * Single repositories, by their full names below the login server. A name must be one that a
   * registry accepts.
   */
  public static named(...names: string[]): Repositories {
    const readings = names.map((name, index) => {
      const reading = PATH.read(`names[${index}]`, name);
      return reading.with(nameProblems(`names[${index}]`, reading.value));
    });
    const problems = readings.flat();
    return bringing(
      new Repositories(problems.length === 0 ? names : [], []),
      inCall("Repositories.named", problems),
    );
  }

  /**
   * All repositories below a path, those of tomorrow too. The path must be one that a registry accepts.
   *
   * @param prefix ends with a slash: without it, `team-a` would let in `team-admin/…` as well
   */
  public static withPrefix(prefix: string): Repositories {
    const reading = PATH.read("prefix", prefix);
    const problems = reading.with(prefixProblems(reading.value));
    return bringing(
      new Repositories([], problems.length === 0 ? [prefix] : []),
      inCall("Repositories.withPrefix", problems),
    );
  }

  /** The repositories of all that is given. */
  public static union(...parts: Repositories[]): Repositories {
    const readings = parts.map((part, index) => REPOSITORIES.read(`parts[${index}]`, part));
    const union = new Repositories(
      readings.flatMap(({ value }) => value.names),
      readings.flatMap(({ value }) => value.prefixes),
    );
    const problems = parts.flatMap((part, index) =>
      part instanceof Repositories && isJudged(part)
        ? problemsOf(part)
        : inCall("Repositories.union", readings[index]?.problems ?? []),
    );
    return bringing(union, [...new Set(problems)]);
  }

  private readonly tidyNames: readonly string[];
  private readonly tidyPrefixes: readonly string[];

  // Not private to plain JavaScript, which may leave an argument out; what it makes is refused.
  private constructor(names: string[] = [], prefixes: string[] = []) {
    const known = new Set(prefixes);
    const belowAny = (path: string): boolean => pathsAbove(path).some((above) => known.has(above));
    const tidy = (paths: string[]): readonly string[] =>
      Object.freeze([...new Set(paths)].filter((path) => !belowAny(path)).sort());
    this.tidyNames = tidy(names);
    this.tidyPrefixes = tidy(prefixes);
    Object.freeze(this);
  }

  /** Single repositories: sorted, each once, and none that a prefix holds already. */
  public get names(): string[] {
    return [...this.tidyNames];
  }

  /** Paths with a slash at their end: sorted, each once, and none below another. */
  public get prefixes(): string[] {
    return [...this.tidyPrefixes];
  }
}

/** All paths that a repository or a path is below, each with a slash at its end. */
function pathsAbove(path: string): string[] {
  return [...path.matchAll(/\/(?=.)/g)].map(({ index }) => path.slice(0, index + 1));
}

const PATH = literal("write the name itself");

export const REPOSITORIES = instance(
  (value) => value instanceof Repositories,
  "Repositories",
  'write Repositories.named("team-a/app") or Repositories.withPrefix("team-a/")',
  () => Repositories.named(),
);

function nameProblems(key: string, name: string): Problem[] {
  if (name.endsWith("/*")) {
    const call = `Repositories.withPrefix(${shown(name.slice(0, -1))})`;
    const message = `${shown(name)} is a pattern; for all below a path write ${call}`;
    return [{ key, message }];
  }
  return name.length <= MAX_LENGTH && NAME.test(name)
    ? []
    : [
        {
          key,
          message: `${shown(name)} is not the name of a repository; write lower-case letters, digits, single separators (. _ -) and slashes, as in team-a/app, without login server and tag`,
        },
      ];
}

function prefixProblems(prefix: string): Problem[] {
  return prefix.endsWith("/")
    ? nameProblems("prefix", prefix.slice(0, -1))
    : [
        {
          key: "prefix",
          message: `${shown(prefix)} has no slash at its end and would also let in ${shown(`${prefix}-other/app`)}; write ${shown(`${prefix}/`)} for what is below it, and name ${shown(prefix)} itself if it is a repository`,
        },
      ];
}

/** The rules of one entry of `repositories` in the access file: a name, or a path and `/*`. */
export function repositoryPatternProblems(pattern: string): Problem[] {
  const path = pattern.endsWith("/*") ? pattern.slice(0, -2) : pattern;
  if (path.includes("*")) {
    const meant = path.slice(0, path.indexOf("*")).replace(/\/$/, "");
    const fix = meant === "" ? 'name a path, as in "team-a/*"' : `write ${shown(`${meant}/*`)}`;
    return [
      {
        key: "repositories",
        message: `${shown(pattern)} has a * that does not stand for all below a path; ${fix}`,
      },
    ];
  }
  return nameProblems("repositories", path);
}

/** The union of however many: a call takes only so many arguments. */
export function unionOf(parts: readonly Repositories[]): Repositories {
  const half = Math.ceil(parts.length / 2);
  return parts.length <= MAX_ARGUMENTS
    ? Repositories.union(...parts)
    : Repositories.union(unionOf(parts.slice(0, half)), unionOf(parts.slice(half)));
}

const MAX_ARGUMENTS = 10_000;

/** Reads one entry of `repositories` in the access file: a name, or a path and `/*`. */
export function repositoriesFromPattern(pattern: string): Repositories {
  return pattern.endsWith("/*")
    ? Repositories.withPrefix(pattern.slice(0, -1))
    : Repositories.named(pattern);
}
