import { Construct } from "constructs";
import { standIn, text } from "../core/kinds";
import { having, Kind, notOf, Reading, Shape } from "../core/props";
import type { IAcrRegistry } from "../registry/registry";

/** What a delivery takes of a registry. */
export type LoginServer = Pick<IAcrRegistry, "loginServer">;

/** Properties with a registry, as they are read. */
export type WithLoginServer<P extends { readonly registry: IAcrRegistry }> = Omit<P, "registry"> & {
  readonly registry: LoginServer;
};

const LOGIN_SERVER: Shape<LoginServer> = { loginServer: text };

/** A registry, by its login server. */
export const REGISTRY: Kind<LoginServer> = {
  read: (key, given) =>
    Construct.isConstruct(given) && "loginServer" in given
      ? having(LOGIN_SERVER).read(key, given)
      : new Reading({ loginServer: standIn() }, [
          { key, message: notOf(given, "a registry", "give what AcrRegistry.fromName returns") },
        ]),
};
