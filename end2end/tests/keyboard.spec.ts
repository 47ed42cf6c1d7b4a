/** The main paths with the keyboard alone: nothing here touches the mouse. */
import { FleetPage, fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import type { Locator } from "@playwright/test";
import { expect, hydrated, test } from "../support/fixtures";
import { tabTo } from "../support/keyboard";

test.use({ serverOptions: { name: "keyboard" } });
test.beforeAll(async ({ server }) => fleetRead(server));

/** The focused element has an outline that can be seen. */
async function expectSeen(target: Locator): Promise<void> {
  const outline = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return `${outlineStyle} ${outlineWidth}`;
  });
  expect(outline).toMatch(/^solid [2-9]/);
}

test("the first Tab offers to skip to the content, and Enter goes there", async ({ page }) => {
  const list = new FleetPage(page);
  await list.open();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("whatever has the focus shows it", async ({ page }) => {
  const list = new FleetPage(page);
  await list.open("?q=edge-cdn");
  for (const target of [
    page.getByRole("link", { name: "Prometheus workspaces" }).first(),
    list.tally("Failed"),
    list.filterBox,
    list.head("Status").getByRole("link"),
    list.names.first().getByRole("link"),
  ]) {
    await tabTo(page, target);
    await expectSeen(target);
  }
});

test("a workspace is found, opened, planned to be deleted, and deleted", async ({ page, emulator }) => {
  await new Aws(emulator.url).createWorkspace("by-keyboard-alone");
  await emulator.settle();
  const list = new FleetPage(page);
  await list.open();
  await tabTo(page, list.filterBox);
  await page.keyboard.type("by-keyboard-alone");
  const link = list.row("by-keyboard-alone").getByRole("link", { name: "by-keyboard-alone" });
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  const remove = page.getByRole("button", { name: "Delete workspace" });
  await expect(remove).not.toHaveAttribute("aria-disabled", "true");
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/changes\//);
  const typed = page.getByLabel("Type by-keyboard-alone to confirm");
  await tabTo(page, typed);
  await page.keyboard.type("by-keyboard-alone");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/grafana$/);
  await expect(list.names.first()).toBeVisible();
  await expect(list.row("by-keyboard-alone")).toHaveCount(0);
});

test("a link that was followed leaves the focus on the new page's heading", async ({ page }) => {
  const list = new FleetPage(page);
  await list.open("?q=edge-dns");
  await tabTo(page, list.row("edge-dns").getByRole("link", { name: "edge-dns" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "edge-dns" })).toBeFocused();
});

test("typing in the filter keeps the focus there", async ({ page }) => {
  const list = new FleetPage(page);
  await list.open();
  await tabTo(page, list.filterBox);
  await page.keyboard.type("edge-dns");
  await expect(list.names).toHaveText(["edge-dns"]);
  await expect(list.filterBox).toBeFocused();
});

test("a menu opens with Enter, closes with Escape and gives the focus back", async ({ page }) => {
  const list = new FleetPage(page);
  await list.open();
  const summary = page.locator("summary").filter({ hasText: "Display" });
  await tabTo(page, summary);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Dark" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Dark" })).toBeHidden();
  await expect(summary).toBeFocused();
});

test("the theme is chosen from the menu", async ({ page }) => {
  const list = new FleetPage(page);
  await list.open();
  await tabTo(page, page.locator("summary").filter({ hasText: "Display" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Dark" }));
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/viewer/save-preferences"));
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect((await saved).status()).toBe(200);
});

test("on a narrow screen the drawer opens, keeps the focus, and closes with Escape", async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto("/grafana");
  await hydrated(page);
  const menu = page.getByRole("button", { name: "Menu" });
  await tabTo(page, menu);
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Belvedere" });
  await expect(drawer).toBeVisible();
  await tabTo(page, drawer.getByRole("link", { name: "Changes" }));
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(menu).toBeFocused();
});

test("a table wider than its box can be scrolled", async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const list = new FleetPage(page);
  await list.open("?q=edge-cdn");
  const box = page.getByRole("region", { name: "Grafana workspaces" });
  await tabTo(page, box);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => box.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
});
