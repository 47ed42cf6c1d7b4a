/** Which Chromium the tests drive: the system's if there is one, else Playwright's own. As in scripts/setup-browser. */
import fs from "node:fs";

const candidates = [
  process.env.BELVEDERE_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export const executablePath = candidates.find((file) => file !== undefined && file !== "" && fs.existsSync(file));

/** The browser talks to the server under test and to nobody else. */
export const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
