/** The `test` that every spec uses: a server per worker, and a guard that fails a test whose page complained. */
import { type BrowserContext, type Page, expect, test as base } from "@playwright/test";
import type { Emulator } from "./emulator";
import { Server, type ServerOptions, loud, startServer } from "./server";

declare global {
  interface Window {
    reportPolicyViolation?: (text: string) => void;
  }
}

/** What went wrong in the browser while a test ran. */
export class Guard {
  private readonly problems: string[] = [];
  /** Files of the product that were on the way when their page was left: nobody misses them. */
  private left = 0;

  /** Watches every page of a context. Contexts that a test opens itself are handed in by the test. */
  async watch(context: BrowserContext): Promise<void> {
    await context.exposeFunction("reportPolicyViolation", (text: string) => this.note(`CSP: ${text}`));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.reportPolicyViolation?.(`${event.effectiveDirective} refused ${event.blockedURI || "inline"} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    context.on("console", (message) => {
      if (message.type() === "error") this.note(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("requestfailed", (request) => {
      const left = request.failure()?.errorText === "net::ERR_ABORTED";
      if (left && new URL(request.url()).pathname.startsWith("/pkg/")) this.left += 1;
    });
    context.on("weberror", (error) => this.note(`uncaught: ${error.error().message} ${error.error().stack ?? ""}`));
    context.on("response", (response) => {
      if (new URL(response.url()).pathname.startsWith("/pkg/") && response.status() >= 400) {
        this.note(`asset: ${response.status()} ${response.url()}`);
      }
    });
  }

  /** The problems that no pattern allows. */
  unexpected(allowed: readonly RegExp[]): string[] {
    let { left } = this;
    return this.problems.filter((problem) => {
      const ofOneLeft = /^console: TypeError: [^]*__wasm_split/.test(problem) && left-- > 0;
      return !ofOneLeft && !allowed.some((pattern) => pattern.test(problem));
    });
  }

  private note(problem: string): void {
    this.problems.push(problem);
  }
}

interface TestFixtures {
  /** Problems that a test provokes on purpose: `test.use({ allowedProblems: [/status of 404/] })`. */
  allowedProblems: RegExp[];
  guard: Guard;
  /** The emulator of this worker's server; faults are cleared after each test. */
  emulator: Emulator;
}

interface WorkerFixtures {
  /** How this worker's server is started: `test.use({ serverOptions: { … } })` gives a file its own. */
  serverOptions: ServerOptions;
  server: Server;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  serverOptions: [{}, { option: true, scope: "worker" }],

  server: [
    async ({ serverOptions }, use, worker) => {
      const server = await startServer({ name: `worker-${worker.workerIndex}`, ...serverOptions, env: { ...loud, ...serverOptions.env } });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  emulator: async ({ server }, use) => {
    await use(server.emulator);
    await server.emulator.calm();
  },

  allowedProblems: [[], { option: true }],

  guard: [
    async ({ context, allowedProblems }, use) => {
      const guard = new Guard();
      await guard.watch(context);
      await use(guard);
      expect(guard.unexpected(allowedProblems), "the browser complained while the test ran").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the page is live: the browser half has loaded and taken over what the server rendered. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}
