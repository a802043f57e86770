import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AcrServicePrincipal } from "cdktf-acr-auth";
import { everything } from "../../plan/support/everything";
import type { Program } from "../../plan/support/program";
import type { Scenario } from "../run";
import { STOCK, TENANT } from "../seed";

export const importing: Scenario = {
  name: "what was made before and is in no state, adopted by its ids",
  async play(run) {
    await run.apply(everything());
    const { tenants, subscriptions } = await run.sandbox.dump();
    const isOurs = ({ displayName }: { displayName: string }): boolean =>
      displayName === "contoso-web";
    const application = tenants[TENANT]?.applications.find(isOurs);
    const adopting = everything({
      adopt: {
        application: application?.objectId ?? "",
        servicePrincipal: tenants[TENANT]?.servicePrincipals.find(isOurs)?.objectId,
      },
      adoptCredential: application?.federatedCredentials[0]?.id,
      adoptAssignment: Object.values(subscriptions)[0]?.roleAssignments[0]?.id,
    });
    run.forget(adopting);
    await run.apply(adopting);
    await run.apply(everything());
    await run.destroy(everything());
  },
};

const byHand: Program = (stack) => {
  const application = new Application(stack, "by-hand", {
    displayName: "contoso-web",
    notes: "Made by hand",
  });
  new ServicePrincipal(stack, "by-hand-too", { clientId: application.clientId });
};

const adopted: Program = (stack) => {
  new AcrServicePrincipal(stack, "web", {
    displayName: "contoso-web",
    adopt: {
      application: "azuread_application.by-hand",
      servicePrincipal: "azuread_service_principal.by-hand-too",
    },
  });
  // Nobody owns it, until it is adopted.
  new AcrServicePrincipal(stack, "stock", {
    displayName: "contoso-stock",
    adopt: {
      application: `/applications/${STOCK.application}`,
      servicePrincipal: `/servicePrincipals/${STOCK.servicePrincipal}`,
    },
  });
};

export const moving: Scenario = {
  name: "what was made by hand, adopted from the state and from the seed",
  async play(run) {
    await run.apply(byHand);
    await run.apply(adopted);
    await run.destroy(adopted);
  },
};
