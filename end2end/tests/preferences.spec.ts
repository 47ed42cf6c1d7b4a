/** Theme, density and page size: shown at once, kept in a session of the server's, rendered by it. */
import type { Page } from "@playwright/test";
import { expect, hydrated, test } from "../support/fixtures";
import { open } from "../support/journeys";

/** Chooses one entry of the display menu and waits until the server has it. */
async function choose(page: Page, entry: string): Promise<void> {
  await page.getByText("Display", { exact: true }).click();
  const saved = page.waitForResponse("**/api/viewer/save-preferences");
  await page.getByRole("button", { name: entry, exact: true }).click();
  expect((await saved).status()).toBe(200);
}

/** The opening tag of the document as the server sends it to this browser. */
async function rendered(page: Page, path = "/grafana"): Promise<string> {
  const text = await (await page.request.get(path, { headers: { accept: "text/html" } })).text();
  return /<html[^>]*>/.exec(text)?.[0] ?? "";
}

const canvas = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("dark and light follow the system until one is chosen", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/grafana");
  const light = await canvas(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await canvas(page);
  expect(dark).not.toBe(light);
  await choose(page, "Light");
  expect(await canvas(page)).toBe(light);
  await choose(page, "As the system");
  expect(await canvas(page)).toBe(dark);
});

for (const [theme, attribute] of [["Dark", "dark"], ["Light", "light"]] as const) {
  test(`${theme} is shown at once, survives a reload and a new page, and comes from the server`, async ({ page, context }) => {
    await open(page, "/grafana");
    expect(await rendered(page)).not.toContain("data-theme");
    await choose(page, theme);
    await expect(page.locator("html")).toHaveAttribute("data-theme", attribute);
    expect(await rendered(page)).toContain(`data-theme="${attribute}"`);
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", attribute);
    const other = await context.newPage();
    await open(other, "/changes");
    await expect(other.locator("html")).toHaveAttribute("data-theme", attribute);
    await other.getByText("Display", { exact: true }).click();
    await expect(other.getByRole("button", { name: theme, exact: true })).toHaveAttribute("aria-current", "true");
  });
}

test("a theme is right in the first paint, without any script", async ({ page, browser, server }) => {
  await open(page, "/grafana");
  await choose(page, "Dark");
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const still = await context.newPage();
  await still.goto(`${server.url}/grafana`);
  await expect(still.locator("html")).toHaveAttribute("data-theme", "dark");
  await context.close();
});

test("a density survives a reload and a new page, and comes from the server", async ({ page, context }) => {
  await open(page, "/grafana");
  const row = page.getByRole("row").nth(1);
  const tall = (await row.boundingBox())?.height ?? 0;
  await choose(page, "Compact");
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await expect.poll(async () => (await row.boundingBox())?.height ?? tall).toBeLessThan(tall);
  expect(await rendered(page)).toContain('data-density="compact"');
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  const other = await context.newPage();
  await open(other, "/prometheus");
  await expect(other.locator("html")).toHaveAttribute("data-density", "compact");
});

test("a page size that was chosen once holds for the other lists and for new pages, and comes from the server", async ({ page, context }) => {
  await open(page, "/grafana");
  const sizes = page.getByRole("navigation", { name: "Rows a page" });
  const saved = page.waitForResponse("**/api/viewer/save-preferences");
  await sizes.getByRole("link", { name: "50", exact: true }).click();
  expect((await saved).status()).toBe(200);
  const other = await context.newPage();
  await open(other, "/grafana");
  await expect(other.getByRole("navigation", { name: "Rows a page" }).getByRole("link", { name: "50", exact: true })).toHaveAttribute("aria-current", "true");
  await expect(other.getByRole("table", { name: "Grafana workspaces" }).getByRole("rowheader")).toHaveCount(50);
});

test("theme and density are kept independently of each other", async ({ page }) => {
  await open(page, "/grafana");
  await choose(page, "Compact");
  await choose(page, "Dark");
  const html = await rendered(page);
  expect(html).toContain('data-density="compact"');
  expect(html).toContain('data-theme="dark"');
});

test("preferences stay with the browser that chose them", async ({ page, browser, server }) => {
  await open(page, "/grafana");
  await choose(page, "Dark");
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(`${server.url}/grafana`);
  await hydrated(other);
  await expect(other.locator("html")).not.toHaveAttribute("data-theme");
  await stranger.close();
});

test("the cookie that carries them can be read by no script and sent by no other site", async ({ page, context }) => {
  await open(page, "/grafana");
  await choose(page, "Dark");
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
});
