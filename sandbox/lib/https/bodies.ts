import type { IncomingMessage } from "node:http";

/** Reads the bodies of requests, within bounds for each and for all that are read at a time. */
export class Bodies {
  private held = 0;

  /** Nothing for one that is too large, which is read to its end, as clients write before they read. */
  async read(request: IncomingMessage, largest: number): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    let isTooLarge = false;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        isTooLarge ||= size + chunk.length > largest || this.held + chunk.length > MOST_AT_ONCE;
        if (isTooLarge) {
          chunks.length = 0;
        } else {
          chunks.push(chunk);
          size += chunk.length;
          this.held += chunk.length;
        }
      }
      return isTooLarge ? undefined : Buffer.concat(chunks);
    } finally {
      this.held -= size;
    }
  }
}

/** A hundred of 4 MiB, or as many bytes of larger ones. */
export const MOST_AT_ONCE = 400 * 1024 * 1024;
