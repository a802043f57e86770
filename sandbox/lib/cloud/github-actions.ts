/** A secret or a variable. */
export interface ActionsValue {
  /** Its URL in the API. */
  readonly place: string;
  readonly value: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An answer of the API of GitHub that is an error. */
export class GitHubError extends Error {}

/** The secrets and variables of GitHub Actions. Whatever repository or environment a place names is there. */
export class GitHubActions {
  private readonly byPlace = new Map<string, ActionsValue>();

  constructor(private readonly now: () => Date) {}

  all(): ActionsValue[] {
    return [...this.byPlace.values()];
  }

  at(place: string): ActionsValue | undefined {
    return this.byPlace.get(keyOf(place));
  }

  create(place: string, value: string): void {
    if (this.at(place) !== undefined) {
      throw new GitHubError("409 Already exists - Variable already exists []");
    }
    this.put(place, value);
  }

  update(place: string, value: string): void {
    this.mustBeThere(place);
    this.put(place, value);
  }

  put(place: string, value: string): void {
    const now = this.now();
    const createdAt = this.at(place)?.createdAt ?? now;
    this.byPlace.set(keyOf(place), { place, value, createdAt, updatedAt: now });
  }

  delete(place: string): void {
    this.mustBeThere(place);
    this.byPlace.delete(keyOf(place));
  }

  private mustBeThere(place: string): void {
    if (this.at(place) === undefined) {
      throw new GitHubError("404 Not Found []");
    }
  }
}

/** GitHub doesn't tell upper from lower case in the names of owners, repositories, environments, secrets and variables. */
function keyOf(place: string): string {
  return place.toLowerCase();
}
