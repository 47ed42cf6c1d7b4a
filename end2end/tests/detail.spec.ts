/** The page of one resource: everything AWS returns of it, its state, and what is not there or not known. */
import { ResourcePage, pathOf } from "../pages/resource";
import { FleetPage, fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { expect, test } from "../support/fixtures";

test.use({ serverOptions: { name: "detail" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("facts", () => {
  test("a Grafana workspace shows what each of AWS's reads returned", async ({ page }) => {
    const resource = new ResourcePage(page);
    const path = await resource.find("grafana", "payments-prod");
    const id = path.split("/").at(-1) ?? "";
    await expect(resource.fact("ARN")).toContainText(`arn:aws:grafana:eu-west-1:441122338890:/workspaces/${id}`);
    const workspace = resource.section("Workspace");
    await expect(workspace).toContainText("grafana:DescribeWorkspace");
    await expect(workspace).toContainText("Restricted to the lists below");
    await expect(workspace).toContainText("team = payments");
    await expect(resource.section("Sign-in")).toContainText("https://login.example.com/saml/payments-prod/metadata");
    await expect(resource.section("Configuration").getByRole("region", { name: "Configuration" })).toContainText("{");
  });

  test("service accounts stand with their tokens under them, and tokens say when they end", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("grafana", "payments-prod");
    const table = page.getByRole("table", { name: "Service accounts and their tokens" });
    await expect(table.getByRole("rowheader")).toHaveText(
      ["ci-deploy", "pipeline-main", "pipeline-previous", "alert-sync", "nightly"],
    );
    const status = (name: string) => table.getByRole("row", { name: new RegExp(`^${name} `) }).getByRole("cell").nth(1);
    await expect(status("pipeline-main")).toHaveText(/^Expires in \d\sd$/);
    await expect(status("pipeline-previous")).toHaveText("Expired");
    await expect(status("nightly")).toHaveText("Valid");
  });

  test("the workspace is opened at its own address in a tab of its own", async ({ page }) => {
    const resource = new ResourcePage(page);
    const path = await resource.find("grafana", "payments-prod");
    const link = page.getByRole("link", { name: /^Open in Grafana/ });
    await expect(link).toHaveAttribute("href", `https://${path.split("/").at(-1)}.grafana-workspace.eu-west-1.amazonaws.com`);
    await expect(link).toHaveAttribute("target", "_blank");
    await expect(link).toHaveAttribute("rel", /noopener/);
  });

  test("a Prometheus workspace shows its alias, endpoint and tags", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("prometheus", "payments-metrics");
    const workspace = resource.section("Workspace");
    await expect(workspace).toContainText("aps:DescribeWorkspace");
    await expect(resource.fact("Endpoint")).toContainText(/^https:\/\/aps-workspaces\.eu-west-1\.amazonaws\.com\/workspaces\/ws-/);
    await expect(resource.fact("Tags")).toContainText("team = payments");
  });

  test("a CodeArtifact domain shows its repositories, tags and policy", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("codeartifact", "platform-packages");
    await expect(resource.section("Domain")).toContainText("Repositories");
    await expect(resource.section("Tags")).toContainText("team = platform");
    await expect(resource.section("Repositories")).toContainText("release-candidates");
    await expect(resource.section("Permissions policy").getByRole("region", { name: "Document" })).toContainText("903211874410");
  });

  test("the license token that AWS returns is nowhere in what the server sends", async ({ page, emulator }) => {
    const sent: Promise<string>[] = [];
    page.on("response", (response) => {
      if (!/\/(pkg|static)\//.test(response.url())) sent.push(response.text().catch(() => ""));
    });
    const resource = new ResourcePage(page);
    const path = await resource.find("grafana", "payments-prod");
    const { grafanaToken } = await new Aws(emulator.url).workspace(path.split("/").at(-1) ?? "");
    expect(grafanaToken).toMatch(/^[0-9a-f-]{36}$/);
    await expect(resource.section("Workspace")).toContainText("ENTERPRISE");
    const texts = await Promise.all(sent);
    expect(texts.some((text) => text.includes("payments-prod"))).toBe(true);
    expect(texts.filter((text) => text.includes(String(grafanaToken)))).toEqual([]);
  });
});

test.describe("copying", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  for (const label of ["ID", "ARN", "Endpoint"]) {
    test(`the ${label} is copied exactly, and the button says that it was`, async ({ page }) => {
      const resource = new ResourcePage(page);
      await resource.find("grafana", "edge-dns");
      const shown = (await resource.fact(label).innerText()).replace(/\s/g, "");
      await resource.copy(label).click();
      await expect(resource.copy(label)).toHaveAttribute("data-copied", "");
      await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
    });
  }
});

test("where the browser refuses to copy, the text is selected to be copied by hand", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } });
  });
  const resource = new ResourcePage(page);
  const path = await resource.find("grafana", "edge-dns");
  await resource.copy("ID").click();
  await expect(page.getByText(/The browser refused to copy/)).toBeAttached();
  expect(await page.evaluate(() => String(getSelection()))).toBe(path.split("/").at(-1));
});

test.describe("state", () => {
  test("a degraded workspace gives AWS's reason", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("grafana", "customer-support");
    await expect(page.getByText("AWS says: The customer managed key cannot be used: it is disabled")).toBeVisible();
  });

  test("what cannot be done now stands there with the reason", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("grafana", "identity-prod");
    const button = page.getByRole("button", { name: "Delete workspace" });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(resource.section("What can be done now")).toContainText('Its state is "Updating".');
    await button.click({ force: true });
    await expect(page).toHaveURL(/\/grafana\//);
  });

  test("a creation is followed step by step until it is active, without a reload", async ({ page, emulator }) => {
    await emulator.switches({ life_cycle_ms: 3_600_000 });
    const id = await new Aws(emulator.url).createWorkspace("followed-to-active");
    const resource = new ResourcePage(page);
    await resource.open(`/grafana/441122338890/eu-west-1/${id}`);
    const steps = page.getByRole("list", { name: "Progress" }).getByRole("listitem");
    await expect(steps).toHaveText([/Requested.*Done/, /Creating.*In progress/, /Active.*Next/]);
    await emulator.settle();
    await expect(steps).toHaveText([/Requested.*Done/, /Creating.*Done/, /Active.*Done/]);
    await expect(page.getByText("Ready to use.")).toBeVisible();
  });

  test("a creation that failed says so and what is left to do", async ({ page, emulator }) => {
    const id = await new Aws(emulator.url).createWorkspace("fails-and-is-followed");
    const resource = new ResourcePage(page);
    await resource.open(`/grafana/441122338890/eu-west-1/${id}`);
    await expect(page.getByText("It was never usable. Delete it, then create it again.")).toBeVisible();
    await expect(page.getByRole("list", { name: "Progress" })).toHaveText(/Creating.*Failed.*Active.*Not reached/);
  });

  test("a workspace that is deleted elsewhere is said to be gone, without a reload", async ({ page, emulator }) => {
    const aws = new Aws(emulator.url);
    const id = await aws.createWorkspace("gone-in-a-moment");
    await emulator.settle();
    const resource = new ResourcePage(page);
    await resource.open(`/grafana/441122338890/eu-west-1/${id}`);
    await expect(page.getByRole("button", { name: "Delete workspace" })).not.toHaveAttribute("aria-disabled", "true");
    await emulator.switches({ life_cycle_ms: 1 });
    await aws.deleteWorkspace(id);
    await expect(page.getByText("gone-in-a-moment is gone.")).toBeVisible({ timeout: 25_000 });
  });

  test("a part that cannot be read says why, and the rest is shown", async ({ page, emulator }) => {
    await emulator.fault({ operation: "DescribeWorkspaceConfiguration", kind: "denied" });
    const id = await new Aws(emulator.url).createWorkspace("half-readable");
    const resource = new ResourcePage(page);
    await resource.open(`/grafana/441122338890/eu-west-1/${id}`);
    await expect(resource.section("Configuration")).toContainText(/This could not be read\. .*(is not allowed).*AWS request ID/i);
    await expect(resource.section("Workspace")).toContainText("half-readable");
  });
});

test.describe("what is not there", () => {
  test.use({ allowedProblems: [/status of 404/] });

  const nowhere: [string, string, RegExp | string][] = [
    ["an id that AWS does not know", "/grafana/441122338890/eu-west-1/g-0123456789", "There is no such workspace."],
    ["a domain that AWS does not know", "/codeartifact/441122338890/eu-west-1/nobody-has-it", "There is no such CodeArtifact domain."],
    ["an id of another form", "/grafana/441122338890/eu-west-1/nonsense", "Nothing lives at this address."],
    ["an address that leads nowhere", "/no/such/page", "Nothing lives at this address."],
    ["a change nobody planned", "/changes/1b4e28ba-2fa1-41d2-883f-0016d3cca427", /./],
  ];
  for (const [what, path, words] of nowhere) {
    test(`${what} is a page with the status 404 that keeps the shell`, async ({ page }) => {
      const response = await page.goto(path);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("main")).toContainText(words);
      await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Changes" })).toBeVisible();
      await expect(page).toHaveTitle(/ - Belvedere$/);
    });
  }
});

test.describe("what is not known", () => {
  test("an id whose direct read fails is not read yet, which is not 404, and is told once it is known", async ({ page, emulator }) => {
    await emulator.fault({ operation: "DescribeWorkspace", region: "ap-southeast-2", kind: "denied" });
    const response = await page.goto("/grafana/221099870031/ap-southeast-2/g-0123456789");
    expect(response?.status()).toBe(200);
    await expect(page.getByText("Not read yet.")).toBeVisible();
    await expect(page.getByRole("main")).toContainText(/is not allowed/i);
    await emulator.clearFaults();
    await expect(page.getByText("There is no such workspace.")).toBeVisible();
  });

  test("an id in a scope whose list cannot be read is not read yet, with the reason", async ({ page, emulator }) => {
    await emulator.fault({ service: "grafana", operation: "ListWorkspaces", region: "us-west-2", account: "778812004532", kind: "denied" });
    const list = new FleetPage(page);
    await list.open("?account=legacy&region=us-west-2");
    await expect(list.notReadable).toBeVisible();
    const response = await page.goto("/grafana/778812004532/us-west-2/g-0123456789");
    expect(response?.status()).toBe(200);
    await expect(page.getByText("Not read yet.")).toBeVisible();
  });

  test("an account that is not configured is not asked for", async ({ page, emulator }) => {
    const since = await emulator.mark();
    const response = await page.goto("/grafana/999999999999/eu-west-1/g-0123456789");
    expect(response?.status()).toBe(200);
    await expect(page.getByRole("main")).toContainText("is not among the configured scopes");
    expect((await emulator.calls(since)).filter((call) => call.account === "999999999999")).toEqual([]);
  });

  test("a resource the list has, but no page of which was read, shows its row's facts and says what is being read", async ({
    page,
    emulator,
  }) => {
    await emulator.fault({ operation: "DescribeWorkspaceAuthentication", kind: "held" });
    // Without SAML: where there is, the sign-in is read for its certificates before anybody looks.
    const path = await pathOf(page, "grafana", "legacy-batch");
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1, name: "legacy-batch" })).toBeVisible();
    await expect(new ResourcePage(page).section("Sign-in").getByRole("status")).toHaveText("Reading");
    await emulator.release("DescribeWorkspaceAuthentication");
    await expect(new ResourcePage(page).section("Sign-in")).toContainText("SAML");
  });
});
