/** Holds the table of docs/operations.md against a whole run of the end-to-end tests: what the product called, how that ended, and which tests passed. */
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const results = path.join(here, "test-results");
/** The emulator's names of services, and IAM's. */
const prefixes = { grafana: "grafana", prometheus: "aps", codeartifact: "codeartifact", sts: "sts" };

/** The rows of the table whose head begins with "operation". */
function rows(text) {
  const lines = text.split("\n");
  const begin = lines.findIndex((line) => /^\|\s*operation\s*\|/.test(line));
  const end = lines.findIndex((line, at) => at > begin && !line.startsWith("|"));
  const body = begin < 0 ? [] : lines.slice(begin + 2, end < 0 ? undefined : end);
  return body.map((line) => {
    const [operation = "", where = "", works = "", fails = ""] = line.split("|").slice(1, -1).map((cell) => cell.trim());
    return { operation, where, works, fails };
  });
}

/** All calls of the run: by operation, whether it worked and whether it failed. */
function called() {
  const folder = path.join(results, "calls");
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  const all = new Map();
  for (const file of files) {
    for (const { service, operation, worked, failed } of JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"))) {
      const name = `${prefixes[service] ?? service}:${operation}`;
      const before = all.get(name) ?? { worked: false, failed: false };
      all.set(name, { worked: before.worked || worked, failed: before.failed || failed });
    }
  }
  return all;
}

/** "file: title" of every test that passed; groups go before the title, with " › " between. */
function passed() {
  const report = JSON.parse(fs.readFileSync(path.join(results, "report.json"), "utf8"));
  const found = new Set();
  const walk = (suite, file, groups) => {
    for (const spec of suite.specs ?? []) {
      if (spec.ok && spec.tests.some((test) => test.status === "expected")) found.add(`${file}: ${[...groups, spec.title].join(" › ")}`);
    }
    for (const inner of suite.suites ?? []) walk(inner, file, [...groups, inner.title]);
  };
  for (const suite of report.suites) walk(suite, path.basename(suite.file), []);
  return found;
}

const table = rows(fs.readFileSync(path.join(here, "..", "docs", "operations.md"), "utf8"));
const calls = called();
const tests = passed();
const problems = [];
if (table.length === 0) problems.push("docs/operations.md has no table of operations");
if (calls.size === 0) problems.push("the run kept no calls: run all end-to-end tests first");
const named = table.map(({ operation }) => operation);
for (const operation of new Set(named.filter((name, at) => named.indexOf(name) !== at))) problems.push(`${operation} has two rows`);
for (const operation of [...calls.keys()].filter((name) => !named.includes(name)).sort()) {
  problems.push(`${operation} was called and has no row`);
}
for (const { operation, where, works, fails } of table) {
  const { worked = false, failed = false } = calls.get(operation) ?? {};
  if (where === "") problems.push(`${operation}: the row does not say where in the product`);
  if (!worked) problems.push(`${operation}: no call of it worked in this run`);
  if (!failed) problems.push(`${operation}: no call of it failed in this run`);
  for (const test of [works, fails]) if (!tests.has(test)) problems.push(`${operation}: no test passed that is called "${test}"`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`operations: ${table.length} rows, each called with success and without in this run, as their tests say`);
