/** Sorts ids by what they name: ids of one thing, and all that others link to them. */
export class Identities {
  private readonly links = new Map<string, string>();

  /** Says that the ids name one thing. */
  public join(ids: readonly string[]): void {
    for (const id of ids) {
      const [one, other] = [this.of(ids[0] ?? id), this.of(id)];
      if (one !== other) {
        this.links.set(other, one);
      }
    }
  }

  /** The same text for all ids of one thing. */
  public of(id: string): string {
    let last = id;
    for (let next = this.links.get(last); next !== undefined; next = this.links.get(last)) {
      last = next;
    }
    if (last !== id) {
      this.links.set(id, last);
    }
    return last;
  }
}
