/** End-to-end tests. Each worker starts its own server with its own data and ports (support/fixtures.ts). */
import { defineConfig, devices } from "@playwright/test";
import { args, executablePath } from "./support/browser";

export default defineConfig({
  testDir: "./tests",
  outputDir: "./test-results/run",
  workers: 2,
  retries: 0,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: {
    trace: "off",
    screenshot: "off",
    video: "off",
    locale: "en-GB",
    timezoneId: "UTC",
    launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  projects: [{ name: "chromium", use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } } }],
});
