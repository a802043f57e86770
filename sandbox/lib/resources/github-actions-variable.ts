import { requiredText } from "../provider/arguments";
import type { Argument, ResourceType } from "../provider/resource-type";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import { actionsName, datesOf, gitHub, idOf, placeIn } from "./github-actions";

const ARGUMENTS: Record<string, Argument> = {
  repository: {},
  variable_name: { forceNew: true, expected: actionsName },
  value: {},
};

const VARIABLE: Pick<ResourceType, "read" | "delete"> = {
  read(session, state) {
    const found = session.gitHubActions.at(placeIn(session, "variable", state));
    return found && { id: idOf("variable", state), value: found.value, ...datesOf(found) };
  },

  delete(session, state) {
    const place = placeIn(session, "variable", state);
    gitHub("DELETE", place, () => {
      session.gitHubActions.delete(place);
    });
  },
};

/** github 6.9.0, github/resource_github_actions_variable.go */
export const actionsVariable: ResourceType = {
  ...VARIABLE,
  type: "github_actions_variable",
  binding: "@cdktf/provider-github/lib/actions-variable",
  arguments: ARGUMENTS,

  create(session, planned, made) {
    const place = placeIn(session, "variable", planned);
    gitHub("POST", place.replace(/\/[^/]*$/, ""), () => {
      session.gitHubActions.create(place, requiredText(planned, "value"));
    });
    made({ id: idOf("variable", planned) });
  },

  update(session, planned) {
    const place = placeIn(session, "variable", planned);
    gitHub("PATCH", place, () => {
      session.gitHubActions.update(place, requiredText(planned, "value"));
    });
  },
};

/** github 6.9.0, github/resource_github_actions_environment_variable.go */
export const actionsEnvironmentVariable: ResourceType = {
  ...VARIABLE,
  type: "github_actions_environment_variable",
  binding: "@cdktf/provider-github/lib/actions-environment-variable",
  arguments: { ...ARGUMENTS, environment: { forceNew: true } },

  create(session, planned, made) {
    write(session, planned);
    made({ id: idOf("variable", planned) });
  },

  update: write,
};

/** One that is there already is taken over. */
function write(session: Session, planned: Values): void {
  session.gitHubActions.put(placeIn(session, "variable", planned), requiredText(planned, "value"));
}
