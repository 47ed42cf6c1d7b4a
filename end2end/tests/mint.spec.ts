/** A service account and a token of it: reviewed, minted once, seen once in a dialog that does not close by accident. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { applyButton, call, confirm, createAccount, decision, errorUnder, field, fresh, mint, open, planToken, review } from "../support/journeys";
import { pathOf, theOne } from "../support/listing";
import type { Emulator } from "../support/emulator";
import { held, search } from "../support/secret-search";

test.use({ serverOptions: { name: "writing" } });

/** What a Grafana token looks like. */
const token = /^glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}$/;

/** The page of an active workspace of the demo fleet. */
async function workspace(emulator: Emulator): Promise<string> {
  return pathOf("grafana", (await theOne(emulator, "grafana", "orders-prod")).id);
}

const value = (dialog: Locator) => dialog.getByRole("textbox", { name: "Secret value" });
const done = (dialog: Locator) => dialog.getByRole("button", { name: "Done" });

/** Goes back in the history and waits until the page has taken notice; answers where it is then. */
async function back(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const noticed = new Promise((next) => window.addEventListener("popstate", () => setTimeout(next), { once: true }));
    history.back();
    await noticed;
    return location.href;
  });
}

test("a service account and a token are made, and the secret is shown in a dialog", async ({ page, emulator }) => {
  const [account, name] = [fresh("robot"), fresh("token")];
  const before = await emulator.mark();
  await createAccount(page, await workspace(emulator), account, "Editor");
  const table = page.getByRole("table", { name: "Service accounts and their tokens" });
  await expect(table.getByRole("row").filter({ hasText: account }).first()).toContainText("EDITOR");
  await planToken(page, account, name);
  await expect(page.getByText("Read, query, and change dashboards and alerts.")).toBeVisible();
  expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toEqual([]);
  const dialog = await mint(page);
  await expect(dialog).toHaveAccessibleName(new RegExp(`^Token ${name}-[0-9a-f]{8}$`));
  await expect(value(dialog)).toHaveValue(/^•+$/);
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(value(dialog)).toHaveValue(token);
  await dialog.getByRole("button", { name: "Hide" }).click();
  await expect(value(dialog)).toHaveValue(/^•+$/);
  expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toHaveLength(1);
});

test.describe("the dialog", () => {
  let dialog: Locator;

  test.beforeEach(async ({ page, emulator }) => {
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", fresh("held"));
    dialog = await mint(page);
  });

  test("is closed neither by Escape, once or twice, nor by a press beside it", async ({ page }) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.mouse.click(5, 5);
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Close" })).toHaveCount(0);
    await dialog.getByRole("button", { name: "Show" }).click();
    await expect(value(dialog)).toHaveValue(token);
  });

  test("lets nobody go on before the secret was copied or ticked off", async () => {
    await expect(done(dialog)).toBeDisabled();
    await expect(done(dialog)).toHaveAttribute("title", "Copy the secret or tick that you stored it");
    await done(dialog).click({ force: true });
    await expect(dialog).toBeVisible();
    await dialog.getByRole("checkbox", { name: "I stored it" }).check();
    await expect(done(dialog)).toBeEnabled();
    await dialog.getByRole("checkbox", { name: "I stored it" }).uncheck();
    await expect(done(dialog)).toBeDisabled();
  });

  test("copies the whole secret with one button, and then lets go", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await dialog.getByRole("button", { name: "Copy secret" }).click();
    await expect(dialog.getByRole("status")).toHaveText("Copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(token);
    await expect(value(dialog)).toHaveValue(/^•+$/);
    await done(dialog).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByText("The token was minted.", { exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });

  test("selects the secret to be copied by hand when the clipboard is refused", async ({ page }) => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
    });
    await dialog.getByRole("button", { name: "Copy secret" }).click();
    await expect(dialog.getByText("The browser refused to copy.", { exact: true })).toBeVisible();
    await expect(value(dialog)).toBeFocused();
    await expect(value(dialog)).toHaveValue(token);
    const selected = await value(dialog).evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
    expect(selected).toMatch(token);
    await expect(done(dialog)).toBeDisabled();
    await page.keyboard.press("Control+c");
    await expect(done(dialog)).toBeEnabled();
  });

  test("asks before the page is left with it", async ({ page }) => {
    const asked = page.waitForEvent("dialog");
    await page.evaluate(() => setTimeout(() => location.reload()));
    const question = await asked;
    expect(question.type()).toBe("beforeunload");
    await question.dismiss();
    await expect(dialog).toBeVisible();
  });

  test("ends the way back in the history, as often as it is tried, until it is done", async ({ page }) => {
    const plan = page.url();
    for (const time of ["once", "again"]) {
      expect(await back(page), time).toBe(plan);
      await expect(dialog, time).toBeVisible();
    }
    await dialog.getByRole("button", { name: "Show" }).click();
    await expect(value(dialog)).toHaveValue(token);
    await dialog.getByRole("checkbox", { name: "I stored it" }).check();
    await done(dialog).click();
    await back(page);
    await page.waitForURL("**/mint**");
  });

  test("is gone with its secret when the page is put away by the browser, which may bring it back whole", async ({ page }) => {
    await dialog.getByRole("button", { name: "Show" }).click();
    await expect(value(dialog)).toHaveValue(token);
    const secret = await value(dialog).inputValue();
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("textbox", { name: "Secret value" })).toHaveCount(0);
    expect(search(secret, await held(page))).toEqual([]);
    await expect(page.getByText("The token was minted.", { exact: true })).toBeVisible();
  });

  test("does not come back once the page was left with it and is returned to", async ({ page }) => {
    const plan = page.url();
    page.on("dialog", (question) => void question.accept());
    await dialog.getByRole("button", { name: "Show" }).click();
    await page.goto("/grafana");
    await page.goBack();
    await page.waitForURL(plan);
    await expect(page.getByText("Its secret went to the page that minted it and cannot be shown again.")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("textbox", { name: "Secret value" })).toHaveCount(0);
  });

  test("once done, neither a reload nor going back and forth brings the secret back", async ({ page }) => {
    const plan = page.url();
    await dialog.getByRole("checkbox", { name: "I stored it" }).check();
    await done(dialog).click();
    await page.reload();
    await expect(page.getByText("Its secret went to the page that minted it and cannot be shown again.")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.goBack();
    await page.waitForURL("**/mint**");
    await page.goForward();
    await page.waitForURL(plan);
    await expect(page.getByText("The token was minted.", { exact: true })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("textbox", { name: "Secret value" })).toHaveCount(0);
    await expect(applyButton(page, "Mint token")).toHaveCount(0);
  });
});

test.describe("once", () => {
  test.use({ allowedProblems: [/status of 409/] });

  test("asking again for a minted secret is refused, and AWS is called once", async ({ page, emulator }) => {
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", fresh("once"));
    const before = await emulator.mark();
    const id = new URL(page.url()).pathname.split("/").at(-1);
    const decided = await decision(page, id, "terraform");
    const answers = await Promise.all([1, 2].map(() => call(page, "mint/reveal", decided)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await call(page, "mint/reveal", decided)).status).toBe(409);
    expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toHaveLength(1);
  });

  test("a mint cannot be applied through the door of ordinary plans", async ({ page, emulator }) => {
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", fresh("door"));
    const before = await emulator.mark();
    const id = new URL(page.url()).pathname.split("/").at(-1);
    expect((await call(page, "changes/apply", await decision(page, id))).status).toBe(409);
    expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toEqual([]);
  });
});

test("a second press while the first is under way mints once", async ({ page, emulator }) => {
  await open(page, await workspace(emulator));
  await planToken(page, "terraform", fresh("pressed"));
  const before = await emulator.mark();
  await confirm(page);
  await applyButton(page, "Mint token").dblclick();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toHaveLength(1);
});

test("the token shows on the workspace's page with its end, and never its secret", async ({ page, emulator }) => {
  const name = fresh("listed");
  await open(page, await workspace(emulator));
  await planToken(page, "terraform", name);
  const dialog = await mint(page);
  await dialog.getByRole("checkbox", { name: "I stored it" }).check();
  await done(dialog).click();
  await page.getByRole("link", { name: "Go to the workspace" }).click();
  const row = page.getByRole("table", { name: "Service accounts and their tokens" }).getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Expires in");
  await expect(row).toContainText("never used");
});

test("the way back from the review finds both forms as they were left", async ({ page, emulator }) => {
  const name = fresh("returned");
  await open(page, `${await workspace(emulator)}/service-accounts/create`);
  await field(page, "Name").fill(name);
  await page.getByRole("radio", { name: "Editor", exact: true }).check();
  await review(page);
  await page.getByRole("link", { name: "Back to the form" }).click();
  await expect(field(page, "Name")).toHaveValue(name);
  await expect(page.getByRole("radio", { name: "Editor", exact: true })).toBeChecked();

  await open(page, await workspace(emulator));
  await page.getByRole("link", { name: "Mint token for terraform", exact: true }).click();
  await page.waitForURL("**/mint**");
  await field(page, "Name").fill(name);
  await page.getByRole("radio", { name: "Other" }).check();
  await page.getByRole("spinbutton", { name: "Seconds" }).fill("7201");
  await review(page);
  await page.getByRole("link", { name: "Back to the form" }).click();
  await expect(field(page, "Name")).toHaveValue(name);
  await expect(page.getByRole("spinbutton", { name: "Seconds" })).toHaveValue("7201");
});

test.describe("limits", () => {
  test("a lifetime of more than 30 days is refused at its field", async ({ page, emulator }) => {
    await open(page, await workspace(emulator));
    await page.getByRole("link", { name: "Mint token for terraform", exact: true }).click();
    await page.waitForURL("**/mint**");
    await field(page, "Name").fill(fresh("long"));
    await page.getByRole("radio", { name: "Other" }).check();
    await page.getByRole("spinbutton", { name: "Seconds" }).fill("2592001");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "seconds_to_live")).toContainText("30 days");
    await page.getByRole("spinbutton", { name: "Seconds" }).fill("2592000");
    await review(page);
  });

  test.describe("that only the server knows", () => {
    test.use({ allowedProblems: [/status of 422/] });

    test("a service account's name that is taken is told at its name", async ({ page, emulator }) => {
      await open(page, `${await workspace(emulator)}/service-accounts/create`);
      await field(page, "Name").fill("terraform");
      await page.getByRole("button", { name: "Review" }).click();
      await expect(errorUnder(page, "name")).toContainText("A service account of this name exists already");
    });
  });
});

test("a workspace that is being created takes no service accounts and says why", async ({ page, emulator }) => {
  const { id } = await theOne(emulator, "grafana", "pricing-staging", { account: "903211874410", region: "us-east-1" });
  await open(page, pathOf("grafana", id, { account: "903211874410", region: "us-east-1" }));
  const button = page.getByRole("button", { name: "Create service account" }).first();
  await expect(button).toBeDisabled();
  await expect(page.getByText("Service accounts need an active workspace").first()).toBeVisible();
});

test.describe("when the answer with the secret is lost", () => {
  test.use({ allowedProblems: [/net::ERR_FAILED/] });

  test("the page says so, and mints no second one", async ({ page, emulator }) => {
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", fresh("lost"));
    const before = await emulator.mark();
    await page.route("**/api/mint/reveal", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await confirm(page);
    await applyButton(page, "Mint token").click();
    await expect(page.getByText("Its secret went to the page that minted it", { exact: false }).or(page.getByText("its secret is lost", { exact: false })).first()).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(applyButton(page, "Mint token")).toHaveCount(0);
    expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toHaveLength(1);
  });
});

test("the page tells the server that it has the secret, once", async ({ page, emulator }) => {
  await open(page, await workspace(emulator));
  await planToken(page, "terraform", fresh("told"));
  const told = page.waitForResponse((response) => response.url().endsWith("/api/mint/received"));
  await mint(page);
  expect(await (await told).json()).toBe(true);
  const id = page.url().split("/").pop() ?? "";
  expect((await call(page, "mint/received", { id })).body).toBe(false);
});

test.describe("when the server cannot be told that the secret is here", () => {
  test.use({ allowedProblems: [/net::ERR_FAILED/] });

  test("the dialog keeps the secret and says what the record will say", async ({ page, emulator }) => {
    await page.clock.install();
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", fresh("untold"));
    let tries = 0;
    await page.route("**/api/mint/received", async (route) => {
      tries += 1;
      await route.abort();
    });
    const dialog = await mint(page);
    const told = dialog.getByText("The record will say that nobody received this.");
    await expect(async () => {
      await page.clock.runFor(5_000);
      await expect(told).toBeVisible({ timeout: 200 });
    }).toPass();
    expect(tries).toBe(20);
    await dialog.getByRole("button", { name: "Show" }).click();
    await expect(value(dialog)).toHaveValue(token);
  });
});

test.describe("when AWS's own answer is lost", () => {
  test.use({ allowedProblems: [/status of 504/] });

  test("the token is told to be lost, and is not minted again", async ({ page, emulator }) => {
    await open(page, await workspace(emulator));
    await planToken(page, "terraform", fresh("cut"));
    const before = await emulator.mark();
    await emulator.fault({ operation: "CreateWorkspaceServiceAccountToken", kind: "cut_after", times: 1 });
    await confirm(page);
    await applyButton(page, "Mint token").click();
    await expect(page.getByText("Nobody knows whether the token was minted.", { exact: true })).toBeVisible();
    await expect(page.getByText("Nobody saw its secret: revoke it and mint another.", { exact: false }).first()).toBeVisible();
    expect(await emulator.callsOf("CreateWorkspaceServiceAccountToken", before)).toHaveLength(1);
  });
});
