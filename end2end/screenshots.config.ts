/** `make screenshots`: runs screenshots/*.shot.ts, which write PNGs into docs/screenshots. Not part of the tests. */
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

export default defineConfig({
  ...tests,
  testDir: "./screenshots",
  testMatch: "*.shot.ts",
  outputDir: "./test-results/screenshots",
  workers: 1,
  reporter: [["list"]],
});
