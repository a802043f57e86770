import { text } from "../core/kinds";
import { bringing, inCall, problemsOf } from "../core/problem";
import { shown } from "../core/shown";
import type { AdoptedServicePrincipal } from "./adopted-service-principal";

/**
 * A Terraform module that makes an application and its service principal, known by its addresses.
 * Sources: the repositories of the modules, at their newest version.
 */
export class AdoptableModule {
  /** `kumarvna/service-principal/azuread`, version 2. */
  public static readonly KUMARVNA = new AdoptableModule(
    "kumarvna/service-principal/azuread",
    "main",
  );
  /** `innovationnorway/service-principal/azuread`, versions 2 and 3. */
  public static readonly INNOVATIONNORWAY = new AdoptableModule(
    "innovationnorway/service-principal/azuread",
    "main",
  );
  /** `claranet/service-principal/azurerm`, from version 8; 7 has other addresses. */
  public static readonly CLARANET = new AdoptableModule(
    "claranet/service-principal/azurerm",
    "main",
  );
  /** `avinor/service-principal/azuread`, version 3. */
  public static readonly AVINOR = new AdoptableModule("avinor/service-principal/azuread", "sp");
  /** `ptonini/service-principal/azuread`, version 1. */
  public static readonly PTONINI = new AdoptableModule("ptonini/service-principal/azuread", "this");
  /** `equinor/app/azuread`. */
  public static readonly EQUINOR = new AdoptableModule("equinor/app/azuread", "this");

  /** All that are known. */
  public static all(): AdoptableModule[] {
    const { KUMARVNA, INNOVATIONNORWAY, CLARANET, AVINOR, PTONINI, EQUINOR } = AdoptableModule;
    return [KUMARVNA, INNOVATIONNORWAY, CLARANET, AVINOR, PTONINI, EQUINOR];
  }

  /**
   * The module of a source in the Terraform registry. The construct that adopts what it has made
   * reports a source that is none of those that are known.
   */
  public static from(source: string): AdoptableModule {
    const known = AdoptableModule.all();
    const found = known.find((module) => module.source === source);
    if (found !== undefined) {
      return found;
    }
    const sources = known.map((module) => module.source).join(", ");
    const message = `${shown(source)} is not one of ${sources}; give the addresses in place of it`;
    return bringing(
      new AdoptableModule("", ""),
      inCall("AdoptableModule.from", [{ key: "source", message }]),
    );
  }

  private constructor(
    /** The source in the Terraform registry. */
    public readonly source: string,
    private readonly resourceName: string,
  ) {}

  /**
   * What a call of the module has made, to be adopted in the same stack. The call must be removed in
   * the same apply.
   *
   * @param address the address of the call, as in `module.web` or `module.web["shop"]`
   */
  public at(address: string): AdoptedServicePrincipal {
    const { value, problems } = text.read("address", address);
    const adopted = {
      application: `${value}.azuread_application.${this.resourceName}`,
      servicePrincipal: `${value}.azuread_service_principal.${this.resourceName}`,
    };
    return bringing(adopted, [...problemsOf(this), ...inCall("AdoptableModule.at", problems)]);
  }
}
