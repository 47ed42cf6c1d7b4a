/** Reading without JavaScript, and before it has arrived: every view, filter, order and page is an address. */
import { FleetPage, fleetRead } from "../pages/fleet";
import { ResourcePage, pathOf } from "../pages/resource";
import { expect, test } from "../support/fixtures";
import { raw } from "../support/raw";

test.use({ serverOptions: { name: "reading" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the front page leads to the Grafana workspaces", async ({ page }) => {
    await page.goto("/");
    await expect(new FleetPage(page).heading).toBeVisible();
    await expect(page).toHaveURL(/\/grafana$/);
  });

  test("text sent with the Filter button narrows the list", async ({ page }) => {
    const list = new FleetPage(page);
    await list.visit();
    await list.filterBox.fill("edge-cdn");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(list.names).toHaveText(["edge-cdn", "edge-cdn-us"]);
    await expect(list.heading).toHaveText(/\(2\/\d+\)$/);
  });

  test("properties sent with Enter become filters and keep those that were there", async ({ page }) => {
    const list = new FleetPage(page);
    await list.visit("?tally=failed&sort=-name");
    await list.filterBox.fill("account=edge status!=failed");
    await list.filterBox.press("Enter");
    await expect(list.names).toHaveText(["fleet-telematics", "edge-telemetry"]);
    await page.getByRole("link", { name: "Remove filter status != failed" }).click();
    await expect(list.names).toHaveText(["satellite-backhaul", "fleet-telematics", "edge-telemetry"]);
  });

  test("tally, order, page size and pages are links", async ({ page }) => {
    const list = new FleetPage(page);
    await list.visit();
    await expect(list.names).toHaveCount(25);
    await list.pages.getByRole("link", { name: "Next page" }).click();
    await expect(list.pages).toContainText(/26 to 50/);
    await list.pageSize(50).click();
    await expect(list.names).toHaveCount(50);
    await list.head("Name").getByRole("link").click();
    await expect(list.head("Name")).toHaveAttribute("aria-sort", "descending");
    const failed = await list.counted("Failed");
    await list.tally("Failed").click();
    await expect(list.names).toHaveCount(failed);
  });

  test("scope switcher and drawer open by themselves", async ({ page }) => {
    const list = new FleetPage(page);
    await list.visit();
    await page.getByText("Accounts and regions", { exact: true }).first().click();
    await page.getByRole("link", { name: "edge 221099870031" }).click();
    await expect(page).toHaveURL(/account=221099870031/);
    await page.setViewportSize({ width: 400, height: 800 });
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "CodeArtifact domains" }).click();
    await expect(new FleetPage(page, "codeartifact").heading).toBeVisible();
  });

  test("a workspace can be read whole, and says that changing it needs JavaScript", async ({ page }) => {
    const path = await pathOf(page, "grafana", "checkout-prod");
    const resource = new ResourcePage(page);
    await expect(async () => {
      await page.goto(path);
      await expect(resource.section("Sign-in")).toContainText("Configured", { timeout: 500 });
    }).toPass();
    await expect(resource.section("Workspace")).toContainText("grafana:DescribeWorkspace");
    await expect(page.getByRole("button", { name: "Delete workspace" })).toHaveAttribute("title", /Needs JavaScript/);
  });

  test("forms say that planning needs JavaScript", async ({ page }) => {
    await page.goto("/prometheus/create");
    // Playwright's own text selectors leave `noscript` out.
    const note = page.getByRole("main").locator("noscript").first();
    await expect(note).toBeVisible();
    expect(await note.evaluate((element) => element.textContent)).toContain("Planning a change needs JavaScript, which is off.");
    await expect(page.getByLabel("Alias")).toBeVisible();
  });

  test("changes can be read", async ({ page }) => {
    await page.goto("/changes");
    await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
    await expect(page.getByText("Nothing was planned yet.")).toBeVisible();
  });

  test.describe("where nothing is", () => {
    test.use({ allowedProblems: [/status of 404/] });

    test("an address that leads nowhere is a page with the status 404", async ({ page }) => {
    const response = await page.goto("/no/such/page");
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("link", { name: "Go to Grafana workspaces" })).toBeVisible();
    });
  });
});

test("links and filter work while the WASM is still on its way", async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/*.wasm", async (route) => {
    await arrived;
    await route.continue().catch(() => undefined);
  });
  const list = new FleetPage(page);
  await list.visit();
  await list.filterBox.fill("edge-dns");
  await list.filterBox.press("Enter");
  await expect(list.names).toHaveText(["edge-dns"]);
  await list.head("Region").getByRole("link").click();
  await expect(page).toHaveURL(/sort=region/);
  await expect(page.locator("html")).not.toHaveAttribute("data-hydrated");
  arrive();
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "");
  await expect(list.names).toHaveText(["edge-dns"]);
});

test("pages that many ask for at once are all whole", async ({ page, server }) => {
  const names = ["edge-cdn", "edge-dns", "orders-prod", "payments-prod"];
  const paths: string[] = [];
  for (const name of names) paths.push(await pathOf(page, "grafana", name));
  const title = async (number: number) => {
    const { status, body } = await raw(server.url, { path: paths[number % paths.length] ?? "", headers: { host: new URL(server.url).host } });
    return `${status} ${/<title>([^<]*)/.exec(body)?.[1]}`;
  };
  const told = new Set<string>();
  for (let round = 0; round < 25; round++) {
    for (const one of await Promise.all(Array.from({ length: 16 }, (_, number) => title(number)))) told.add(one);
  }
  const expected = names.map((name) => `200 ${name} - Grafana workspaces - Belvedere`);
  expect([...told].sort()).toEqual(expected);
});
