/** What needs somebody: failed states, tokens, networks of the demo fleet on one page, narrowed by its address. */
import type { Locator, Page } from "@playwright/test";
import { expectAccessibleEverywhere } from "../support/axe";
import { expect, test } from "../support/fixtures";
import { expectSameDocument, mark, open } from "../support/journeys";

test.use({ serverOptions: { name: "attention" } });

/** The fleet is read from the moment the server starts. */
const whileReading = { timeout: 30_000 };

const table = (page: Page): Locator => page.getByRole("table", { name: "What needs somebody" });
const item = (page: Page, title: string): Locator => table(page).getByRole("link", { name: title, exact: true });
const kind = (page: Page, name: string): Locator =>
  page.getByRole("navigation", { name: "Kinds" }).getByRole("link", { name: new RegExp(`^${name}\\b`) });

const failed = 'pricing-staging is in the state "Creation failed"';
const expired = "1 expired token in payments-prod";
const reachable = "orders-prod can be reached from everywhere";

test("a failed workspace, expired tokens and an open network are told, each with the way to it", async ({ page }) => {
  await open(page, "/attention");
  await expect(page.getByRole("heading", { level: 1, name: "Attention" })).toBeVisible();
  for (const title of [failed, expired, reachable]) await expect(item(page, title)).toBeVisible(whileReading);
  const row = table(page).getByRole("row").filter({ hasText: failed });
  await expect(row).toContainText("Delete it, then create it again.");
  await expect(row).toContainText("retail-staging");
  await expect(row).toContainText("Urgent");
  await item(page, failed).click();
  await expect(page).toHaveURL(/\/grafana\/[0-9]{12}\/us-east-1\/g-[0-9a-f]{10}$/);
});

test("expired tokens lead to themselves on the page of tokens", async ({ page }) => {
  await open(page, "/attention?kind=token");
  await item(page, expired).click(whileReading);
  await expect(page).toHaveURL(/\/tokens\?kind=token&workspace=g-[0-9a-f]{10}&account=441122338890&concern=expired$/);
  const tokens = page.getByRole("table", { name: "Service accounts, tokens and API keys" });
  await expect(tokens.getByRole("row").filter({ hasText: "pipeline-previous" })).toBeVisible();
});

test("a count narrows the page to its kind in the address, and leads back", async ({ page }) => {
  await open(page, "/attention");
  await expect(item(page, reachable)).toBeVisible(whileReading);
  await mark(page);
  await kind(page, "Network").click();
  await expect(page).toHaveURL(/\/attention\?kind=network$/);
  await expect(item(page, failed)).toHaveCount(0);
  await expect(item(page, reachable)).toBeVisible();
  await kind(page, "Network").click();
  await expect(page).toHaveURL(/\/attention$/);
  await expect(item(page, failed)).toBeVisible();
  await page.goBack();
  await expect(item(page, failed)).toHaveCount(0);
  await expectSameDocument(page);
});

test("it is reached from the navigation and has no violation", async ({ page }) => {
  await open(page, "/grafana");
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Attention" }).click();
  await expect(item(page, reachable)).toBeVisible(whileReading);
  await expectAccessibleEverywhere(page, "attention");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page is read and narrowed", async ({ page }) => {
    await expect(async () => {
      await page.goto("/attention?kind=network");
      await expect(item(page, reachable)).toBeVisible({ timeout: 1_000 });
    }).toPass(whileReading);
    await expect(item(page, failed)).toHaveCount(0);
    await kind(page, "Failed").click();
    await expect(item(page, failed)).toBeVisible();
    await kind(page, "Failed").click();
    await expect(item(page, reachable)).toBeVisible();
  });
});
