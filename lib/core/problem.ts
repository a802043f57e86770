import { Construct, IConstruct } from "constructs";
import { inert } from "./inert";
import { oncePer } from "./once-per";
import { type Place, placeNowOf } from "./place";

/** One rule that a value breaks. */
export interface Problem {
  /** The property, as the caller wrote it: `displayName`, `tags[2]`, `expiresOn.a`. */
  readonly key: string;
  /** The value, the rule and the fix, in one sentence. */
  readonly message: string;
  /** The problem that an object brought along, which may be used in several places and is told once. */
  readonly origin?: Problem;
  /** What is wrong with an argument of a call, where this is told of the call. */
  readonly inner?: Problem;
  /** Where it is to be told, if that is another place than the rest of its report. */
  readonly place?: Place;
}

/** Tells what is wrong when the stack is synthesized. */
type Report = () => Problem[];

/**
 * Reports the problems of a construct when the stack is synthesized, so that one synth shows those
 * of all constructs together instead of stopping at the first. Those of a construct that is made of a
 * place in a file are told by who reads the file.
 */
export function reportAtSynth(construct: Construct, problems: Report): void {
  const told = (): Problem[] =>
    problems().filter(
      ({ origin }) => origin === undefined || isTeller(construct, problems, origin),
    );
  const place = placeNowOf(construct);
  if (place === undefined) {
    construct.node.addValidation({
      validate: () => told().map(({ key, message }) => `${key}: ${message}`),
    });
  } else {
    reportsAt(place).push(told);
  }
}

/** The problems of all that was made of a place. */
export function problemsAt(place: Place): Problem[] {
  return reportsAt(place).flatMap((report) => report());
}

function reportsAt(place: Place): Report[] {
  return oncePer(place, reportAtSynth, () => []);
}

/** An error for a call that cannot go on: it starts with the path of the construct. */
export function failure(construct: IConstruct, message: string): Error {
  return new Error(`[${inert(construct.node.path)}] ${message}`);
}

const brought = new WeakMap<object, Problem[]>();

/**
 * Lets an object that is no construct, and so has no path, bring along what is wrong with it: the
 * construct that takes it reports that, and where nothing takes it, nothing is wrong.
 */
export function bringing<T extends object>(object: T, problems: Problem[]): T {
  brought.set(object, problems);
  return object;
}

/**
 * Whether a call of this library made the object and looked at what is in it. What plain JavaScript makes by
 * a constructor that is private to TypeScript only, by `Object.create` or as a proxy has passed no rule.
 */
export function isJudged(object: object): boolean {
  return brought.has(object);
}

/** What is wrong with the arguments of a call, as an object brings it along that the call made. */
export function inCall(call: string, problems: Problem[]): Problem[] {
  return problems.map((inner) => ({ key: call, message: `${inner.key}: ${inner.message}`, inner }));
}

/** What an object brings along. */
export function problemsOf(object: object): Problem[] {
  return brought.get(object) ?? [];
}

/** What an object that stands at a key brings along, told of that key. */
export function problemsIn(key: string, object: object): Problem[] {
  return problemsOf(object).map((problem) => ({
    key,
    message: `${problem.key}: ${problem.message}`,
    origin: problem,
  }));
}

// The first report of an app that is asked tells it, however often it is asked.
function isTeller(construct: Construct, report: Report, problem: Problem): boolean {
  return oncePer(construct.node.root, problem, () => report) === report;
}
