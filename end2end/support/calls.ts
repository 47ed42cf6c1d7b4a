/** Which AWS operations the product called in a run, and how they ended: one file for each emulator, read by operations.mjs once all tests have ended. */
import fs from "node:fs";
import path from "node:path";
import type { Call } from "./emulator";
import { checkout } from "./paths";

const folder = path.join(checkout, "end2end", "test-results", "calls");

/** The product calls AWS with this SDK; tests, the AWS command line and boto3 do not. */
const product = "aws-sdk-rust/";

/** One operation in a file. */
export interface Kept {
  service: string;
  operation: string;
  /** AWS took it, at least once. */
  worked: boolean;
  /** AWS refused it or its answer was lost, at least once. */
  failed: boolean;
}

let files = 0;

/** Writes what became of these calls; every call of this makes a file of its own. */
export function keep(calls: readonly Call[], name: string): void {
  const seen = new Map<string, Kept>();
  for (const { agent, service, operation, status, error } of calls) {
    if (!agent.startsWith(product) || operation === "") continue;
    const key = `${service} ${operation}`;
    const kept = seen.get(key) ?? { service, operation, worked: false, failed: false };
    kept.worked ||= status !== null && status < 400;
    // Whoever goes away without an answer was stopped by a test, not refused by AWS.
    kept.failed ||= error !== null && !error.startsWith("gone_");
    seen.set(key, kept);
  }
  if (seen.size === 0) return;
  fs.mkdirSync(folder, { recursive: true });
  files += 1;
  fs.writeFileSync(path.join(folder, `${name}-${process.pid}-${files}.json`), JSON.stringify([...seen.values()], null, 1));
}
