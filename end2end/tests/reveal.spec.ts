/** A minted secret in its dialog: how long it is shown, how long it is there, and what it can be pasted into. */
import type { Locator, Page } from "@playwright/test";
import { expectAccessibleEverywhere } from "../support/axe";
import { expect, test } from "../support/fixtures";
import { fresh, mint, open, planToken } from "../support/journeys";
import { tabTo } from "../support/keyboard";
import { pathOf, theOne } from "../support/listing";

test.use({ serverOptions: { name: "writing" } });

const token = /^glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}$/;
const destroyed = "This secret was destroyed after 15 minutes.";
const uses = ["Request with curl", "Environment variable", "Terraform provider", "Grafana data source"] as const;

let dialog: Locator;
/** Where the workspace answers, as AWS has it. */
let endpoint: string;

test.beforeEach(async ({ page, emulator }) => {
  await page.clock.install();
  const { id } = await theOne(emulator, "grafana", "orders-prod");
  const path = pathOf("grafana", id);
  endpoint = `${id}.grafana-workspace.${path.split("/").at(-2)}.amazonaws.com`;
  await open(page, path);
  await planToken(page, "terraform", fresh("revealed"));
  dialog = await mint(page);
});

const named = (name: string) => dialog.getByRole("textbox", { name, exact: true });
const value = () => named("Secret value");
const button = (name: string) => dialog.getByRole("button", { name, exact: true });
const stored = () => dialog.getByRole("checkbox", { name: "I stored it" });
const said = () => dialog.getByRole("status");
const unfold = () => dialog.getByText("Use it in…", { exact: true }).click();

/** Shows the secret and hides it again; what it is. */
async function peek(): Promise<string> {
  await button("Show").click();
  await expect(value()).toHaveValue(token);
  const secret = await value().inputValue();
  await button("Hide").click();
  return secret;
}

/** What each snippet is, whole. */
const wholes = (secret: string): Record<(typeof uses)[number], string> => ({
  "Request with curl": `curl -H "Authorization: Bearer ${secret}" https://${endpoint}/api/org`,
  "Environment variable": `export GRAFANA_TOKEN='${secret}'`,
  "Terraform provider": `export GRAFANA_URL='https://${endpoint}'\nexport GRAFANA_AUTH='${secret}'`,
  "Grafana data source": [
    "apiVersion: 1",
    "datasources:",
    "  - name: Prometheus through Grafana",
    "    type: prometheus",
    "    access: proxy",
    `    url: https://${endpoint}/api/datasources/proxy/uid/DATA-SOURCE-UID`,
    "    jsonData:",
    "      httpHeaderName1: Authorization",
    "    secureJsonData:",
    `      httpHeaderValue1: 'Bearer ${secret}'`,
  ].join("\n"),
});

test.describe("time", () => {
  test("hides the secret two minutes after it was shown, and says so", async ({ page }) => {
    await button("Show").click();
    await page.clock.fastForward("01:30");
    await expect(value()).toHaveValue(token);
    await page.clock.fastForward("00:31");
    await expect(value()).toHaveValue(/^•+$/);
    await expect(said()).toHaveText("The secret was shown for 2 minutes and is hidden again.");
    await expect(button("Show")).toBeVisible();
    await expect(button("Done")).toBeDisabled();
  });

  test("gives each showing two minutes of its own, and Hide ends them", async ({ page }) => {
    await button("Show").click();
    await page.clock.fastForward("01:30");
    await button("Hide").click();
    await page.clock.fastForward("00:45");
    await expect(said()).toHaveText("");
    await button("Show").click();
    await page.clock.fastForward("01:30");
    await expect(value()).toHaveValue(token);
    await page.clock.fastForward("00:31");
    await expect(value()).toHaveValue(/^•+$/);
  });

  test("destroys the secret after fifteen minutes, and lets the reader go", async ({ page }) => {
    const secret = await peek();
    await unfold();
    await page.clock.fastForward("14:00");
    await expect(value()).toHaveValue(/^•+$/);
    await expect(button("Done")).toBeDisabled();
    await page.clock.fastForward("01:01");
    await expect(dialog.getByText(destroyed, { exact: true })).toBeVisible();
    await expect(dialog.getByText("Revoke it and mint another if it was not stored.", { exact: true })).toBeVisible();
    await expect(said()).toContainText(destroyed);
    await expect(dialog.getByRole("textbox")).toHaveCount(0);
    await expect(dialog.getByRole("button", { name: /copy|show/i })).toHaveCount(0);
    expect(await everything(page)).not.toContain(secret);
    await expect(button("Done")).toBeEnabled();
    await button("Done").click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });

  test("destroys a secret that is shown at once when the laptop wakes after an hour, and keeps the focus in the dialog", async ({ page }) => {
    await button("Show").click();
    await expect(button("Hide")).toBeFocused();
    await page.clock.fastForward("01:00:00");
    await expect(dialog.getByText(destroyed, { exact: true })).toBeVisible();
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await page.keyboard.press("Tab");
    await expect(button("Done")).toBeFocused();
  });

  test("asks nothing more of the page once the dialog is closed", async ({ page }) => {
    await stored().check();
    await button("Done").click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.clock.fastForward("20:00");
    await expect(page.getByText(destroyed)).toHaveCount(0);
  });
});

/** The document and what its fields hold. */
async function everything(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>("input, textarea")].map((field) => field.value);
    return document.documentElement.outerHTML + fields.join("\n");
  });
}

test.describe("snippets", () => {
  test("are folded away at first, hidden until shown, and whole then", async ({ page }) => {
    const secret = await peek();
    for (const use of uses) await expect(named(use)).toBeHidden();
    await unfold();
    for (const use of uses) {
      await expect(named(use)).toHaveValue(/•{32}/);
      expect(await named(use).inputValue()).not.toContain(secret);
    }
    await button("Show").click();
    for (const use of uses) await expect(named(use)).toHaveValue(wholes(secret)[use]);
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(secret);
    await button("Hide").click();
    for (const use of uses) await expect(named(use)).toHaveValue(/•{32}/);
  });

  for (const use of uses) {
    test(`are copied whole while they are hidden: ${use}`, async ({ page, context }) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const secret = await peek();
      await unfold();
      await button(`Copy snippet: ${use}`).click();
      await expect(said()).toHaveText("Copied");
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(wholes(secret)[use]);
      await expect(named(use)).toHaveValue(/•{32}/);
      await expect(button("Done")).toBeEnabled();
    });
  }

  test("are selected to be copied by hand when the clipboard is refused", async ({ page }) => {
    const secret = await peek();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
    });
    await unfold();
    const field = named("Terraform provider");
    await button("Copy snippet: Terraform provider").click();
    await expect(dialog.getByText("The browser refused to copy.", { exact: true })).toHaveCount(1);
    await expect(field).toBeFocused();
    const selected = await field.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(selected).toBe(wholes(secret)["Terraform provider"]);
    await expect(button("Done")).toBeDisabled();
    await page.keyboard.press("Control+c");
    await expect(button("Done")).toBeEnabled();
    await page.clock.fastForward("02:01");
    await expect(field).toHaveValue(/•{32}/);
    await expect(dialog.getByText("The browser refused to copy.", { exact: true })).toHaveCount(0);
  });
});

test.describe("for everybody", () => {
  test("the dialog is accessible folded, unfolded and at its end, in each look", async ({ page }) => {
    await expectAccessibleEverywhere(page, "the secret");
    await unfold();
    await button("Show").click();
    await expectAccessibleEverywhere(page, "the secret in its snippets");
    await page.clock.fastForward("15:01");
    await expect(dialog.getByText(destroyed, { exact: true })).toBeVisible();
    await expectAccessibleEverywhere(page, "the secret destroyed");
  });

  test("each snippet has a name of its own and says what to mind", async () => {
    await unfold();
    const notes = [/in its history/, /in its history/, /neither in a file under version control/, /data source's UID/];
    for (const [index, use] of uses.entries()) {
      await expect(named(use)).toHaveAccessibleDescription(notes[index] ?? /never/);
      await expect(button(`Copy snippet: ${use}`)).toHaveAccessibleName(`Copy snippet: ${use}`);
    }
  });

  test("what is pressed is at least 24 px high and wide", async () => {
    await unfold();
    const pressed = [...(await dialog.getByRole("button").all()), dialog.locator("summary")];
    expect(pressed.length).toBeGreaterThanOrEqual(8);
    for (const one of pressed) {
      const box = await one.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
    }
  });

  test("on the narrowest screen every text wraps and none is cut", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 900 });
    await unfold();
    await button("Show").click();
    for (const use of ["Secret value", ...uses]) {
      const cut = await named(use).evaluate((area) => [area.scrollWidth - area.clientWidth, area.scrollHeight - area.clientHeight]);
      // Sizes that are no whole pixels are rounded each for itself.
      expect(Math.max(...cut), use).toBeLessThanOrEqual(1);
    }
  });

  test("the keyboard alone shows, copies, ticks off and leaves", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await tabTo(page, button("Show"));
    await page.keyboard.press("Enter");
    await expect(value()).toHaveValue(token);
    const secret = await value().inputValue();
    await tabTo(page, button("Copy secret"));
    await page.keyboard.press("Enter");
    await expect(said()).toHaveText("Copied");
    await tabTo(page, stored());
    await page.keyboard.press("Space");
    await expect(stored()).toBeChecked();
    await tabTo(page, dialog.locator("summary"));
    await page.keyboard.press("Enter");
    await tabTo(page, button("Copy snippet: Environment variable"));
    await page.keyboard.press("Space");
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe(wholes(secret)["Environment variable"]);
    await tabTo(page, button("Done"));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});
