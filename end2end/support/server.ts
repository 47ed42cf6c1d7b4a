/** A `belvedere` of a test's own: its data directory, its ports, its embedded emulator, its log. */
import fs from "node:fs";
import path from "node:path";
import { Emulator, canary } from "./emulator";
import { binary, mustExist, scratch, site } from "./paths";
import { type Running, answers, freePort, start, until } from "./process";
import { kept, search } from "./secret-search";

export interface ServerOptions {
  /** A short name for files and messages. */
  name?: string;
  /** Start the embedded emulator (default), or talk to the endpoint that the environment names. */
  emulator?: boolean;
  /** Extra arguments after `serve`. */
  args?: string[];
  /** Extra environment; `BELVEDERE_*` of `testPace` can be overridden here. */
  env?: Record<string, string>;
  /** Use this data directory instead of a fresh one (restart tests). */
  data?: string;
  /** Another folder of the browser half. */
  site?: string;
}

/** Short life cycles and no quotas: a test waits for behaviour, never for a clock. */
export const testPace: Readonly<Record<string, string>> = {
  BELVEDERE_READ_INTERVAL_MS: "500",
  BELVEDERE_EMULATOR_LIFE_CYCLE_MS: "800",
  BELVEDERE_EMULATOR_QUOTAS: "off",
  BELVEDERE_BUDGETS: "off",
  BELVEDERE_MINT_SEARCH_MS: "2000",
};

/** Everything that can be logged is: what is minted must be in none of it. Measurements do without. */
export const loud: Readonly<Record<string, string>> = { BELVEDERE_LOG: "trace" };

/** One running server and everything a test may ask of it. */
export class Server {
  constructor(
    private readonly running: Running,
    /** `http://127.0.0.1:port`, without a trailing slash. */
    readonly url: string,
    /** The embedded emulator; calls fail where the server was started without one. */
    readonly emulator: Emulator,
    /** The data directory: database with its WAL, and whatever else is kept. */
    readonly data: string,
    private readonly embedded: boolean,
  ) {}

  get pid(): number {
    return this.running.pid;
  }

  get logFile(): string {
    return this.running.logFile;
  }

  /** Standard output and standard error so far. */
  logs(): string {
    return this.running.logs();
  }

  /** Every file of the data directory as bytes, for secret searches. */
  dataFiles(): { file: string; bytes: Buffer }[] {
    return fs
      .readdirSync(this.data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => ({ file, bytes: fs.readFileSync(file) }));
  }

  /** Stops it, and fails when a minted secret is left in its database, the database's log or its own. */
  async stop(): Promise<void> {
    await this.keepCalls();
    const left = this.leaks();
    await this.running.stop();
    refuse([...left, ...this.leaks()]);
  }

  /** Where a minted secret was kept, and in which form. */
  leaks(): string[] {
    return search(canary, kept(this));
  }

  /** Ends it as a crash would, and fails as `stop` does. One that has ended is left alone: another may have its data. */
  async kill(): Promise<void> {
    if (this.running.exitCode() !== undefined) return;
    await this.keepCalls();
    await this.running.kill();
    refuse(this.leaks());
  }

  /** The embedded emulator ends with its server, and its list of calls with it. */
  private async keepCalls(): Promise<void> {
    if (this.embedded) await this.emulator.keepCalls();
  }
}

function refuse(left: readonly string[]): void {
  if (left.length > 0) throw new Error(`a minted secret was kept: ${[...new Set(left)].join("; ")}`);
}

/** Starts a server and waits for `/healthz`; fails with the end of its log if it ends or does not answer. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  mustExist(binary, "the server");
  mustExist(site, "the browser half");
  const [port, emulatorPort] = [await freePort(), await freePort()];
  const folder = path.join(scratch, `${options.name ?? "server"}-${port}`);
  const data = options.data ?? path.join(folder, "data");
  fs.mkdirSync(data, { recursive: true });

  const withEmulator = options.emulator ?? true;
  const args = ["serve", "--listen", `127.0.0.1:${port}`, "--data", data, "--site", options.site ?? site];
  if (withEmulator) args.push("--emulator", `127.0.0.1:${emulatorPort}`);
  args.push(...(options.args ?? []));
  const running = start(binary, args, { ...testPace, ...options.env }, folder, path.join(folder, "server.log"));

  const url = `http://127.0.0.1:${port}`;
  try {
    await until(async () => running.exitCode() !== undefined || (await answers(`${url}/healthz`)), "no answer at /healthz");
    if (running.exitCode() !== undefined) throw new Error(`it ended with exit code ${running.exitCode()}`);
  } catch (error) {
    await running.kill();
    const tail = running.logs().trimEnd().split("\n").slice(-20).join("\n");
    throw new Error(`the server did not start: ${(error as Error).message}\n${tail}`);
  }
  const emulator = new Emulator(`http://127.0.0.1:${emulatorPort}`);
  if (withEmulator) await emulator.markSecrets();
  return new Server(running, url, emulator, data, withEmulator);
}

/** Starts the emulator alone (`belvedere emulate`), for tests in which an AWS client comes first. */
export async function startEmulator(args: string[] = []): Promise<{ emulator: Emulator; running: Running }> {
  mustExist(binary, "the server");
  const port = await freePort();
  const folder = path.join(scratch, `emulator-${port}`);
  fs.mkdirSync(folder, { recursive: true });
  const fixed = ["emulate", "--port", String(port), "--life-cycle-ms", "800", "--quotas", "off"];
  const running = start(binary, [...fixed, ...args], {}, folder, path.join(folder, "emulator.log"));
  const emulator = new Emulator(`http://127.0.0.1:${port}`);
  try {
    await until(async () => running.exitCode() !== undefined || (await emulator.isUp()), "the emulator does not answer");
    if (running.exitCode() !== undefined) throw new Error(`the emulator ended with exit code ${running.exitCode()}`);
  } catch (error) {
    await running.kill();
    throw new Error(`${(error as Error).message}\n${running.logs()}`);
  }
  const stop = async (): Promise<void> => {
    await emulator.keepCalls();
    await running.stop();
  };
  return { emulator, running: { ...running, stop } };
}
