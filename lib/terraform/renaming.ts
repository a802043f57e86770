import { Construct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import { hasExpression } from "../core/expressions";
import { list } from "../core/kinds";
import { nameOf } from "../core/place";
import { Problem, reportAtSynth } from "../core/problem";
import { optional, Shape } from "../core/props";
import { shown } from "../core/shown";
import { Clash, Moves, OldName, oldPlaceOf, placeOf } from "./moves";

/** What a construct was called before, so that another name replaces nothing. */
export interface RenameOptions {
  /**
   * The ids that the construct had before, in any order. What a state has under one of them, Terraform
   * moves to the present id, with all that is below it, and destroys nothing. A principal or registry
   * that was elsewhere in the stack is named by its path below the stack: `shop/web`, or `/web` where it
   * was right below it. A credential stays with its principal, so it is named by an id. Keep an old name
   * as long as a state may have it. One that no state has is passed over by Terraform in silence.
   * @default - it had no other
   */
  readonly renamedFrom?: string[];
}

export const RENAME_OPTIONS: Shape<RenameOptions> = {
  // What is in it, moveFrom judges.
  renamedFrom: optional(list),
};

/** Each old name is tried with each of what is above and below it, and a history has a few. */
const MAX_OLD_NAMES = 20;

/** Where something can have been before. */
export type FormerPlace = "in the stack" | "in its principal";

/** Has Terraform move what is below a construct from where its old names had it. */
export function moveFrom(
  construct: Construct,
  { renamedFrom }: RenameOptions,
  where: FormerPlace,
): void {
  if (renamedFrom === undefined) {
    return;
  }
  const moves = Moves.of(TerraformStack.of(construct));
  const followed: OldName[] = [];
  const problems: Problem[] = [];
  const places = new Set([placeOf(construct).join("/")]);
  if (renamedFrom.length > MAX_OLD_NAMES) {
    problems.push({
      key: "renamedFrom",
      message: `has ${renamedFrom.length} old names; ${MAX_OLD_NAMES} are the most here, leave out those that no state has any more`,
    });
  }
  for (const [index, text] of renamedFrom.slice(0, MAX_OLD_NAMES).entries()) {
    const oldName = { construct, key: `renamedFrom[${index}]`, text };
    const message = oldNameProblem(text, where) ?? placeProblem(oldName, places);
    if (message === undefined) {
      moves.follow(oldName);
      followed.push(oldName);
    } else {
      problems.push({ key: oldName.key, message });
    }
  }
  reportAtSynth(construct, () => [
    ...problems,
    ...followed.flatMap((oldName) => clashProblems(oldName, moves.clashOf(oldName))),
  ]);
}

/** The rule for the text of an old name; undefined passes. */
function oldNameProblem(text: unknown, where: FormerPlace): string | undefined {
  // A token of a list is a list of one text.
  if (Token.isUnresolved(text) || Token.isUnresolved([text])) {
    return "is a token, a value that only Terraform knows; write the old id itself";
  }
  if (typeof text !== "string" || text === "") {
    return `${shown(text)} is no id; write the one that it had, or leave it out`;
  }
  if (hasExpression(text)) {
    return `${shown(text)} has something in it that Terraform would evaluate, or a token, as no id has; write the old id itself`;
  }
  if (where === "in its principal" && text.includes("/")) {
    return `${shown(text)} is a path, and a credential stays with its principal; write the id that it had there`;
  }
  return /\/\/|.\/$|^\/$/.test(text)
    ? `${shown(text)} is no path; write ids with one "/" between them, as in shop/web`
    : undefined;
}

function placeProblem(oldName: OldName, places: Set<string>): string | undefined {
  const { construct, text } = oldName;
  const stack = `${TerraformStack.of(construct).node.path}/`;
  if (text.startsWith(stack)) {
    const below = shown(`/${text.slice(stack.length)}`);
    return `${shown(text)} begins with the name of the stack, and paths begin below it; write ${below}, or ${shown(`/${text}`)} where a construct in the stack had that name too`;
  }
  const place = oldPlaceOf(oldName).join("/");
  if (!places.has(place)) {
    places.add(place);
    return undefined;
  }
  return place === placeOf(construct).join("/")
    ? `${shown(text)} is what it is called now; leave it out`
    : `${shown(text)} stands here twice; remove one`;
}

function clashProblems({ key, text }: OldName, clash: Clash | undefined): Problem[] {
  if (clash === undefined) {
    return [];
  }
  const path = nameOf(clash.other);
  return [{ key, message: clash.isInUse ? nameInUse(text, path) : nameOfTwo(text, path) }];
}

/** Why Terraform moves nothing from an old name. */
function nameInUse(name: string, other: string): string {
  return `${shown(name)} is where ${other} is now, and Terraform moves nothing away from what is there; give that another name, or, once every state has been applied with the new one, leave this out (to swap two names, change one in each apply, by way of a third)`;
}

/** Why an old name can't be that of two. */
function nameOfTwo(name: string, other: string): string {
  return `${shown(name)} is an old name of ${other} too, and Terraform moves a thing to one place; leave it out where it does not belong`;
}
