/** The lists once they are live: what they show, how they are narrowed, and that they move by themselves. */
import type { Page } from "@playwright/test";
import { FleetPage, fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { expect, test } from "../support/fixtures";

test.use({ serverOptions: { name: "fleet" } });
test.beforeAll(async ({ server }) => fleetRead(server));

/** Answers whether the document is still the one it was when this was called. */
async function staying(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  return () => page.evaluate(() => document.body.hasAttribute("data-same-document"));
}

test.describe("what a list shows", () => {
  test("a Grafana workspace shows its state, place, version, sign-in, license and age", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?q=payments-prod");
    const cells = list.row("payments-prod").getByRole("cell");
    await expect(cells).toHaveText([
      "Active",
      /^g-[0-9a-f]{10}$/,
      "prod-observability 441122338890",
      "eu-west-1",
      "10.4",
      "SAML",
      /^Enterprise, ends \d+\s\w{3}\s\d{4}$/,
      /ago$|^just now$/,
    ]);
  });

  test("a workspace whose SAML is not configured is called out and needs attention", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?tally=attention&q=checkout-us");
    await expect(list.row("checkout-us").getByRole("cell").nth(5)).toHaveText("SAML not configured");
  });

  test("a license near its end says how near, in the place of the state", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?q=ml-platform");
    await expect(list.row("ml-platform").getByRole("cell").first()).toHaveText(/^License ends in \d\sd$/);
  });

  test("all fourteen states of a workspace are told in words", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?size=500");
    const states = new Set(await list.column("Status"));
    for (const word of [
      ...["Active", "Creating", "Updating", "Upgrading", "Version updating", "Deleting", "Degraded", "Failed"],
      ...["Creation failed", "Update failed", "Upgrade failed", "Version update failed", "License removal failed"],
      "Deletion failed",
    ]) {
      expect(states, word).toContain(word);
    }
  });

  test("Prometheus workspaces have the same table, and one without an alias says so", async ({ page }) => {
    const list = new FleetPage(page, "prometheus");
    await list.open("?region=us-west-2");
    await expect(list.names).toHaveText(["delete-fails-metrics", "gpu-clusters", "no alias"]);
    await expect(list.row("gpu-clusters").getByRole("cell").nth(1)).toHaveText(/^ws-[0-9a-f-]{36}$/);
  });

  test("CodeArtifact domains have the same table, and their tags can be filtered by", async ({ page }) => {
    const list = new FleetPage(page, "codeartifact");
    await list.open("?tag=team=edge");
    await expect(list.names).toHaveText(["edge-firmware"]);
    await expect(list.row("edge-firmware").getByRole("cell").first()).toHaveText("Active");
  });
});

test.describe("narrowing", () => {
  test("each keystroke narrows the rows, the count and the address without asking the server", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await list.filterBox.pressSequentially("payments");
    await expect(list.names).toHaveText(
      ["payments-apac", "payments-apac-staging", "payments-prod", "payments-staging", "payments-us"],
    );
    await expect(list.heading).toHaveText(/\(5\/\d+\)$/);
    await expect(page).toHaveURL(/\?q=payments$/);
    expect(asked.filter((path) => path !== "/api/fleet/index" && !path.startsWith("/static/"))).toEqual([]);
  });

  test("properties typed with their values become filters that can be taken away one by one", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open();
    await list.filterBox.fill("account=edge status!=active");
    await list.filterBox.press("Enter");
    await expect(page).toHaveURL(/\?account=edge&status=!active$/);
    await expect(list.filters.getByRole("listitem").nth(0)).toContainText("account = edge");
    await expect(list.filters.getByRole("listitem").nth(1)).toContainText("status != active");
    await expect(list.names).toHaveText(["edge-telemetry", "fleet-telematics", "satellite-backhaul"]);
    await page.getByRole("link", { name: "Remove filter account = edge" }).click();
    await expect(page).toHaveURL(/\?status=!active$/);
    await expect(list.row("old-sandbox")).toBeVisible();
  });

  test("an account can be filtered by its number with the gaps it is shown with", async ({ page }) => {
    const list = new FleetPage(page, "codeartifact");
    await list.open("?account=2210%209987%200031");
    await expect(list.names).toHaveText(["edge-firmware", "edge-security-rules"]);
  });

  test("the tally strip filters, its numbers are those of the rows, and the same link takes the filter away", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?size=500");
    const all = await list.names.count();
    let sum = 0;
    for (const label of ["Active", "Changing", "Needs attention", "Failed", "Unknown"]) sum += await list.counted(label);
    expect(sum).toBe(all);
    const failed = await list.counted("Failed");
    await list.tally("Failed").click();
    await expect(page).toHaveURL(/tally=failed/);
    await expect(list.names).toHaveCount(failed);
    await expect(list.tally("Failed")).toHaveAttribute("aria-current", "true");
    await list.tally("Failed").click();
    await expect(list.names).toHaveCount(all);
  });

  test("the scope switcher narrows the list to one account", async ({ page }) => {
    const list = new FleetPage(page, "prometheus");
    await list.open();
    await page.getByText("Accounts and regions", { exact: true }).first().click();
    await page.getByRole("link", { name: "retail-staging 903211874410" }).click();
    await expect(page).toHaveURL(/\/prometheus\?account=903211874410$/);
    await expect(list.names).toHaveText(["eks-staging-metrics", "load-test-results", "no alias"]);
  });

  test("nothing that matches is told from nothing there, with the way back", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?q=no-such-thing");
    await expect(page.getByText("None of the Grafana workspaces match.")).toBeVisible();
    await page.getByRole("link", { name: "Clear filters" }).last().click();
    await expect(list.names.first()).toBeVisible();
    await expect(page).toHaveURL(/\/grafana$/);
  });

  test("parts of the address that mean nothing are named and change nothing", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?q=payments-prod&colour=%3Cscript%3Ered&size=7&sort=-nonsense");
    await expect(page.getByText("3 parts of the address were not understood and ignored.")).toBeVisible();
    await expect(page.getByText("colour=<script>red, size=7, sort=-nonsense")).toBeVisible();
    await expect(list.names).toHaveText(["payments-prod"]);
  });

  test("the index answers keystrokes while the server cannot be reached", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open();
    await page.route("**/api/**", (route) => route.abort());
    await list.filterBox.fill("edge-cdn");
    await expect(list.names).toHaveText(["edge-cdn", "edge-cdn-us"]);
  });
});

test.describe("order and pages", () => {
  test("a column sorts, its head says how, and again it sorts the other way round", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?size=500");
    const numbers = async () => (await list.column("Version")).map(Number);
    await list.head("Version").getByRole("link").click();
    await expect(page).toHaveURL(/sort=version/);
    await expect(list.head("Version")).toHaveAttribute("aria-sort", "ascending");
    expect(await numbers()).toEqual((await numbers()).toSorted((a, b) => a - b));
    await list.head("Version").getByRole("link").click();
    await expect(page).toHaveURL(/sort=-version/);
    await expect(list.head("Version")).toHaveAttribute("aria-sort", "descending");
    expect(await numbers()).toEqual((await numbers()).toSorted((a, b) => b - a));
  });

  test("pages follow each other without a gap and without a row twice", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?size=25");
    await expect(list.names).toHaveCount(25);
    const first = await list.names.allInnerTexts();
    await list.pages.getByRole("link", { name: "Next page" }).click();
    await expect(page).toHaveURL(/page=2/);
    await expect(list.pages).toContainText(/26 to 50 of \d+/);
    const second = await list.names.allInnerTexts();
    await list.pageSize(50).click();
    await expect(list.names).toHaveCount(50);
    await expect(page).toHaveURL(/\?size=50$/);
    expect(await list.names.allInnerTexts()).toEqual([...first, ...second]);
  });

  test("the way back brings back the list as it was, and the box follows", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?q=edge");
    await list.tally("Failed").click();
    await expect(list.names).toHaveText(["edge-telemetry", "fleet-telematics", "satellite-backhaul"]);
    await list.head("Region").getByRole("link").click();
    await expect(page).toHaveURL(/sort=region/);
    await page.goBack();
    await page.goBack();
    await expect(page).toHaveURL(/\?q=edge$/);
    await expect(list.filterBox).toHaveValue("edge");
    await expect(list.row("edge-dns")).toBeVisible();
  });

  test("a reload keeps filter, tally, order and page size", async ({ page }) => {
    const list = new FleetPage(page);
    await list.open("?q=staging&tally=active&sort=-version&size=50");
    const before = await list.names.allInnerTexts();
    await page.reload();
    await expect(list.names).toHaveText(before);
    await expect(list.pageSize(50)).toHaveAttribute("aria-current", "true");
    await expect(list.tally("Active")).toHaveAttribute("aria-current", "true");
  });
});

test.describe("moving by itself", () => {
  test("a workspace created elsewhere appears and becomes active without a reload", async ({ page, emulator }) => {
    await emulator.switches({ life_cycle_ms: 3_600_000 });
    const list = new FleetPage(page);
    await list.open("?q=appears-by-itself");
    const stays = await staying(page);
    await new Aws(emulator.url).createWorkspace("appears-by-itself");
    const state = list.row("appears-by-itself").getByRole("cell").first();
    await expect(state).toHaveText("Creating");
    await emulator.settle();
    await expect(state).toHaveText("Active");
    expect(await stays()).toBe(true);
  });

  test("a creation that fails elsewhere is shown as failed without a reload", async ({ page, emulator }) => {
    const list = new FleetPage(page);
    await list.open("?q=fails-elsewhere");
    await new Aws(emulator.url).createWorkspace("fails-elsewhere");
    await expect(list.row("fails-elsewhere").getByRole("cell").first()).toHaveText("Creation failed");
  });

  test("a workspace deleted elsewhere goes away without a reload", async ({ page, emulator }) => {
    const aws = new Aws(emulator.url);
    const id = await aws.createWorkspace("goes-by-itself");
    await emulator.settle();
    const list = new FleetPage(page);
    await list.open("?q=goes-by-itself");
    await expect(list.row("goes-by-itself")).toBeVisible();
    await aws.deleteWorkspace(id);
    await expect(list.row("goes-by-itself")).toHaveCount(0);
  });

  test.describe("when answers stop coming", () => {
    test.use({ allowedProblems: [/Failed to load resource/] });

    test("the page says so once, keeps its rows, and moves again when they come back", async ({ page }) => {
      const list = new FleetPage(page);
      await list.open("?q=edge-dns");
      await page.route("**/api/**", (route) => route.abort());
      await expect(page.getByText("The server does not answer.")).toBeVisible();
      await expect(list.row("edge-dns")).toBeVisible();
      await page.unroute("**/api/**");
      await expect(page.getByText("The server does not answer.")).toBeHidden({ timeout: 20_000 });
    });

    test("a page older than the server says that it has to be reloaded", async ({ page }) => {
      const list = new FleetPage(page);
      await list.open();
      await page.locator("meta[name=build]").evaluate((meta) => meta.setAttribute("content", "an-older-build"));
      await expect(page.getByText("Belvedere was updated.")).toBeVisible();
      await page.getByRole("button", { name: "Reload" }).click();
      await expect(page.getByText("Belvedere was updated.")).toBeHidden();
    });
  });
});
