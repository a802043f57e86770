import type { AddressInfo, Server } from "node:net";

/**
 * Lets a server be reached from this host only, and returns its port.
 * @param port 0 for a free one
 */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      reject(
        new Error(
          code === "EADDRINUSE"
            ? `port: another process holds ${port} on this host; end it, or choose another port.`
            : `port: ${port} can't be listened on (${message}); choose another one, from 1024 on.`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}
