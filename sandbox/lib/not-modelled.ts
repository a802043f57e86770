/** The sandbox refuses rather than invents what Azure would do. */
export class NotModelled extends Error {
  /** What an answer to a request says that couldn't be given. */
  static from(message: string): NotModelled {
    return new NotModelled(message.slice(REFUSAL.length));
  }

  readonly detail = "docs/sandbox.md tells what is modelled, and how to add to it.";

  constructor(what: string) {
    super(`${REFUSAL}${what}`);
  }
}

const REFUSAL = "The sandbox does not model ";
