/** Of the providers that a stack asks for. */
export interface Versions {
  readonly azuread: string;
  readonly azurerm: string;
}

/** What the provider packages pin, and the newest that are tested. */
export const PAIRS: readonly [Versions, Versions] = [
  { azuread: "3.7.0", azurerm: "4.55.0" },
  { azuread: "3.9.0", azurerm: "5.2.0" },
];
