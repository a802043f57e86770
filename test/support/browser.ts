import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"].find(isThere);

/** Tests in a headless Chromium, where one is installed. */
export const describeWithBrowser = CHROMIUM === undefined ? skipped : describe;

function skipped(name: string, tests: () => void): void {
  describe.skip(`${name} (no Chromium is installed here: apt-get install chromium)`, tests);
}

function isThere(name: string): boolean {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

type Answer = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Answer;
  readonly result?: Answer;
  readonly error?: { readonly message: string };
}

/** A Chromium without a window, that is spoken to by the DevTools protocol over pipes. */
export class Browser {
  public static async start(): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "acr-auth-browser-"));
    const started = spawn(
      CHROMIUM ?? "",
      [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--remote-debugging-pipe",
        `--user-data-dir=${profile}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const browser = new Browser(started, profile);
    await browser.send("Browser.getVersion");
    return browser;
  }

  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly pages = new Map<string, (message: Message) => void>();
  private last = 0;
  private rest = "";

  private constructor(
    private readonly running: ChildProcess,
    private readonly profile: string,
  ) {
    (running.stdio[4] as Readable).setEncoding("utf8").on("data", (chunk: string) => {
      const messages = `${this.rest}${chunk}`.split("\0");
      this.rest = messages.pop() ?? "";
      for (const message of messages) {
        this.take(JSON.parse(message) as Message);
      }
    });
  }

  public async stop(): Promise<void> {
    const ended = once(this.running, "exit");
    // Killed, it would leave processes of its own behind, which write into the profile while that is removed.
    void this.send("Browser.close");
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** A page with the file in it, and what it asks the network for. */
  public async open(file: string): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page((method, params) => this.send(method, params, String(sessionId)));
    this.pages.set(String(sessionId), (message) => {
      page.take(message.method ?? "", message.params ?? {});
    });
    await page.load(file);
    return page;
  }

  private send(method: string, params: object = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => {
        if (error === undefined) {
          resolve(result ?? {});
        } else {
          reject(new Error(`${method}: ${error.message}`));
        }
      });
      const message = JSON.stringify({ id, method, params, sessionId });
      (this.running.stdio[3] as Writable).write(`${message}\0`);
    });
  }

  private take(message: Message): void {
    if (message.id === undefined) {
      this.pages.get(message.sessionId ?? "")?.(message);
    } else {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    }
  }
}

export class Page {
  /** What was asked for beside the page itself. */
  public readonly requests: string[] = [];
  /** What the browser has complained of. */
  public readonly complaints: string[] = [];
  private loaded: () => void = () => undefined;

  public constructor(public readonly send: (method: string, params?: object) => Promise<Answer>) {}

  public async load(file: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.loaded = resolve;
    });
    for (const domain of ["Page", "Network", "Runtime", "Log"]) {
      await this.send(`${domain}.enable`);
    }
    await this.send("Page.navigate", { url: `file://${file}` });
    await loaded;
  }

  /** What an expression is, as JSON. */
  public async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(JSON.stringify(exceptionDetails));
    }
    return (result as { value: T }).value;
  }

  /** Prefers a colour scheme, or is to be printed. */
  public async emulate(scheme: "light" | "dark", media = ""): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.send("Emulation.setEmulatedMedia", { media, features });
  }

  public async type(text: string): Promise<void> {
    await this.send("Input.insertText", { text });
  }

  public async press(key: string): Promise<void> {
    const windowsVirtualKeyCode = { Tab: 9, Enter: 13, " ": 32 }[key];
    const text = { Enter: "\r", " ": " " }[key];
    const event = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode, text };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  public take(method: string, params: Answer): void {
    switch (method) {
      case "Page.loadEventFired":
        this.loaded();
        break;
      case "Network.requestWillBeSent":
        this.requests.push((params.request as { url: string }).url);
        break;
      case "Log.entryAdded":
        this.complaints.push((params.entry as { text: string }).text);
        break;
      case "Runtime.exceptionThrown":
        this.complaints.push(JSON.stringify(params.exceptionDetails));
    }
  }
}
