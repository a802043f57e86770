import { Construct, IConstruct } from "constructs";
import { App, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { inert } from "./inert";
import { oncePer } from "./once-per";
import { failure } from "./problem";

/**
 * Stops a program that has two copies of cdktf, or of this library, where the first construct of this
 * library is made. A copy of cdktf does not run the aspects of another, and a copy of this library
 * does not know what another one granted: duplicates would not be found, and `depends_on` would be
 * missing, both without a word. cdktf's own `isApp` and `isStack` take other copies for their own.
 */
export function requireOneCopy(construct: Construct): void {
  markRoot(construct);
  const stranger = construct.node.scopes.find(isOfAnotherCopy);
  if (stranger !== undefined) {
    throw failure(construct, twoCopies(stranger.node.path || "the app", stranger.constructor));
  }
  for (const [name, binding] of Object.entries(BINDINGS)) {
    if (!(binding.prototype instanceof TerraformResource)) {
      throw failure(construct, twoCopies(name, binding));
    }
  }
  // What the stack has by now is looked at now: cdktn comes to grief over an element of cdktf before it
  // gets to the validations.
  oncePer(TerraformStack.of(construct), requireElementsOfOneCopy, () => {
    requireElementsOfOneCopy(construct);
  });
}

/** The provider packages, by a class that this library has of each. */
const BINDINGS = {
  "@cdktf/provider-azuread": Application,
  "@cdktf/provider-azurerm": RoleAssignment,
};

function requireElementsOfOneCopy(construct: Construct): void {
  const stack = TerraformStack.of(construct);
  const problems = (): string[] => {
    const stranger = stack.node.findAll().find(isOfAnotherCopy);
    return stranger === undefined ? [] : [twoCopies(stranger.node.path, stranger.constructor)];
  };
  const [problem] = problems();
  if (problem !== undefined) {
    throw failure(construct, problem);
  }
  stack.node.addValidation({ validate: problems });
}

function isOfAnotherCopy(construct: IConstruct): boolean {
  return (
    (App.isApp(construct) && !(construct instanceof App)) ||
    (TerraformStack.isStack(construct) && !(construct instanceof TerraformStack)) ||
    (TerraformElement.isTerraformElement(construct) && !(construct instanceof TerraformElement))
  );
}

function twoCopies(what: string, itsClass: object): string {
  return `cdktf is in this program twice: ${inert(what)} is of one copy, ${copyOf(itsClass)}, and cdktf-acr-auth uses another, ${copyOf(App)}. Neither sees what the other adds to a stack, so depends_on would be missing without a word.
Who brings which: npm ls cdktf cdktn (pnpm why cdktf cdktn)
The cure is one copy for all: every import from "cdktf", and in package.json
  "dependencies": { "cdktf": "^0.21.0" } or, for the fork, { "cdktf": "npm:cdktn@^0.24.0" }
  "overrides": { "cdktf": "$cdktf" }
With pnpm the override is in pnpm-workspace.yaml:
  overrides: { cdktf: "^0.21.0" } or { cdktf: "npm:cdktn@^0.24.0" }`;
}

const RTTI = Symbol.for("jsii.rtti");

/** The package and version of cdktf that a class is of. jsii writes them into every class. */
function copyOf(itsClass: object): string {
  for (
    let next: unknown = itsClass;
    typeof next === "function";
    next = Object.getPrototypeOf(next)
  ) {
    const { fqn = "", version = "" } =
      (next as { [RTTI]?: { fqn?: string; version?: string } })[RTTI] ?? {};
    const [name = ""] = fqn.split(".");
    if (name === "cdktf" || name === "cdktn") {
      return inert(`${name} ${version}`);
    }
  }
  return "whose version is not known";
}

/** Equal in all copies of this library, in all of its versions. */
const MARK = Symbol.for("cdktf-acr-auth");
const THIS_COPY = {};

function markRoot(construct: Construct): void {
  const root = construct.node.root as { [MARK]?: unknown };
  if (root[MARK] === undefined) {
    Object.defineProperty(root, MARK, { value: THIS_COPY });
  } else if (root[MARK] !== THIS_COPY) {
    throw failure(construct, TWO_OF_US);
  }
}

const TWO_OF_US = `cdktf-acr-auth is in this program twice. Neither copy knows what the other one grants, so duplicates would not be found.
Who brings which: npm ls cdktf-acr-auth (pnpm why cdktf-acr-auth)
The cure is one copy for all, in package.json:
  "overrides": { "cdktf-acr-auth": "$cdktf-acr-auth" }
With pnpm the override is in pnpm-workspace.yaml, with the version that package.json asks for:
  overrides: { cdktf-acr-auth: "^0.1.0" }`;
