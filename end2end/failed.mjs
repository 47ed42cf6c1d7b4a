/** What failed in the last end-to-end run and why, in few lines: read at the end of a long log. */
import fs from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const file = path.join(here, "test-results", "report.json");
/** Lines of an error that are told. */
const lines = 14;

function walk(suite, groups) {
  for (const spec of suite.specs ?? []) {
    if (spec.ok) continue;
    console.log(`${spec.file}:${spec.line} ${[...groups, spec.title].join(" › ")}`);
    for (const { duration, errors } of spec.tests.flatMap((test) => test.results)) {
      console.log(`  after ${(duration / 1000).toFixed(1)} s`);
      for (const { message = "" } of errors) {
        const told = stripVTControlCharacters(message).split("\n").filter((line) => line.trim() !== "");
        for (const line of told.slice(0, lines)) console.log(`  ${line}`);
      }
    }
  }
  for (const inner of suite.suites ?? []) walk(inner, [...groups, inner.title]);
}

if (fs.existsSync(file)) {
  const report = JSON.parse(fs.readFileSync(file, "utf8"));
  for (const { message = "" } of report.errors ?? []) console.log(stripVTControlCharacters(message));
  for (const suite of report.suites) walk(suite, []);
}
