/** What was just made is not known everywhere at once. Each look at it brings the moment closer. */
export class Lag {
  private readonly left = new Map<string, number>();

  /** @param looks how many of them are in vain */
  constructor(private readonly looks: number) {}

  begin(id: string): void {
    this.left.set(id, this.looks);
  }

  isOver(id: string): boolean {
    return (this.left.get(id) ?? 0) === 0;
  }

  /** Looks, and tells whether it was in vain. */
  hides(id: string): boolean {
    const left = this.left.get(id) ?? 0;
    this.left.set(id, Math.max(0, left - 1));
    return left > 0;
  }
}
