/** The audit record: what was done is found by filters in the address, told whole, downloaded, and verified. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Download, Locator, Page } from "@playwright/test";
import { expect, hydrated, test } from "../support/fixtures";
import { apply, applyInVain, expectSameDocument, fresh, mark, open, planNew } from "../support/journeys";
import { binary } from "../support/paths";
import { startServer } from "../support/server";

test.use({ serverOptions: { name: "writing" } });

function events(page: Page): Locator {
  return page.getByRole("table", { name: "Audit events" }).locator("tbody").getByRole("row");
}

function heading(page: Page): Locator {
  return page.getByRole("heading", { level: 1, name: "Audit", exact: true });
}

/** Plans a Prometheus workspace and answers the plan's id. */
async function planned(page: Page, name: string): Promise<string> {
  await planNew(page, "prometheus", name);
  return new URL(page.url()).pathname.split("/").pop() ?? "";
}

async function created(page: Page): Promise<string> {
  const plan = await planned(page, fresh("audited"));
  await apply(page, "Create Prometheus workspace");
  return plan;
}

async function text(download: Download): Promise<string> {
  return fs.readFileSync(await download.path(), "utf8");
}

/** Presses a link that downloads. */
async function pressed(page: Page, name: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name, exact: true }).click()]);
  return download;
}

test("a change is on record as plan, intent and outcome, and is reached from the rail", async ({ page }) => {
  const plan = await created(page);
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Audit" }).click();
  await expect(heading(page)).toBeVisible();
  await page.getByText("More filters").click();
  await page.getByLabel("Plan", { exact: true }).fill(plan);
  await mark(page);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?plan=${plan}$`));
  for (const kind of ["Plan", "Intent", "Outcome"]) await expect(events(page).getByRole("cell", { name: kind, exact: true })).toHaveCount(1);
  await expect(events(page).first()).toContainText("Applied");
  await expectSameDocument(page);
});

test("an event is told whole at an address of its own, with AWS's request id and the way to its plan", async ({ page, emulator }) => {
  const before = await emulator.mark();
  const plan = await created(page);
  const [call] = await emulator.callsOf("CreateWorkspace", before);
  await open(page, `/audit?plan=${plan}&outcome=applied`);
  await events(page).first().getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: /^Audit event \d+$/ })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText(call?.request_id ?? "no call was made");
  await expect(main.getByRole("button", { name: "Copy AWS request ID" })).toBeVisible();
  await page.reload();
  await expect(main).toContainText("aps:CreateWorkspace");
  await main.getByRole("link", { name: "Event before" }).click();
  await expect(main).toContainText("Intent");
  await main.getByRole("link", { name: plan, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/changes/${plan}$`));
});

test("a change that AWS refuses is on record with AWS's words", async ({ page }) => {
  const plan = await planned(page, fresh("denied"));
  await applyInVain(page, "Create Prometheus workspace", "It was not applied.");
  await open(page, `/audit?plan=${plan}&outcome=failed`);
  await events(page).first().getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("is not allowed");
});

test("text is found wherever it stands, and the way back brings the filter before back", async ({ page }) => {
  await created(page);
  const plan = await created(page);
  await open(page, `/audit?plan=${plan}`);
  const links = page.getByRole("table", { name: "Audit events" }).getByRole("link", { name: `Plan ${plan.slice(0, 8)}` });
  const found = await events(page).count();
  await open(page, "/audit");
  const box = page.getByRole("searchbox", { name: "Filter by text, such as" });
  await box.fill(plan.slice(0, 13).toUpperCase());
  await box.press("Enter");
  await expect(events(page)).toHaveCount(found);
  await expect(links).toHaveCount(found);
  await page.getByRole("link", { name: /^Remove filter q = / }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(box).toHaveValue("");
  await page.goBack();
  await expect(links).toHaveCount(found);
  await expect(box).toHaveValue(plan.slice(0, 13).toUpperCase());
});

test("a filter without a match says so and leads back", async ({ page }) => {
  await created(page);
  await open(page, "/audit?actor=nobody&colour=%3Cscript%3E");
  await expect(page.getByText("None of the events match.")).toBeVisible();
  await expect(page.getByText("colour=<script>")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Clear filters" }).last().click();
  await expect(events(page).first()).toBeVisible();
});

test("what the filter selects is downloaded as a table without formulas", async ({ page }) => {
  const plan = await created(page);
  await open(page, `/audit?plan=${plan}`);
  const download = await pressed(page, "Export CSV");
  expect(download.suggestedFilename()).toMatch(/^belvedere-audit-\d{4}-\d{2}-\d{2}\.csv$/);
  const [head, ...rows] = (await text(download)).trimEnd().split("\r\n");
  expect(head).toMatch(/^sequence,time,actor,/);
  expect(rows.length).toBe(await events(page).count());
  for (const row of rows) expect(row).toContain(plan);
});

test("the chain can be verified from the downloaded lines alone", async ({ page }) => {
  await created(page);
  await open(page, "/audit");
  const lines = (await text(await pressed(page, "Export JSON Lines"))).trimEnd().split("\n").reverse();
  let before = "0".repeat(64);
  for (const line of lines) {
    const { prev_hash, hash } = JSON.parse(line) as { prev_hash: string; hash: string };
    const record = line.slice(line.indexOf('"record":') + '"record":'.length, line.lastIndexOf(',"hash":"'));
    expect(prev_hash).toBe(before);
    const made = createHash("sha256").update("belvedere-audit-v1").update(Buffer.from(prev_hash, "hex")).update(record);
    expect(made.digest("hex")).toBe(hash);
    before = hash;
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the record is read, filtered and followed", async ({ page }) => {
    await page.goto("/audit");
    await expect(heading(page)).toBeVisible();
    await page.getByText("More filters").click();
    await page.getByLabel("Actor", { exact: true }).fill("nobody");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await expect(page).toHaveURL(/actor=nobody/);
    await expect(page.getByLabel("Actor", { exact: true })).toHaveValue("nobody");
    await expect(page.getByText(/^(None of the events match|Nothing is on record yet)\.$/)).toBeVisible();
    await page.getByRole("link", { name: "Remove filter actor = nobody" }).click();
    await expect(page.getByLabel("Actor", { exact: true })).toHaveValue("");
  });
});

test.describe("without the permission", () => {
  test.use({ allowedProblems: [/status of 403/] });

  test("no page leads to the record, and its own says why it is not shown", async ({ page, server }) => {
    const config = path.join(server.data, "operator.toml");
    fs.writeFileSync(config, '[access]\nroles = ["operator"]\n');
    const other = await startServer({ name: "operator", args: ["--config", config] });
    try {
      await open(page, `${other.url}/changes`);
      await expect(page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Audit" })).toHaveCount(0);
      expect((await page.goto(`${other.url}/audit`))?.status()).toBe(403);
      await expect(page.getByText("lacks the permission audit.read", { exact: false })).toBeVisible();
      expect((await page.request.get(`${other.url}/audit/export.csv`)).status()).toBe(403);
      // A page whose files are still on the way would complain about the server that stops.
      await hydrated(page);
    } finally {
      await other.stop();
    }
  });
});

test.describe("the command that verifies", () => {
  test("it is refused beside the server, and finds the record whole once that has stopped", async ({ browser }) => {
    const server = await startServer({ name: "verified" });
    const verify = () => spawnSync(binary, ["audit", "verify", "--data", server.data], { encoding: "utf8", env: { ...process.env, BELVEDERE_LOG: "error" } });
    try {
      const page = await browser.newPage({ baseURL: server.url });
      await planned(page, fresh("verified"));
      await page.close();
      const beside = verify();
      expect(beside.status).toBe(1);
      expect(beside.stderr.trimEnd().split("\n")).toEqual([expect.stringContaining("another Belvedere is using")]);
    } finally {
      await server.stop();
    }
    const { status, stdout } = verify();
    expect(stdout).toMatch(/^[1-9]\d* audit events?, the chain is whole\.\n$/);
    expect(status).toBe(0);
  });
});
