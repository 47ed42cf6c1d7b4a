/** What only a Grafana workspace has besides its settings: its configuration, its version, its license. */
import { EditPage, OwnWorkspace, refused } from "../pages/edit";
import { pathOf as pathIn } from "../pages/resource";
import { fleetRead } from "../pages/fleet";
import { expect, test } from "../support/fixtures";
import { apply, applyInVain, errorUnder, fresh, open, review } from "../support/journeys";

test.use({ serverOptions: { name: "editing" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("configuration", () => {
  const odd = { unifiedAlerting: { enabled: true }, later: { kept: [1, 2] } };

  test("one setting is switched, and everything else stays as it is", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("configured"));
    await own.configure(odd);
    const edit = new EditPage(page);
    await edit.open(own.path, "configuration");
    await expect(edit.choice("plugin_admin", "Not set")).toBeChecked();
    await expect(page.getByText("Kept exactly as it is: later")).toBeVisible();
    await expect(page.getByRole("region", { name: "The configuration now" })).toContainText('"kept":[1,2]');
    await edit.choice("plugin_admin", "On").check();
    await edit.carryOut("Change configuration");
    expect(await own.configuration()).toEqual({ ...odd, plugins: { pluginAdminEnabled: true } });
  });

  test("one that fails behind AWS's acceptance changes nothing and shows on the page", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("update-fails"));
    const before = await own.configuration();
    const edit = new EditPage(page);
    await edit.open(own.path, "configuration");
    await edit.choice("alerting", "Off").check();
    await edit.carryOut("Change configuration");
    await emulator.settle();
    await open(page, own.path);
    await expect(page.getByText("The last change failed.").first()).toBeVisible();
    expect(await own.configuration()).toEqual(before);
  });
});

test.describe("Grafana version", () => {
  test("it is updated to one of those AWS offers", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("versioned"), { grafanaVersion: "9.4" });
    const edit = new EditPage(page);
    await edit.open(own.path, "version");
    await expect(page.getByText("There is no way back.")).toBeVisible();
    await expect(page.locator("#version").getByRole("radio")).toHaveCount(2);
    await edit.choice("version", "Grafana 10.4").check();
    await review(page);
    await expect(page.getByText("There is no way back to an older version.")).toBeVisible();
    await apply(page, "Update Grafana");
    expect((await own.now()).grafanaVersion).toBe("10.4");
  });

  test("an update that fails leaves the version and says so on the page", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("upgrade-fails"), { grafanaVersion: "9.4" });
    const edit = new EditPage(page);
    await edit.open(own.path, "version");
    await edit.choice("version", "Grafana 12.4").check();
    await review(page);
    await apply(page, "Update Grafana");
    await emulator.settle();
    await expect(page.getByText("The Grafana version could not be updated.").first()).toBeVisible({ timeout: 20_000 });
    expect((await own.now()).grafanaVersion).toBe("9.4");
  });

  test("none chosen is told at the field", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("versioned"), { grafanaVersion: "9.4" });
    await new EditPage(page).open(own.path, "version");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "version")).toContainText("Choose the version to update to.");
  });

  test("the newest has nothing to choose", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("newest"));
    await open(page, `${own.path}/version`);
    await expect(page.getByText("AWS offers no newer version of Grafana for it.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Review" })).toHaveCount(0);
  });
});

test.describe("license", () => {
  const token = "4f8a91c2-0b1d-4e7a-9c55-5d2f60e8a771";

  test("one is added with the token entered at the end, and removed again", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("licensed"));
    const edit = new EditPage(page);
    await edit.open(own.path, "license");
    await expect(page.getByRole("radio", { checked: true }), "nothing is chosen beforehand").toHaveCount(0);
    await page.getByRole("radio", { name: "Add Grafana Enterprise" }).check();
    await expect(page.getByText("It costs money from the moment it is added.")).toBeVisible();
    await review(page);
    await page.getByLabel("Grafana token").fill(token);
    await apply(page, "Add license");
    expect((await own.now()).licenseType).toBe("ENTERPRISE");

    await edit.open(own.path, "license");
    await expect(page.getByRole("radio", { checked: true }), "nothing is chosen beforehand").toHaveCount(0);
    await page.getByRole("radio", { name: "Remove the license" }).check();
    await expect(page.getByText("Enterprise data sources and features stop working.").first()).toBeVisible();
    await review(page);
    await apply(page, "Remove license");
    expect((await own.now()).licenseType ?? null).toBeNull();
  });

  test("without a token AWS refuses, and the form says why", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("unlicensed"));
    const edit = new EditPage(page);
    await edit.open(own.path, "license");
    await page.getByRole("radio", { name: "Add Grafana Enterprise" }).check();
    await review(page);
    await applyInVain(page, "Add license", refused);
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(errorUnder(page, "license")).toContainText("Grafana token:");
    expect((await own.now()).licenseType ?? null).toBeNull();
  });

  test("a removal that fails leaves the license and says that it may still cost money", async ({ page, emulator }) => {
    const path = await pathIn(page, "grafana", "license-fails-sandbox");
    await new EditPage(page).open(path, "license");
    await page.getByRole("radio", { name: "Remove the license" }).check();
    await review(page);
    await apply(page, "Remove license");
    await emulator.settle();
    await expect(page.getByText("The license could not be removed and may still cost money.").first()).toBeVisible({ timeout: 20_000 });
  });
});
