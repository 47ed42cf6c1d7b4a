/** The README's pictures, taken from the demo fleet as a person would meet it. Written to docs/screenshots. */
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { fleetRead } from "../pages/fleet";
import { RolesPage } from "../pages/roles";
import { SignInPage } from "../pages/sign-in";
import { expect, test } from "../support/fixtures";
import { apply, applyButton, field, mint, open, planToken, review } from "../support/journeys";
import { home, pathOf, theOne } from "../support/listing";
import { checkout } from "../support/paths";
import type { Server } from "../support/server";

const folder = path.join(checkout, "docs", "screenshots");

test.use({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, colorScheme: "light" });

/** What is in sight; moving marks stand still and no caret blinks. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
}

/** The list once every scope of the demo fleet was read. */
async function fleet(page: Page, server: Server): Promise<void> {
  await fleetRead(server);
  await open(page, "/grafana");
  await expect(page.getByRole("rowheader").nth(20)).toBeVisible();
}

for (const scheme of ["light", "dark"] as const) {
  test(`the fleet, ${scheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await fleet(page, server);
    await take(page, `fleet-${scheme}`);
  });
}

test("a workspace", async ({ page, emulator }) => {
  const { id } = await theOne(emulator, "grafana", "checkout-prod");
  await open(page, pathOf("grafana", id));
  await expect(page.getByRole("table", { name: "Service accounts and their tokens" })).toContainText("pipeline-main");
  await take(page, "workspace");
});

test("a form and its review", async ({ page }) => {
  await open(page, "/grafana/create");
  await page.getByLabel("Account and region", { exact: true }).selectOption(`${home.account}/${home.region}`);
  await field(page, "Name").fill("loyalty-prod");
  await page.getByRole("textbox", { name: /^Description/ }).fill("Points, tiers and partner offers");
  await page.getByRole("checkbox", { name: "SAML" }).check();
  await take(page, "create");
  await page.getByRole("checkbox", { name: "CloudWatch" }).check();
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key of tag 1").fill("team");
  await page.getByLabel("Value of tag 1").fill("loyalty");
  await review(page);
  await apply(page, "Create workspace");
});

test("who holds which role, and a batch that changes it", async ({ page, server }) => {
  await fleetRead(server);
  await open(page, "/access");
  await expect(page.getByRole("table", { name: "Who holds which role" })).toContainText("Ada Lindqvist");
  await take(page, "access");
  const roles = new RolesPage(page);
  await roles.open();
  await roles.choose("orders-prod", "notifications-prod");
  await roles.add(["quentin.dubois@example.com", "platform-engineering"], "Editor");
  await roles.add(["ada.lindqvist@example.com"], "No role");
  await roles.review();
  await take(page, "roles");
});

test("the sign-in editor and the review of its edit", async ({ page, emulator }) => {
  const { id } = await theOne(emulator, "grafana", "checkout-prod");
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("SAML").check();
  await form.chooseDocument();
  await form.document.fill(fs.readFileSync(path.join(checkout, "server/documents/tests/fixtures/identity-provider.xml"), "utf8"));
  await page.keyboard.press("Tab");
  await expect(form.report).toContainText("https://idp.example.com/saml");
  await form.fill({ "Attribute for the role": "role", "Values that make an admin": "Platform Admins", "Values that make an editor": "Developers" });
  await form.report.evaluate((report) => report.scrollIntoView({ block: "center" }));
  await take(page, "sign-in");
  await review(page);
  await take(page, "edit");
  await applyButton(page, "Change sign-in").click();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 30_000 });
  await open(page, "/audit");
  await expect(page.getByRole("table", { name: "Audit events" })).toBeVisible();
  await take(page, "audit");
});

test("tokens of the fleet", async ({ page }) => {
  await open(page, "/tokens");
  await expect(page.getByText("being read")).toHaveCount(0, { timeout: 60_000 });
  await take(page, "tokens");
});

test("a minted token, masked", async ({ page, emulator }) => {
  const { id } = await theOne(emulator, "grafana", "orders-prod");
  await open(page, pathOf("grafana", id));
  await planToken(page, "terraform", "release-pipeline");
  const dialog = await mint(page);
  await expect(dialog.getByRole("textbox", { name: "Secret value" })).toHaveValue(/^•+$/);
  await take(page, "mint");
});

test("a narrow screen", async ({ page, server }) => {
  await page.setViewportSize({ width: 400, height: 860 });
  await fleet(page, server);
  await take(page, "narrow");
});
