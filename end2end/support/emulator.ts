/** The emulator's own routes under `/_emulator/`: what was called, faults, held calls, switches. Knows no AWS shapes. */
import { keep } from "./calls";
import { until } from "./process";

/** One AWS call as the emulator saw it. */
export interface Call {
  /** Rises by one with each call; pass the last one seen to `calls` to get only later ones. */
  seq: number;
  /** When it ended, RFC 3339 in UTC. */
  at: string;
  /** The program that called, as the first word of its User-Agent. */
  agent: string;
  account: string;
  region: string;
  /** `grafana`, `prometheus`, `codeartifact`, `identitystore`, `secretsmanager`, `sts`. */
  service: string;
  operation: string;
  /** The id that the call points at; parts of a path joined by slashes. */
  target: string | null;
  /** Null when the connection was cut instead of answered. */
  status: number | null;
  request_id: string;
  error: string | null;
}

/** What to do to calls that fit; a part left out fits all. */
export interface Fault {
  service?: string;
  operation?: string;
  account?: string;
  region?: string;
  /** As the list of calls shows it. */
  target?: string;
  kind: FaultKind;
  /** How many calls that fit pass before the first is hit. */
  skip?: number;
  /** How many calls are hit; without it, all until cleared. */
  times?: number;
  /** For `slow`. */
  delay_ms?: number;
}

/** Held calls wait until released: `held` before their work, `held_after` between their work and their answer. */
export type FaultKind = "throttled" | "denied" | "slow" | "internal" | "cut_before" | "cut_after" | "held" | "held_after";

/** An armed fault, with how often it has struck and how many calls it holds at the moment. */
export interface Armed extends Fault {
  id: number;
  struck: number;
  held: number;
}

/** What AWS leaves undocumented or what only tests need at another pace. */
export interface Switches {
  role_add_replaces?: boolean;
  batch_ordered?: boolean;
  authentication_replaces?: boolean;
  duplicates_refused?: boolean;
  api_keys_on_new_versions?: boolean;
  /** While false, lists that AWS's model does not require are left out. */
  optional_lists?: boolean;
  /** While false, `limitsPerLabelSet` is laid over the label sets there are, instead of replacing them. */
  label_sets_replaced?: boolean;
  /** While it is not empty, minted secrets hold this text: 24 letters and digits at most. */
  known_secrets?: string;
  life_cycle_ms?: number;
  quotas?: boolean;
}

/** A secret of Secrets Manager with its versions, the oldest first. */
export interface DeliveredSecret {
  name: string;
  arn: string;
  versions: { id: string; stages: string[]; sha256: string }[];
}

/** Part of every secret that is minted in a test: what a server keeps and logs is searched for it when it stops. */
export const canary = "CanaryQ7Zk2mXv9TpLr4Wc";

/** A client of one running emulator. */
export class Emulator {
  /** True once a test has set something that later tests must not meet. */
  private disturbed = false;
  private switchesBefore: Switches | undefined;

  constructor(
    /** `http://127.0.0.1:port`; what `--endpoint-url` takes. */
    readonly url: string,
  ) {}

  async isUp(): Promise<boolean> {
    const answer = await fetch(`${this.url}/_emulator/health`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  }

  /** The calls after `since`, oldest first. */
  async calls(since = 0): Promise<Call[]> {
    return (await this.send("GET", `calls?since=${since}`)) as Call[];
  }

  /** The calls of one operation, for counting what an action cost. */
  async callsOf(operation: string, since?: number): Promise<Call[]> {
    return (await this.calls(since)).filter((call) => call.operation === operation);
  }

  /** The number of the last call so far, to be passed to `calls` later. */
  async mark(): Promise<number> {
    return (await this.calls()).at(-1)?.seq ?? 0;
  }

  async fault(fault: Fault): Promise<void> {
    this.disturbed = true;
    await this.send("POST", "faults", fault);
  }

  async faults(): Promise<Armed[]> {
    return (await this.send("GET", "faults")) as Armed[];
  }

  /** Disarms all faults; calls that are held go on. */
  async clearFaults(): Promise<void> {
    await this.send("DELETE", "faults");
  }

  /** Lets the held calls of an operation go; answers how many there were. */
  async release(operation: string): Promise<number> {
    return ((await this.send("POST", "release", { operation })) as { released: number }).released;
  }

  /** Waits until a call of the operation is held, so that a test acts inside its window. */
  async holds(operation: string): Promise<void> {
    const held = async () => (await this.faults()).some((fault) => fault.operation === operation && fault.held > 0);
    await until(held, `no call of ${operation} is held`);
  }

  /** What was delivered to Secrets Manager in an account and region, never the values themselves. */
  async secrets(account: string, region: string): Promise<DeliveredSecret[]> {
    return (await this.send("GET", `secrets?account=${account}&region=${region}`)) as DeliveredSecret[];
  }

  /** What was minted in an account and region and is still there: the digests of the secrets, never the secrets. */
  async minted(account: string, region: string): Promise<{ workspace: string; name: string; sha256: string }[]> {
    return (await this.send("GET", `minted?account=${account}&region=${region}`)) as { workspace: string; name: string; sha256: string }[];
  }

  /** Ends every passing state (CREATING, DELETING, …) now. */
  async settle(): Promise<void> {
    await this.send("POST", "settle");
  }

  /** Has every secret that is minted from now on hold the canary. */
  async markSecrets(): Promise<void> {
    await this.send("POST", "switches", { known_secrets: canary });
  }

  /** Keeps for after the run which operations the product called so far. What does not answer any more has nothing to keep. */
  async keepCalls(): Promise<void> {
    const calls = await this.calls().catch(() => []);
    keep(calls, new URL(this.url).port);
  }

  /** Back to the seed: everything created since is gone, the list of calls too. */
  async reset(seed?: "demo" | "empty"): Promise<void> {
    await this.keepCalls();
    await this.send("POST", "reset", seed === undefined ? {} : { seed });
    await this.markSecrets();
  }

  /** Changes switches until the end of the test; answers what holds now. */
  async switches(changes: Switches): Promise<Switches> {
    this.switchesBefore ??= (await this.send("GET", "switches")) as Switches;
    return (await this.send("POST", "switches", changes)) as Switches;
  }

  /** After a test: no fault, no held call and no switch is left for the next one. */
  async calm(): Promise<void> {
    if (this.disturbed) await this.clearFaults();
    if (this.switchesBefore !== undefined) await this.send("POST", "switches", this.switchesBefore);
    this.disturbed = false;
    this.switchesBefore = undefined;
  }

  private async send(method: string, route: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/_emulator/${route}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the emulator refused ${method} ${route}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}
