/** Where things lie: the checkout, the binary under test, the site it serves, the caches. Owns no process. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export const checkout = path.resolve(__dirname, "..", "..");

const targetDir = path.resolve(checkout, process.env.CARGO_TARGET_DIR ?? "target");

/** The server under test: what `make test` built, unless BELVEDERE_BIN names another. */
export const binary = process.env.BELVEDERE_BIN ?? path.join(targetDir, "debug", "belvedere");

/** The browser half, as `scripts/build-front` left it. */
export const site = process.env.BELVEDERE_SITE ?? path.join(targetDir, "site");

/** Where a worker keeps data directories and server logs while it runs. */
export const scratch = path.join(checkout, "end2end", "test-results", "servers");

/** Things worth keeping between clones, shared with the build scripts. */
export const cache =
  process.env.BELVEDERE_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "belvedere");

/** Fails early, with one clear line, when something has not been built. */
export function mustExist(file: string, what: string): string {
  if (!fs.existsSync(file)) throw new Error(`${what} is missing: ${path.relative(checkout, file)} (run "make test")`);
  return file;
}
