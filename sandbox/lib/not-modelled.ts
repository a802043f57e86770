/** The sandbox refuses rather than invents what Azure would do. */
export class NotModelled extends Error {
  readonly detail = "docs/sandbox.md tells what is modelled, and how to add to it.";

  constructor(what: string) {
    super(`The sandbox does not model ${what}`);
  }
}
