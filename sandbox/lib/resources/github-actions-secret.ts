import { requiredText, text } from "../provider/arguments";
import type { Argument, ResourceType } from "../provider/resource-type";
import { only } from "../provider/rules";
import type { Values } from "../schema/values";
import { actionsName, datesOf, gitHub, idOf, placeIn } from "./github-actions";

const ARGUMENTS: Record<string, Argument> = {
  repository: { forceNew: true },
  secret_name: { forceNew: true, expected: actionsName },
  plaintext_value: { forceNew: true },
};

/**
 * What is sent is encrypted with the key of the repository, and takes the place of what is there. There is no update:
 * whatever changes replaces it.
 */
const SECRET: Pick<ResourceType, "sensitive" | "create" | "delete"> = {
  sensitive: ["encrypted_value", "plaintext_value"],

  create(session, planned, made) {
    session.gitHubActions.put(
      placeIn(session, "secret", planned),
      requiredText(planned, "plaintext_value"),
    );
    made({ id: idOf("secret", planned) });
  },

  delete(session, state) {
    const place = placeIn(session, "secret", state);
    gitHub("DELETE", place, () => {
      session.gitHubActions.delete(place);
    });
  },
};

/** github 6.9.0, github/resource_github_actions_secret.go */
export const actionsSecret: ResourceType = {
  ...SECRET,
  type: "github_actions_secret",
  binding: "@cdktf/provider-github/lib/actions-secret",
  arguments: {
    ...ARGUMENTS,
    destroy_on_drift: { default: true, forceNew: true, expected: only(true) },
  },
  stateUpgrades: [(state) => ({ ...state, destroy_on_drift: state.destroy_on_drift ?? true })],

  /** A secret that somebody else has written is none. */
  read(session, state) {
    const found = session.gitHubActions.at(placeIn(session, "secret", state));
    const dates = found && datesOf(found);
    return isOfSomebodyElse(state, dates) ? undefined : dates;
  },
};

/** github 6.9.0, github/resource_github_actions_environment_secret.go */
export const actionsEnvironmentSecret: ResourceType = {
  ...SECRET,
  type: "github_actions_environment_secret",
  binding: "@cdktf/provider-github/lib/actions-environment-secret",
  arguments: { ...ARGUMENTS, environment: { forceNew: true } },

  /** The value of a secret that somebody else has written is not known. */
  read(session, state) {
    const found = session.gitHubActions.at(placeIn(session, "secret", state));
    const dates = found && datesOf(found);
    return isOfSomebodyElse(state, dates)
      ? { encrypted_value: "", plaintext_value: "", created_at: dates?.created_at ?? null }
      : dates;
  },
};

function isOfSomebodyElse(state: Values, dates: { updated_at: string } | undefined): boolean {
  const known = text(state, "updated_at");
  return dates !== undefined && known !== undefined && known !== dates.updated_at;
}
