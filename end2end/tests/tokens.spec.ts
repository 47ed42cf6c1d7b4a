/** Tokens over the fleet: what needs somebody, notes, rotating with overlap and many at once, purging, API keys, orphans. */
import type { Locator, Page } from "@playwright/test";
import { Aws } from "../support/aws";
import { expectAccessibleEverywhere } from "../support/axe";
import { expect, test } from "../support/fixtures";
import { apply, applyButton, arrived, confirm, createAccount, field, fresh, mint, open, planToken, review } from "../support/journeys";
import { pathOf, theOne } from "../support/listing";
import type { Emulator } from "../support/emulator";

test.use({ serverOptions: { name: "tokens" } });

const home = { account: "441122338890", region: "eu-west-1" };

async function workspace(emulator: Emulator): Promise<string> {
  return pathOf("grafana", (await theOne(emulator, "grafana", "orders-prod")).id);
}

/** A token of a service account of the test's own; answers the account's name. */
async function ownToken(page: Page, emulator: Emulator, token: string): Promise<string> {
  const account = fresh("robot");
  await createAccount(page, await workspace(emulator), account);
  await planToken(page, account, token);
  await done(await mint(page));
  return account;
}

async function done(dialog: Locator): Promise<void> {
  await dialog.getByRole("checkbox", { name: "I stored it" }).check();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
}

const table = (page: Page) => page.getByRole("table", { name: "Service accounts, tokens and API keys" });
const rowOf = (page: Page, name: string) => table(page).getByRole("row").filter({ hasText: name });

test("what needs somebody comes first, and a count narrows the page to it", async ({ page }) => {
  await open(page, "/tokens");
  await expect(table(page)).toBeVisible();
  await expect(page.getByText("workspaces are being read")).toHaveCount(0, { timeout: 30_000 });
  await page.getByRole("link", { name: /^Expired/ }).click();
  await expect(page).toHaveURL(/concern=expired/);
  await expect(table(page).getByText("Expired", { exact: true }).first()).toBeVisible();
  await expect(table(page).getByText("Valid", { exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "By days left" }).click();
  await expect(page).toHaveURL(/group=days/);
  await expect(table(page).getByRole("rowheader", { name: "Expired", exact: true })).toBeVisible();
});

test("a quota that is nearly full is told beside its workspace", async ({ page }) => {
  await open(page, "/tokens?workspace=video-signage");
  await expect(page.getByText("95 of 100 tokens, nearly full")).toBeVisible({ timeout: 30_000 });
});

test("a note says who answers for a token, and the owner of an account answers for its tokens", async ({ page, emulator }) => {
  const token = fresh("noted");
  const account = await ownToken(page, emulator, token);
  await open(page, `/tokens?q=${account}`);
  await page.getByRole("button", { name: `Note Service account ${account}` }).click();
  const dialog = page.getByRole("dialog", { name: `Service account ${account}` });
  await field(dialog, "Owner").fill("Team Edge");
  await dialog.getByRole("textbox", { name: /^Purpose/ }).fill("Deploys dashboards");
  await dialog.getByRole("button", { name: "Keep note" }).click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, account).first()).toContainText("Team Edge");
  await expect(rowOf(page, token)).toContainText("(of the account)");
});

test("a token is rotated with overlap: the successor first, the old one revoked once nobody uses it", async ({ page, emulator }) => {
  const token = fresh("rotated");
  const account = await ownToken(page, emulator, token);
  await open(page, `/tokens?q=${account}`);
  await rowOf(page, token).getByRole("link", { name: /^Rotate/ }).click();
  await page.waitForURL("**/mint**");
  await expect(page.getByText("It takes the place of another token.")).toBeVisible();
  await expect(field(page, "Name")).toHaveValue(token);
  await review(page);
  await expect(page.getByText("goes on working until it is revoked or ends", { exact: false }).first()).toBeVisible();
  await done(await mint(page));
  const outcome = page.url();

  await open(page, `/tokens?q=${account}&concern=rotating`);
  const old = rowOf(page, token).filter({ hasText: "Successor" });
  await expect(old).toContainText("To be revoked");
  await expect(old).toContainText("never");
  await open(page, outcome);
  const revoke = page.getByRole("main").getByRole("button", { name: /Revoke/ });
  await expect(revoke, "the new token is not offered").toHaveCount(1);
  await revoke.click();
  await expect(page.getByRole("heading", { level: 1, name: /^Revoke/ })).toBeVisible();
  await confirm(page);
  await page.getByRole("main").getByRole("button", { name: /^Revoke / }).click();
  await arrived(page);
  await open(page, `/tokens?q=${account}`);
  await expect(page.getByRole("link", { name: /^To be revoked/ })).toBeVisible();
  await expect(table(page).getByRole("row").filter({ hasText: "Successor" })).toHaveCount(0);
  await expect(rowOf(page, token)).toHaveCount(1);
});

test("many tokens are rotated at once, and their secrets go where nobody sees them", async ({ page, emulator }) => {
  const account = await ownToken(page, emulator, fresh("first"));
  await open(page, await workspace(emulator));
  await planToken(page, account, fresh("second"));
  await done(await mint(page));
  await open(page, `/tokens?q=${account}&kind=token`);
  for (const box of await page.getByRole("checkbox", { name: /^Choose / }).all()) await box.check();
  const before = new Set((await emulator.minted(home.account, home.region)).map(({ sha256 }) => sha256));
  await page.getByRole("button", { name: "Rotate and deliver" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate and deliver" });
  await field(dialog, "Folder of the secrets").fill(`belvedere/team/${account}`);
  await dialog.getByRole("button", { name: "Review" }).click();
  await page.waitForURL("**/changes/*");
  await applyButton(page, "Rotate 2 tokens").click();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Nobody has seen it.", { exact: false }).first()).toBeVisible();
  const delivered = (await emulator.secrets(home.account, home.region)).filter(({ name }) => name.startsWith(`belvedere/team/${account}/`));
  expect(delivered).toHaveLength(2);
  const successors = (await emulator.minted(home.account, home.region)).filter(({ sha256 }) => !before.has(sha256));
  for (const { name, versions } of delivered) {
    const own = successors.filter((token) => token.name.startsWith(`${name.split("/").at(-1)}-`));
    expect(own, name).toHaveLength(1);
    expect(versions.map(({ sha256 }) => sha256), "each is the secret of its own token").toEqual(own.map(({ sha256 }) => sha256));
  }
  await open(page, `/tokens?q=${account}&concern=rotating`);
  await expect(table(page).getByRole("row").filter({ hasText: "Successor" })).toHaveCount(2);
});

test("a minted token is delivered instead of shown", async ({ page, emulator }) => {
  const [secret, name] = [`belvedere/${fresh("ci")}`, fresh("delivered")];
  await open(page, await workspace(emulator));
  await page.getByRole("link", { name: "Mint token for terraform", exact: true }).click();
  await page.waitForURL("**/mint**");
  await field(page, "Name").fill(name);
  await page.getByRole("radio", { name: "Deliver it" }).check();
  await field(page, "Name of the secret").fill(secret);
  await review(page);
  await confirm(page);
  await applyButton(page, "Mint token").click();
  await expect(page.getByText("It was minted and delivered.", { exact: true })).toBeVisible();
  await expect(page.getByText("arn:aws:secretsmanager:", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const minted = (await emulator.minted(home.account, home.region)).filter((one) => one.name.startsWith(`${name}-`));
  const delivered = (await emulator.secrets(home.account, home.region)).filter((one) => one.name === secret);
  expect(minted).toHaveLength(1);
  expect(delivered.map(({ versions }) => versions.map(({ sha256 }) => sha256))).toEqual([minted.map(({ sha256 }) => sha256)]);
});

test("everything that expired in a workspace goes in one plan", async ({ page }) => {
  await open(page, "/tokens?concern=expired");
  const heading = table(page).getByRole("row").filter({ has: page.getByRole("button", { name: /^Delete \d+ expired/ }) }).first();
  await expect(heading).toBeVisible({ timeout: 30_000 });
  const name = await heading.getByRole("link").first().innerText();
  await heading.getByRole("button", { name: /^Delete \d+ expired/ }).click();
  await page.waitForURL("**/changes/*");
  await page.getByRole("main").getByRole("button", { name: /^Delete expired \d+ token/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await open(page, `/tokens?concern=expired&workspace=${name}`);
  await expect(page.getByText("Nothing matches.")).toBeVisible({ timeout: 20_000 });
});

test.describe("an API key", () => {
  test.use({ allowedProblems: [/status of 504/] });

  async function oldWorkspace(emulator: Emulator): Promise<string> {
    return pathOf("grafana", (await theOne(emulator, "grafana", "video-signage", { account: "221099870031", region: "us-west-2" })).id, {
      account: "221099870031",
      region: "us-west-2",
    });
  }

  async function planKey(page: Page, emulator: Emulator, name: string): Promise<void> {
    await open(page, `${await oldWorkspace(emulator)}/api-keys/create`);
    await expect(page.getByText("Prefer a service account.")).toBeVisible();
    await field(page, "Name").fill(name);
    await review(page);
  }

  test("is minted, known to us only, and revoked", async ({ page, emulator }) => {
    const name = fresh("exporter");
    await planKey(page, emulator, name);
    await done(await mint(page, "Mint API key"));
    await open(page, `/tokens?kind=key&q=${name}`);
    await expect(rowOf(page, name)).toContainText("known to us only");
    await rowOf(page, name).getByRole("button", { name: /^Revoke/ }).click();
    await page.waitForURL("**/changes/*");
    await confirm(page);
    await apply(page, await page.getByRole("main").getByRole("button", { name: /^Revoke / }).innerText());
    await open(page, `/tokens?kind=key&q=${name}`);
    await expect(page.getByText("Nothing matches.")).toBeVisible();
  });

  test("whose answer was cut is offered to be revoked by its name at once", async ({ page, emulator }) => {
    const name = fresh("unanswered");
    await planKey(page, emulator, name);
    await emulator.fault({ operation: "CreateWorkspaceApiKey", kind: "cut_after", times: 1 });
    await applyButton(page, "Mint API key").click();
    await expect(page.getByText("Nobody knows whether the API key was minted.", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Revoke API key" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /^Revoke unanswered/ })).toBeVisible();
    await confirm(page);
    await apply(page, await page.getByRole("main").getByRole("button", { name: /^Revoke / }).innerText());
    await open(page, `/tokens?kind=key&q=${name}`);
    await expect(page.getByText("Nothing matches.")).toBeVisible();
  });
});

test.describe("a token whose answer was cut", () => {
  test.use({ allowedProblems: [/status of 504/] });

  test("is found by its name and revoked from its plan", async ({ page, emulator }) => {
    const token = fresh("cut-after");
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", token);
    await confirm(page);
    await applyButton(page, "Mint token").click();
    await expect(page.getByText("Nobody knows whether the token was minted.", { exact: true })).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Revoke token" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /^Revoke cut-after/ })).toBeVisible();
    await confirm(page);
    await page.getByRole("main").getByRole("button", { name: /^Revoke / }).click();
    await arrived(page);
    await open(page, `/tokens?q=${token}`);
    await expect(page.getByText("Nothing matches.")).toBeVisible();
  });
});

test("a disabled account is told before a token of it is minted", async ({ page }) => {
  await open(page, "/tokens?q=load-generator");
  await page.getByRole("link", { name: "Mint token Service account load-generator" }).first().click({ timeout: 30_000 });
  await page.waitForURL("**/mint**");
  await field(page, "Name").fill(fresh("idle"));
  await review(page);
  await expect(page.getByText("The service account is disabled", { exact: false })).toBeVisible();
});

test.describe("a full workspace", () => {
  test.use({ allowedProblems: [/status of 40[29]/] });

  test("takes no token more, and says so in AWS's words", async ({ page, emulator }) => {
    const scope = { account: "221099870031", region: "us-west-2" };
    const { id } = await theOne(emulator, "grafana", "video-signage", scope);
    const aws = new Aws(emulator.url, scope.account, scope.region);
    const { serviceAccounts } = await aws.call("grafana", "GET", `/workspaces/${id}/serviceaccounts`);
    const tokens = `/workspaces/${id}/serviceaccounts/${(serviceAccounts as { id: string }[])[0]?.id}/tokens`;
    const there = ((await aws.call("grafana", "GET", `${tokens}?maxResults=100`)).serviceAccountTokens as unknown[]).length;
    for (let made = there; made < 100; made += 1) await aws.call("grafana", "POST", tokens, { name: fresh("more"), secondsToLive: 60 });
    await open(page, pathOf("grafana", id, scope));
    await planToken(page, "signage-players", fresh("full"));
    await emulator.switches({ quotas: true });
    await confirm(page);
    await applyButton(page, "Mint token").click();
    await expect(page.getByText("A workspace can have 100 service account tokens", { exact: false }).first()).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});

test("the page, its dialogs and the form for an API key have no violation", async ({ page }) => {
  await open(page, "/tokens");
  await expect(table(page)).toBeVisible();
  await expect(page.getByText("workspaces are being read")).toHaveCount(0, { timeout: 30_000 });
  await expectAccessibleEverywhere(page, "tokens");
  await page.getByRole("button", { name: /^Note / }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessibleEverywhere(page, "the note of a token");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page is read and filtered", async ({ page }) => {
    await page.goto("/tokens?role=admin");
    await expect(page.getByRole("heading", { level: 1, name: "Tokens" })).toBeVisible();
    await expect(page.getByRole("link", { name: /^No owner/ })).toBeVisible();
  });
});

// The last test: afterwards nothing of the demo has expired.
test("everything that expired in the fleet goes in one plan", async ({ page }) => {
  await open(page, "/tokens?concern=expired&group=days");
  await expect(page.getByText("being read")).toHaveCount(0, { timeout: 30_000 });
  await page.getByRole("button", { name: /^Delete what expired in \d+ workspaces$/ }).click();
  await page.waitForURL("**/changes/*");
  await expect(page.getByText("Its expired tokens stay.", { exact: false }).first()).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: /^Delete expired \d+ tokens$/ }).click();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 40_000 });
  await open(page, "/tokens?concern=expired&workspace=payments-prod");
  await expect(page.getByText("Nothing matches.")).toBeVisible({ timeout: 20_000 });
});
