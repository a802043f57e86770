import { DAY, parseInstant, utcSecond } from "../../core/instant";
import { type Parties, type Party, type Seen, seen, text } from "../parties";
import type { Change } from "../plan/plan";
import type { Credential, CredentialChange, CredentialKind, Trust } from "./credential";
import { Holders } from "./holders";

/** What the plan itself tells of a credential, before its other slot and its readers have been looked at. */
export interface Draft extends Omit<
  CredentialChange,
  "slots" | "delivered" | "readers" | "stranded" | "expiry"
> {
  readonly of: Change;
}

interface Type {
  readonly kind: CredentialKind;
  /** The arguments of which one says whose it is. */
  readonly holders: readonly string[];
}

const TYPES: Readonly<Record<string, Type>> = {
  azuread_application_password: { kind: "client secret", holders: ["application_id"] },
  azuread_service_principal_password: { kind: "client secret", holders: ["service_principal_id"] },
  azuread_application_certificate: { kind: "certificate", holders: ["application_id"] },
  azuread_service_principal_certificate: { kind: "certificate", holders: ["service_principal_id"] },
  azuread_application_federated_identity_credential: {
    kind: "federated credential",
    holders: ["application_id"],
  },
  azuread_application_flexible_federated_identity_credential: {
    kind: "federated credential",
    holders: ["application_id"],
  },
  azurerm_federated_identity_credential: {
    kind: "federated credential",
    // The one is what azurerm 5 calls the other.
    holders: ["user_assigned_identity_id", "parent_id"],
  },
};

export class Drafts {
  private readonly holders: Record<Seen["when"], Holders>;

  public constructor(
    parties: Parties,
    private readonly now: Date,
  ) {
    this.holders = { before: new Holders(parties, "before"), after: new Holders(parties, "after") };
  }

  /** Nothing of what is no credential. */
  public of(change: Change): Draft[] {
    const type = TYPES[change.type];
    const [was, is] = [seen(change, "before"), seen(change, "after")];
    const told = is ?? was;
    if (type === undefined || told === undefined) {
      return [];
    }
    const { before, after } = {
      before: was && this.credentialOf(was, type),
      after: is && this.credentialOf(is, type),
    };
    const principal = this.holderOf(told, type);
    const isSame =
      (was === undefined || this.holderOf(was, type).key === principal.key) &&
      isSameTrust(before?.trust, after?.trust);
    const action = actionOf(change);
    return [
      {
        of: change,
        address: change.address,
        kind: type.kind,
        name: nameIn(told),
        principal,
        change: action,
        before,
        after,
        isGained: action === "created" || (CHANGING.includes(action) && !isSame),
        // What is deposed has been replaced already.
        isLost:
          (action === "removed" && !change.isDeposed) || (CHANGING.includes(action) && !isSame),
      },
    ];
  }

  private holderOf(by: Seen, { holders }: Type): Party {
    const argument = holders.find(
      (one) => by.unknown.has(one) || text(by.values[one]) !== undefined,
    );
    return this.holders[by.when].of(by, argument ?? holders.join());
  }

  private credentialOf(by: Seen, { kind }: Type): Credential {
    if (kind === "federated credential") {
      return { trust: trustOf(by) };
    }
    const [start, end] = [instantIn(by, "start_date"), instantIn(by, "end_date")];
    return {
      ...(start === undefined ? {} : { start: utcSecond(start) }),
      ...(end === undefined
        ? {}
        : {
            end: utcSecond(end),
            lifetimeDays: Math.round((end - (start ?? this.now.getTime())) / DAY),
          }),
    };
  }
}

const CHANGING: readonly string[] = ["replaced", "updated"] satisfies Draft["change"][];

function actionOf({ actions }: Change): Draft["change"] {
  // What Terraform only forgets goes on, beside what it makes anew.
  const [created, removed] = [actions.includes("create"), actions.includes("delete")];
  if (created || removed) {
    return created ? (removed ? "replaced" : "created") : "removed";
  }
  return actions.includes("update") ? "updated" : "kept";
}

function nameIn({ change: { isDeposed }, values, unknown }: Seen): string | undefined {
  const argument = ["display_name", "name"].find((one) => !unknown.has(one) && one in values);
  const name = argument === undefined ? undefined : text(values[argument]);
  return name === undefined || !isDeposed ? name : `${name} (deposed)`;
}

function instantIn({ values, unknown }: Seen, attribute: string): number | undefined {
  const instant = unknown.has(attribute) ? undefined : text(values[attribute]);
  return instant === undefined ? undefined : parseInstant(instant);
}

function trustOf({ values, unknown }: Seen): Trust {
  const known = (attribute: string): string | undefined => {
    const value = unknown.has(attribute) ? undefined : values[attribute];
    return text(Array.isArray(value) ? value[0] : value);
  };
  const told = {
    issuer: known("issuer"),
    subject: known("subject"),
    claims: known("claims_matching_expression"),
    audience: known("audiences") ?? known("audience"),
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

/** What the plan does not tell may be another one. */
function isSameTrust(before: Trust | undefined, after: Trust | undefined): boolean {
  if (after === undefined) {
    return before === undefined;
  }
  const isTold = after.issuer !== undefined && (after.subject ?? after.claims) !== undefined;
  return isTold && JSON.stringify(before) === JSON.stringify(after);
}
