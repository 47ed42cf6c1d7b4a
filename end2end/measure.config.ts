/** Measurements, run by scripts/check-size and scripts/bench: they use the tests' fixtures, but are not tests. */
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

export default defineConfig({
  ...tests,
  testDir: "./measure",
  testMatch: "*.measure.ts",
  outputDir: "./test-results/measure",
  workers: 1,
  timeout: 900_000,
  reporter: [["line"]],
});
