/** The table of `make bench`: rows of what was measured against what, in test-results/bench.md, whichever file measured. */
import fs from "node:fs";
import path from "node:path";
import { checkout } from "../support/paths";

const file = path.join(checkout, "end2end", "test-results", "bench.md");
const head = ["| what | measured | against | ratio |", "|---|---:|---:|---:|"];

/** Appends a row; scripts/bench takes the table of an earlier run away. Without a ratio its column stays empty. */
export function tell(what: string, measured: string, against: string, ratio?: number): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (!fs.existsSync(file)) fs.writeFileSync(file, `${head.join("\n")}\n`);
  const shown = ratio === undefined || !Number.isFinite(ratio) ? "" : ratio.toFixed(2);
  fs.appendFileSync(file, `| ${what} | ${measured} | ${against} | ${shown} |\n`);
}

export const ms = (value: number) => `${value.toFixed(2)} ms`;
export const kb = (value: number) => `${(value / 1024).toFixed(1)} KB`;

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
