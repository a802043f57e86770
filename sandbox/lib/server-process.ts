import { type ChildProcess, fork } from "node:child_process";
import type { Control, ControlReply, ControlRequest } from "./control";
import { sourceFile } from "./source-file";

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** The server in its own process: in this one, Terraform could not reach it while a test waits for Terraform. */
export class ServerProcess {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @param directory what the sandbox keeps; the server removes it at its end */
  constructor(directory: string) {
    const { file, hooks } = sourceFile("server");
    const execArgv = hooks.flatMap((hook) => ["--require", hook]);
    this.child = fork(file, [directory], { execArgv });
    // A sandbox that nobody stopped must not keep this process alive; it ends with it.
    this.child.unref();
    this.child.channel?.unref();
    this.child.on("message", (reply: ControlReply) => {
      this.settle(reply);
    });
    this.child.once("exit", () => {
      for (const id of this.waiting.keys()) {
        this.settle({ id, error: "The sandbox's server ended before it answered." });
      }
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async call<Method extends keyof Control>(
    method: Method,
    ...[argument]: Parameters<Control[Method]>
  ): Promise<Awaited<ReturnType<Control[Method]>>> {
    if (!this.child.connected) {
      throw new Error("The sandbox was stopped: start another one.");
    }
    this.lastId += 1;
    const request: ControlRequest = { id: this.lastId, method, argument };
    this.child.channel?.ref();
    const answered = new Promise<Awaited<ReturnType<Control[Method]>>>((resolve, reject) => {
      this.waiting.set(request.id, { resolve, reject });
    });
    this.child.send(request);
    return answered.finally(() => {
      this.child.channel?.unref();
    });
  }

  async stop(): Promise<void> {
    if (this.child.connected) {
      const ended = new Promise((resolve) => this.child.once("exit", resolve));
      this.child.ref();
      this.child.disconnect();
      await ended;
    }
  }

  private settle(reply: ControlReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ("error" in reply) {
      waiting?.reject(new Error(reply.error));
    } else {
      waiting?.resolve(reply.result as never);
    }
  }
}
