/** What goes wrong in AWS, on the way to it, or in between, told on the page with what is known and what can be done. */
import { expect, test } from "../support/fixtures";
import { apply, applyButton, applyInVain, errorUnder, field, fillNew, fresh, open, planNew, review } from "../support/journeys";
import { home, named, pathOf, theOne } from "../support/listing";
import { startServer } from "../support/server";

test.use({ serverOptions: { name: "writing" } });

test.describe("creations that AWS takes and cannot finish", () => {
  test("a workspace that ends in CREATION_FAILED shows it with what can be done", async ({ page, emulator }) => {
    await emulator.switches({ life_cycle_ms: 600_000 });
    const name = fresh("fails");
    await planNew(page, "grafana", name);
    await apply(page, "Create workspace");
      const progress = page.getByRole("list", { name: "Progress" });
    await expect(progress.getByRole("listitem").filter({ hasText: "Creating" })).toContainText("In progress");
    await emulator.settle();
    await expect(page.getByText("It was never usable. Delete it, then create it again.")).toBeVisible();
    await expect(page.getByText("Creation failed").first()).toBeVisible();
    await expect(progress.getByRole("listitem").filter({ hasText: "Creating" })).toContainText("Failed");
    await expect(progress.getByRole("listitem").filter({ hasText: "Active" })).toContainText("Not reached");
    await expect(page.getByRole("button", { name: "Delete workspace", exact: true })).toBeEnabled();
  });

  test("a workspace that ends degraded shows AWS's reason", async ({ page, emulator }) => {
    const name = fresh("degrades");
    await planNew(page, "grafana", name);
    await apply(page, "Create workspace");
    await emulator.settle();
      await expect(page.getByText("AWS says: The customer managed key cannot be used")).toBeVisible();
  });

  test("a Prometheus workspace that ends in CREATION_FAILED shows it", async ({ page, emulator }) => {
    const name = fresh("fails");
    await planNew(page, "prometheus", name);
    await apply(page, "Create Prometheus workspace");
    await emulator.settle();
      await expect(page.getByText("It was never usable. Delete it, then create it again.")).toBeVisible();
  });
});

test.describe("calls that AWS does not take", () => {
  test("a creation that is not allowed is told with the permission that is missing, and nothing is made", async ({ page, emulator }) => {
    const name = fresh("denied");
    await planNew(page, "grafana", name);
    await applyInVain(page, "Create workspace", "It was not applied.");
    await expect(page.getByText(`grafana:CreateWorkspace is not allowed in account ${home.account} in ${home.region}.`, { exact: false })).toBeVisible();
    await expect(page.getByText("AWS request ID")).toBeVisible();
    await expect(page.getByRole("link", { name: "Plan again" })).toBeVisible();
    expect(await named(emulator, "grafana", name)).toEqual([]);
  });

  test("a creation that is throttled succeeds after waiting as long as AWS asked", async ({ page, emulator }) => {
    const name = fresh("throttled");
    const before = await emulator.mark();
    await planNew(page, "grafana", name);
    await apply(page, "Create workspace");
    expect((await emulator.callsOf("CreateWorkspace", before)).map(({ status }) => status)).toEqual([429, 429, 202]);
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test("a creation that is throttled for good is told to have changed nothing", async ({ page, emulator }) => {
    const name = fresh("throttled-always");
    await planNew(page, "grafana", name);
    await applyInVain(page, "Create workspace", "It was not applied.");
    await expect(page.getByText("is asked too often", { exact: false })).toBeVisible();
    expect(await named(emulator, "grafana", name)).toEqual([]);
  });

  test.describe("when it only looks", () => {
    test.use({ allowedProblems: [/status of 403/] });

    test("what may not be read before a plan is told, and the plan can be tried again", async ({ page, emulator }) => {
      const workspace = await theOne(emulator, "grafana", "orders-prod");
      await open(page, `${pathOf("grafana", workspace.id)}/service-accounts/create`);
      await field(page, "Name").fill(fresh("late"));
      await emulator.fault({ operation: "ListWorkspaceServiceAccounts", kind: "denied" });
      await page.getByRole("button", { name: "Review" }).click();
      await expect(page.getByText("grafana:ListWorkspaceServiceAccounts is not allowed", { exact: false })).toBeVisible();
      await emulator.clearFaults();
      await page.getByRole("button", { name: "Try again" }).click();
      await page.waitForURL("**/changes/*");
    });
  });
});

test.describe("answers of AWS that are lost", () => {
  test("a connection cut after the work is looked into, and there is one workspace", async ({ page, emulator }) => {
    const name = fresh("cut-once");
    await planNew(page, "grafana", name);
    await emulator.fault({ operation: "CreateWorkspace", kind: "cut_after", times: 1 });
    const plan = page.url();
    await apply(page, "Create workspace");
    await open(page, plan);
    await expect(page.getByText("It was applied.", { exact: true })).toBeVisible();
    await expect(page.getByText("AWS's first answer was lost; looking again found it done, once.")).toBeVisible();
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test("a connection cut before the work is sent again under the same token, and there is one workspace", async ({ page, emulator }) => {
    const name = fresh("cut-early");
    await planNew(page, "prometheus", name);
    await emulator.fault({ service: "prometheus", operation: "CreateWorkspace", kind: "cut_before", times: 1 });
    await apply(page, "Create Prometheus workspace");
    expect(await named(emulator, "prometheus", name)).toHaveLength(1);
  });

  test("a connection that is cut after the work every time leaves one workspace and says what is not known", async ({ page, emulator }) => {
    const name = fresh("cut-after");
    await planNew(page, "grafana", name);
    await applyInVain(page, "Create workspace", "Nobody knows whether it was applied.");
    await page.reload();
    await expect(page.getByText("Nobody knows whether it was applied.", { exact: true })).toBeVisible();
    await expect(applyButton(page, "Create workspace")).toHaveCount(0);
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test("a domain whose creation was cut off is found by looking, and there is one", async ({ page, emulator }) => {
    const name = fresh("cut-after");
    const before = await emulator.mark();
    await planNew(page, "codeartifact", name);
    const plan = page.url();
    await apply(page, "Create domain");
    await open(page, plan);
    await expect(page.getByText("AWS's first answer was lost; looking again found it done, once.")).toBeVisible();
    expect(await emulator.callsOf("CreateDomain", before)).toHaveLength(1);
    expect(await named(emulator, "codeartifact", name)).toHaveLength(1);
  });

  test("an internal error of AWS is told as not known, and nothing is made", async ({ page, emulator }) => {
    const name = fresh("internal");
    await planNew(page, "grafana", name);
    await applyInVain(page, "Create workspace", "Nobody knows whether it was applied.");
    expect(await named(emulator, "grafana", name)).toEqual([]);
  });
});

test.describe("Belvedere itself", () => {
  test.use({ allowedProblems: [/net::ERR_|status of (409|50\d)/] });

  test("a form whose server does not answer keeps what was typed", async ({ page }) => {
    const name = fresh("kept");
    await fillNew(page, "prometheus", name);
    await page.route("**/api/plan/**", (route) => route.abort(), { times: 1 });
    await page.getByRole("button", { name: "Review" }).click();
    await expect(page.getByRole("status").filter({ hasText: "The server did not answer." })).toBeVisible();
    await expect(field(page, "Alias")).toHaveValue(name);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForURL("**/changes/*");
  });

  test("a plan that was under way when the server died is told as interrupted, and is not sent again", async ({ page }) => {
    const first = await startServer({ name: "dying" });
    let second: Awaited<ReturnType<typeof startServer>> | undefined;
    try {
      await open(page, `${first.url}/grafana/create`);
      await page.getByLabel("Account and region", { exact: true }).selectOption(`${home.account}/${home.region}`);
      await field(page, "Name").fill(fresh("interrupted"));
      await review(page);
      const plan = new URL(page.url()).pathname;
      await first.emulator.fault({ operation: "CreateWorkspace", kind: "held", times: 1 });
      await applyButton(page, "Create workspace").click();
      await first.emulator.holds("CreateWorkspace");
      await first.kill();
      await expect(page.getByText("The server does not answer.", { exact: true })).toBeVisible();
      second = await startServer({ name: "reborn", data: first.data });
      await open(page, second.url + plan);
      await expect(page.getByText("It was interrupted.", { exact: true })).toBeVisible();
      await expect(page.getByText("No outcome on record")).toBeVisible();
      await expect(applyButton(page, "Create workspace")).toHaveCount(0);
      expect(await second.emulator.callsOf("CreateWorkspace")).toEqual([]);
    } finally {
      await first.kill();
      await second?.stop();
    }
  });

  test("a page of another build is told to reload, and nothing is done", async ({ page, emulator }) => {
    const name = fresh("stale");
    await fillNew(page, "grafana", name);
    await page.locator("meta[name=build]").evaluate((meta) => meta.setAttribute("content", "another"));
    await page.getByRole("button", { name: "Review" }).click();
    await expect(page.getByText("Belvedere was updated.")).toBeVisible();
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.getByRole("button", { name: "Review" })).toBeEnabled();
    expect(await named(emulator, "grafana", name)).toEqual([]);
  });
});

test.describe("addresses of nothing", () => {
  test.use({ allowedProblems: [/status of 404/] });

  for (const path of ["/changes/1b4e28ba-2fa1-41d2-883f-0016d3cca427", "/changes/no-id-at-all", "/grafana/441122338890/eu-west-1/g-0000000000/service-accounts/create"]) {
    test(`${path} is a page with status 404 that keeps the frame`, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeVisible();
    });
  }
});

test("an odd form address opens a fresh form instead of failing", async ({ page }) => {
  const answer = await page.goto("/grafana/create?form=../../etc&from=%00%ff");
  expect(answer?.status()).toBe(200);
  await expect(field(page, "Name")).toHaveValue("");
  await expect(errorUnder(page, "name")).toHaveCount(0);
});
