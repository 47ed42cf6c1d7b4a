/** How long the first read of the demo fleet takes with quotas on, and how long it must take at least. */
import type { Call } from "../support/emulator";
import { startServer } from "../support/server";

/** Calls a second that AWS publishes per account and region. Operations it publishes nothing about bound nothing here. */
const quotas: Readonly<Record<string, number>> = {
  "grafana:DescribeWorkspaceAuthentication": 1,
  "grafana:DescribeWorkspace": 5,
  "grafana:ListWorkspaces": 5,
  "grafana:ListPermissions": 10,
};

/** Longer than any pass takes: what is seen is the first pass alone. */
const never = String(24 * 3600 * 1000);
/** The pass is over once the emulator has been silent for this long. */
const silenceMs = 5_000;

export interface FirstRead {
  /** From starting the process to the last call of the first pass. */
  seconds: number;
  /** What the quotas alone make of the same calls, each bucket holding one second's worth at the start. */
  least: number;
  calls: number;
}

/** Starts a server of its own at AWS's pace and watches the emulator's list of calls until it rests. */
export async function firstRead(): Promise<FirstRead> {
  const begun = Date.now();
  const server = await startServer({
    name: "first-read",
    env: { BELVEDERE_EMULATOR_QUOTAS: "on", BELVEDERE_BUDGETS: "on", BELVEDERE_READ_INTERVAL_MS: never },
  });
  try {
    let last = Date.now();
    const seen: Call[] = [];
    const listed = new Set<string>();
    let sequence: number | undefined;
    while (seen.length === 0 || Date.now() - last < silenceMs) {
      if (Date.now() - begun > 120_000) throw new Error(`the first read did not end; ${seen.length} calls so far`);
      const calls = await server.emulator.calls(sequence);
      sequence = calls.at(-1)?.seq ?? sequence;
      const fresh = calls.filter((call) => isOfFirstPass(call, listed));
      if (fresh.length > 0) last = Date.now();
      seen.push(...fresh);
      await new Promise((next) => setTimeout(next, 50));
    }
    return { seconds: (last - begun) / 1000, least: least(seen), calls: seen.length };
  } finally {
    await server.stop();
  }
}

/** Lists in which something is changing are read again and again; of each the first reading counts. */
function isOfFirstPass({ account, region, service, operation, status }: Call, listed: Set<string>): boolean {
  if (!["ListWorkspaces", "ListDomains"].includes(operation) || status === 429) return true;
  const list = [account, region, service].join("/");
  return !listed.has(list) && listed.add(list).size > 0;
}

/** The slowest bucket decides: calls beyond the first second's worth wait for their turn. Refused calls do not count. */
function least(calls: readonly Call[]): number {
  const buckets = new Map<string, { rate: number; calls: number }>();
  for (const call of calls) {
    const rate = quotas[`${call.service}:${call.operation}`];
    if (rate === undefined || call.status === 429) continue;
    const key = [call.account, call.region, call.service, call.operation].join("/");
    const bucket = buckets.get(key) ?? { rate, calls: 0 };
    bucket.calls++;
    buckets.set(key, bucket);
  }
  return Math.max(0, ...[...buckets.values()].map(({ rate, calls: count }) => (count - rate) / rate));
}
