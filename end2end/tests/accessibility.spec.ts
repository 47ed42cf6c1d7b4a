/** Every page in both themes, wide and narrow: axe finds nothing, and nothing is wider than the screen. */
import fs from "node:fs";
import type { Page } from "@playwright/test";
import { EditPage } from "../pages/edit";
import { FleetPage, fleetRead } from "../pages/fleet";
import { ResourcePage, pathOf } from "../pages/resource";
import { SignInPage } from "../pages/sign-in";
import { expectAccessible, expectAccessibleEverywhere } from "../support/axe";
import { expect, hydrated, test } from "../support/fixtures";
import { review } from "../support/journeys";
import { checkout } from "../support/paths";

test.use({ serverOptions: { name: "accessibility" }, allowedProblems: [/status of 404/] });
test.describe.configure({ mode: "parallel", timeout: 120_000 });
test.beforeAll(async ({ server }) => fleetRead(server));

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
}

const addresses: [string, string][] = [
  ["the Grafana list", "/grafana"],
  ["the Prometheus list", "/prometheus"],
  ["the CodeArtifact list", "/codeartifact"],
  ["a narrowed list", "/grafana?q=edge&account=edge&tally=failed&colour=red"],
  ["a list without a match", "/grafana?q=no-such-thing"],
  ["the form for a Grafana workspace", "/grafana/create"],
  ["the form for a Prometheus workspace", "/prometheus/create"],
  ["the form for a CodeArtifact domain", "/codeartifact/create"],
  ["an audit record without a match", "/audit?actor=nobody&colour=red"],
  ["an audit event that is not there", "/audit/999999999"],
  ["a page that is not there", "/no/such/page"],
  ["a workspace that is not there", "/grafana/441122338890/eu-west-1/g-0123456789"],
];
for (const [what, path] of addresses) {
  test(`${what} has no violation`, async ({ page }) => {
    await open(page, path);
    await expectAccessibleEverywhere(page, what);
  });
}

test("a Grafana workspace with service accounts has no violation", async ({ page }) => {
  await new ResourcePage(page).find("grafana", "sre-command-centre");
  await expect(page.getByRole("table", { name: "Service accounts and their tokens" })).toBeVisible();
  await expectAccessibleEverywhere(page, "a Grafana workspace");
});

test("a Grafana workspace that needs somebody has no violation", async ({ page }) => {
  await new ResourcePage(page).find("grafana", "customer-support");
  await expect(page.getByText("AWS says:")).toBeVisible();
  await expectAccessibleEverywhere(page, "a degraded workspace");
});

test("a Prometheus workspace has no violation", async ({ page }) => {
  const resource = new ResourcePage(page);
  await resource.find("prometheus", "eks-prod-metrics");
  await expect(resource.section("Workspace")).toContainText("Endpoint");
  await expectAccessibleEverywhere(page, "a Prometheus workspace");
});

test("a CodeArtifact domain has no violation", async ({ page }) => {
  const resource = new ResourcePage(page);
  await resource.find("codeartifact", "platform-packages");
  await expect(resource.section("Repositories")).toContainText("npm-store");
  await expectAccessibleEverywhere(page, "a CodeArtifact domain");
});

test("the form for a service account has no violation, also with its errors shown", async ({ page }) => {
  const path = await pathOf(page, "grafana", "payments-prod");
  await open(page, `${path}/service-accounts/create`);
  await page.getByRole("main").getByRole("button", { name: /service account|Review/ }).click();
  await expect(page.getByText("1 thing to correct")).toBeVisible();
  await expectAccessibleEverywhere(page, "the form for a service account");
});

test("the form for a token has no violation", async ({ page }) => {
  await new ResourcePage(page).find("grafana", "payments-prod");
  await page.getByRole("link", { name: /^Mint token/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Mint token" })).toBeVisible();
  await expectAccessibleEverywhere(page, "the form for a token");
});

const forms = [
  { kind: "grafana", name: "payments-prod", form: "settings" },
  { kind: "grafana", name: "payments-prod", form: "tags" },
  { kind: "grafana", name: "payments-prod", form: "configuration" },
  { kind: "grafana", name: "payments-prod", form: "version" },
  { kind: "grafana", name: "payments-prod", form: "license" },
  { kind: "grafana", name: "identity-prod", form: "settings" },
  { kind: "prometheus", name: "eks-prod-metrics", form: "alias" },
  { kind: "codeartifact", name: "platform-packages", form: "policy" },
] as const;
for (const { kind, name, form } of forms) {
  test(`the form for ${form} of ${name} has no violation`, async ({ page }) => {
    await new EditPage(page).open(await pathOf(page, kind, name), form);
    await expectAccessibleEverywhere(page, `the form for ${form} of ${name}`);
  });
}

test("the settings with everybody locked out and an error shown have no violation", async ({ page }) => {
  const edit = new EditPage(page);
  await edit.open(await pathOf(page, "grafana", "payments-prod"), "settings");
  await edit.choice("inbound", "Locked out").check();
  await page.getByRole("textbox", { name: /^Subnets/ }).fill("subnet-1");
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByText("1 thing to correct")).toBeVisible();
  await expectAccessibleEverywhere(page, "the settings with an error");
});

test("the question before a form is left has no violation", async ({ page }) => {
  await new EditPage(page).open(await pathOf(page, "grafana", "payments-prod"), "settings");
  await page.getByRole("textbox", { name: /^Description/ }).fill("Not to be lost");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog", { name: "Leave this form?" })).toBeVisible();
  await expectAccessibleEverywhere(page, "the question before a form is left");
});

test("a workspace without a newer version has no violation", async ({ page }) => {
  await open(page, `${await pathOf(page, "grafana", "search-relevance")}/version`);
  await expect(page.getByText("AWS offers no newer version")).toBeVisible();
  await expectAccessibleEverywhere(page, "the form for a version without a choice");
});

test("the form for a workspace like another has no violation", async ({ page }) => {
  await new ResourcePage(page).find("grafana", "payments-prod");
  await page.getByRole("link", { name: "Create one like this" }).click();
  await expect(page.getByText("Begun like payments-prod.")).toBeVisible();
  await expectAccessibleEverywhere(page, "the form for a workspace like another");
});

test("a plan to be reviewed and the list of changes have no violation", async ({ page }) => {
  const resource = new ResourcePage(page);
  await resource.find("grafana", "edge-lab");
  await resource.planDeletion("Delete workspace");
  await expect(page.getByLabel("Type edge-lab to confirm")).toBeVisible();
  await expectAccessibleEverywhere(page, "a plan");
  await open(page, "/changes");
  await expect(page.getByRole("table", { name: "Changes" })).toBeVisible();
  await expectAccessibleEverywhere(page, "the list of changes");
});

test("the review of a whole metadata document has no violation", async ({ page }) => {
  const path = await pathOf(page, "grafana", "payments-prod");
  const form = new SignInPage(page);
  await form.open(path.split("/").at(-1) ?? "");
  await form.chooseDocument();
  await form.document.fill(fs.readFileSync(`${checkout}/server/documents/tests/fixtures/identity-provider.xml`, "utf8"));
  await review(page);
  await expectAccessibleEverywhere(page, "the review of a metadata document");
});

test("the audit record and one of its events have no violation", async ({ page }) => {
  const resource = new ResourcePage(page);
  await resource.find("grafana", "edge-dns");
  await resource.planDeletion("Delete workspace");
  await open(page, "/audit?event=plan");
  await expect(page.getByRole("table", { name: "Audit events" })).toBeVisible();
  await expectAccessibleEverywhere(page, "the audit record");
  await page.getByRole("rowheader").first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: /^Audit event/ })).toBeVisible();
  await expectAccessibleEverywhere(page, "an audit event");
});

test("scopes that cannot be read have no violation", async ({ page, emulator }) => {
  await emulator.fault({ service: "prometheus", operation: "ListWorkspaces", region: "us-east-1", kind: "denied" });
  const list = new FleetPage(page, "prometheus");
  await list.open();
  await expect(list.notReadable).toBeVisible();
  await expectAccessibleEverywhere(page, "a list with scopes that cannot be read");
});

test("open menus and the open drawer have no violation", async ({ page }) => {
  await open(page, "/grafana?q=edge-dns");
  await page.getByText("Accounts and regions", { exact: true }).first().click();
  await expect(page.getByRole("link", { name: "All accounts and regions" })).toBeVisible();
  // Within the bar: what an open menu covers cannot be pressed, and axe would call it too small a target.
  await expectAccessible(page, "the scope switcher", "header");
  await page.locator("summary").filter({ hasText: "Display" }).click();
  await expect(page.getByRole("button", { name: "Dark" })).toBeVisible();
  await expectAccessible(page, "the display menu", "header");
  await page.setViewportSize({ width: 400, height: 800 });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("dialog", { name: "Belvedere" })).toBeVisible();
  await expectAccessible(page, "the drawer");
});

test("text at twice its size needs no sideways scrolling", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["/grafana", "/grafana/create", "/access", "/changes", "/audit"]) {
    await open(page, path);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider, path).toBeLessThanOrEqual(0);
  }
});
