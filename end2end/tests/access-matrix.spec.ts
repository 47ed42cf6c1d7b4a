/** Who holds which role: one table over all workspaces, narrowed by its address, and pages of one holder and one workspace. */
import fs from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { pathOf } from "../pages/resource";
import { expectAccessibleEverywhere } from "../support/axe";
import { expect, hydrated, test } from "../support/fixtures";
import { expectSameDocument, mark, open } from "../support/journeys";
import { until } from "../support/process";
import type { Server } from "../support/server";

test.use({ serverOptions: { name: "access-matrix" } });

/** Waits until every workspace's holders were read, and the directory with them. */
async function accessRead(server: Server): Promise<void> {
  const read = async () => {
    const answer = await fetch(`${server.url}/access/export.json`);
    const { grants, not_read } = (await answer.json()) as { grants: { in_directory?: string }[]; not_read: { reason: string | null }[] };
    return grants.length > 100 && grants.every((grant) => grant.in_directory !== undefined) && not_read.every((one) => one.reason !== null);
  };
  await until(read, "not every workspace's holders were read");
}

test.beforeAll(async ({ server }) => accessRead(server));

function table(page: Page): Locator {
  return page.getByRole("table", { name: "Who holds which role" });
}

function row(page: Page, name: string): Locator {
  return table(page).getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

function count(page: Page, label: string): Locator {
  return page.getByRole("navigation", { name: "Holders by kind" }).getByRole("link", { name: new RegExp(`^${label}`) });
}

/** The cell of a holder under a workspace's head. */
async function role(page: Page, holder: string, workspace: string): Promise<Locator> {
  const heads = await table(page).getByRole("columnheader").allInnerTexts();
  const place = heads.findIndex((head) => head.split("\n")[0]?.trim() === workspace);
  expect(place, `${workspace} has no column among ${heads.join(", ")}`).toBeGreaterThan(0);
  // The first cell of a row is its head.
  return row(page, holder).getByRole("cell").nth(place - 1);
}

test("the rail leads to everybody with a role, by name, with the role under each workspace", async ({ page }) => {
  await open(page, "/grafana");
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Access" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Access/ })).toBeVisible();
  await expect(row(page, "platform-engineering")).toContainText("Group");
  await expect(await role(page, "platform-engineering", "checkout-prod")).toHaveText("Admin");
  await expect(await role(page, "checkout", "checkout-prod")).toHaveText("Editor");
  await expect(await role(page, "finance-it", "checkout-prod")).toHaveText("");
});

test("a person and a role are found by the filters, without a load, and the way back undoes them", async ({ page }) => {
  await open(page, "/access");
  await mark(page);
  await page.getByRole("searchbox", { name: "Filter by name, address" }).fill("ada.lindqvist");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(/\/access\?q=ada\.lindqvist$/);
  await expect(table(page).getByRole("rowheader")).toHaveCount(1);
  await expect(row(page, "Ada Lindqvist")).toContainText("ada.lindqvist@example.com");
  await page.getByText("More filters").click();
  await page.getByLabel("Grafana role", { exact: true }).selectOption("editor");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page.getByText("Only the role Editor is shown")).toBeVisible();
  await expect(row(page, "Ada Lindqvist").getByRole("cell").first()).toHaveText("Editor");
  await page.goBack();
  await expect(page.getByText("Only the role Editor is shown")).toHaveCount(0);
  await page.getByRole("main").getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/access$/);
  expect(await table(page).getByRole("rowheader").count()).toBeGreaterThan(20);
  await expectSameDocument(page);
});

test("the counts are filters: groups, admins, and whom the directory does not know", async ({ page }) => {
  await open(page, "/access");
  await count(page, "Groups").click();
  await expect(page).toHaveURL(/\?kind=group$/);
  await expect(row(page, "platform-engineering")).toBeVisible();
  await expect(row(page, "Ada Lindqvist")).toHaveCount(0);
  await count(page, "Groups").click();
  await expect(page).toHaveURL(/\/access$/);
  await count(page, "Not in the directory").click();
  const heads = table(page).getByRole("rowheader");
  await expect(heads).toHaveCount(Number(await count(page, "Not in the directory").locator(".tally-count").innerText()));
  for (const head of await heads.all()) await expect(head).toContainText("Not in the directory");
  await count(page, "Admins").click();
  await expect(page.getByText("Nobody matches.")).toBeVisible();
});

test("sorting by workspaces begins with the most", async ({ page }) => {
  await open(page, "/access");
  await table(page).getByRole("link", { name: "Workspaces", exact: true }).click();
  await expect(page).toHaveURL(/sort=-workspaces/);
  await expect(table(page).getByRole("columnheader", { name: "Workspaces", exact: true })).toHaveAttribute("aria-sort", "descending");
  const counts = (await table(page).locator("tbody tr > td:nth-child(3)").allInnerTexts()).map(Number);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the table is there, and filters, counts and order work", async ({ page }) => {
    await page.goto("/access");
    await expect(row(page, "platform-engineering")).toBeVisible();
    await page.getByText("More filters").click();
    await page.getByLabel("People or groups", { exact: true }).selectOption("group");
    await page.getByLabel("Workspace", { exact: true }).fill("checkout");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await expect(table(page).getByRole("rowheader").first()).toBeVisible();
    await expect(row(page, "finance-it")).toHaveCount(0);
    await expect(await role(page, "checkout", "checkout-prod")).toHaveText("Editor");
    await table(page).getByRole("link", { name: "Highest role" }).click();
    await expect(page).toHaveURL(/sort=-role/);
    await expect(table(page).locator("tbody tr").first().getByRole("cell").first()).toHaveText("Admin");
    await row(page, "checkout").getByRole("link", { name: "checkout", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "checkout" })).toBeVisible();
  });
});

test("a person has a page with every role, held directly or through a group", async ({ page }) => {
  await open(page, "/access?q=ada.lindqvist");
  await row(page, "Ada Lindqvist").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Ada Lindqvist" })).toBeVisible();
  const roles = page.getByRole("table", { name: "Roles by workspace" });
  const checkout = roles.getByRole("row").filter({ has: page.getByRole("link", { name: "checkout-prod", exact: true }) });
  await expect(checkout).toContainText("Admin");
  await expect(checkout).toContainText("Through platform-engineering: Admin");
  await checkout.getByRole("link", { name: "platform-engineering" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "platform-engineering" })).toBeVisible();
  await expect(page.getByText("Everybody in this group has these roles.")).toBeVisible();
});

test("a workspace has a page with its holders, and its own page leads there", async ({ page }) => {
  await open(page, await pathOf(page, "grafana", "checkout-prod"));
  await page.getByRole("link", { name: "Who holds which role" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Access to checkout-prod/ })).toBeVisible();
  const holders = page.getByRole("table", { name: "Holders of a role" });
  await expect(holders.getByRole("row").nth(1)).toContainText("Admin");
  await expect(holders.getByRole("row").filter({ hasText: "sre-oncall" })).toContainText("Viewer");
  await page.getByRole("navigation", { name: "Holders by role" }).getByRole("link", { name: /^Admins/ }).click();
  await expect(row(page, "platform-engineering")).toBeVisible();
  await expect(page.getByText("Only the role Admin in workspaces that match is shown.")).toBeVisible();
});

test("a workspace with SAML alone says where its roles come from", async ({ page }) => {
  await open(page, `${await pathOf(page, "grafana", "payments-us")}/access`);
  await expect(page.getByText("Roles come from the assertion.")).toBeVisible();
  await expect(page.getByText("Admin values")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "See its sign-in" }).click();
  await expect(page).toHaveURL(/\/sign-in(\?|$)/);
});

test("what is selected is downloaded as a table and as JSON", async ({ page }) => {
  await open(page, "/access?role=admin&kind=group");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export CSV", exact: true }).click()]);
  expect(download.suggestedFilename()).toMatch(/^belvedere-access-\d{4}-\d{2}-\d{2}\.csv$/);
  const [head, ...lines] = fs.readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  expect(head).toMatch(/^kind,id,name,detail,in_directory,role,workspace,/);
  const missing = lines.filter((line) => line.startsWith("not read,"));
  const rows = lines.filter((line) => !missing.includes(line));
  expect(missing.join("\n")).toMatch(/^not read,,,,,,denied-sandbox,/m);
  expect(rows.length).toBeGreaterThan(5);
  for (const line of rows) expect(line).toMatch(/^group,[0-9a-f-]+,[^,]*,,yes,ADMIN,/);
  const [json] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export JSON", exact: true }).click()]);
  const { grants, not_read } = JSON.parse(fs.readFileSync(await json.path(), "utf8")) as { grants: unknown[]; not_read: unknown[] };
  expect(grants).toHaveLength(rows.length);
  expect(not_read).toHaveLength(missing.length);
});

test("somebody nobody knows is not said to have no role while a workspace cannot be read", async ({ page }) => {
  await open(page, "/access/user/0c2f0d1e-1111-4a4a-8b8b-0123456789ab");
  await expect(page.getByText("No role is known.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Workspaces whose holders could not be read" })).toContainText("denied-sandbox");
});

test("holders that cannot be read are listed with the reason, and those read before stay", async ({ page, emulator }) => {
  await emulator.fault({ operation: "ListPermissions", kind: "denied", region: "us-west-2" });
  const path = await pathOf(page, "grafana", "notifications-prod");
  await open(page, "/access?workspace=notifications-prod");
  await expect(row(page, "platform-engineering")).toBeVisible();
  // Looked at, holders are read again after half a minute.
  await expect(page.getByRole("table", { name: "Workspaces whose holders could not be read" })).toContainText("notifications-prod", { timeout: 50_000 });
  await expect(row(page, "platform-engineering")).toBeVisible();
  await open(page, `${path}/access`);
  await expect(page.getByText("The holders could not be read the last time.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Holders of a role" })).toContainText("platform-engineering");
});

const addresses: [string, string][] = [
  ["who holds which role", "/access"],
  ["a narrowed table of roles", "/access?role=admin&q=plat&account=441122338890&colour=red"],
  ["a table of roles without a match", "/access?q=no-such-person"],
  ["those who are not in the directory", "/access?orphans=yes"],
];
for (const [what, address] of addresses) {
  test(`${what} has no violation`, async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, address);
    await expectAccessibleEverywhere(page, what);
  });
}

test("the pages of a holder and of a workspace have no violation", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, "/access?q=ada.lindqvist");
  await row(page, "Ada Lindqvist").getByRole("link").click();
  await expect(page.getByRole("table", { name: "Roles by workspace" })).toBeVisible();
  await expectAccessibleEverywhere(page, "a holder");
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, `${await pathOf(page, "grafana", "checkout-prod")}/access`);
  await expect(page.getByRole("table", { name: "Holders of a role" })).toBeVisible();
  await expectAccessibleEverywhere(page, "the holders of a workspace");
});

test("on a narrow screen holders are a list with their workspaces", async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await open(page, "/access?q=ada.lindqvist");
  await hydrated(page);
  const list = page.getByRole("list", { name: "Who holds which role" });
  await expect(list).toBeVisible();
  await expect(table(page)).toBeHidden();
  await expect(list.getByRole("link", { name: "Ada Lindqvist" })).toBeVisible();
});
