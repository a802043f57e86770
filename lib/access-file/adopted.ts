import { AdoptableModule } from "../principal/adoptable-module";
import { AdoptedServicePrincipal } from "../principal/adopted-service-principal";
import type { AdoptEntry } from "./schema";

/** What an entry adopts: what it names, or what a call of a known module has made. */
export function adopted(entry: AdoptEntry): AdoptedServicePrincipal {
  return "module" in entry ? AdoptableModule.from(entry.source).at(entry.module) : entry;
}
