/** Measures the first load of the fleet page and leaves `kind bytes` lines for scripts/check-size to judge. */
import fs from "node:fs";
import path from "node:path";
import { firstLoad, sums } from "../support/first-load";
import { expect, test } from "../support/fixtures";
import { checkout } from "../support/paths";

test("first load of the fleet page", async ({ page, server }) => {
  const fetched = await firstLoad(page, `${server.url}/grafana`);
  const uncompressed = fetched.filter(({ kind, encoding }) => ["css", "js", "wasm"].includes(kind) && encoding !== "br");
  expect(uncompressed, "assets that were not sent as brotli").toEqual([]);
  const lines = Object.entries(sums(fetched)).map(([kind, bytes]) => `${kind} ${bytes}`);
  fs.writeFileSync(path.join(checkout, "end2end", "test-results", "size.txt"), `${lines.join("\n")}\n`);
});
