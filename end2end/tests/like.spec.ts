/** A workspace like another. */
import { OwnWorkspace } from "../pages/edit";
import { fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { expect, test } from "../support/fixtures";
import { apply, field, fresh, open, review } from "../support/journeys";
import { theOne } from "../support/listing";

test.use({ serverOptions: { name: "editing" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("a workspace like another", () => {
  test("it begins with everything but the name, and AWS gets it", async ({ page, emulator }) => {
    const network = { prefixListIds: ["pl-0a1b2c3d"], vpceIds: [] };
    const own = await OwnWorkspace.make(emulator, fresh("model"), {
      workspaceDescription: "To be copied",
      networkAccessControl: network,
      workspaceDataSources: ["CLOUDWATCH"],
      tags: { team: "edge" },
    });
    await own.configure({ unifiedAlerting: { enabled: false }, later: 1 });
    const name = fresh("copy");
    await open(page, own.path);
    await page.getByRole("link", { name: "Create one like this" }).click();
    await expect(page.getByText(/^Begun like model-/)).toBeVisible();
    await expect(page.getByRole("link", { name: "copy the sign-in" })).toHaveAttribute("href", `${own.path}/copy-sign-in`);
    await expect(field(page, "Name")).toHaveValue("");
    await field(page, "Name").fill(name);
    await review(page);
    await apply(page, "Create workspace");
    await emulator.settle();
    const made = await theOne(emulator, "grafana", name);
    const found = await new Aws(emulator.url).workspace(made.id);
    expect(found).toMatchObject({ description: "To be copied", networkAccessControl: network, dataSources: ["CLOUDWATCH"], tags: { team: "edge" } });
  });

  test("a reload before the review begins with the same values", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("model"), { workspaceDescription: "To be copied" });
    await open(page, own.path);
    await page.getByRole("link", { name: "Create one like this" }).click();
    await page.waitForURL(/form=.*&like=/);
    await page.reload();
    await expect(field(page, "Description")).toHaveValue("To be copied");
  });

  test("an address that names no workspace says so", async ({ page }) => {
    await open(page, "/grafana/create?like=nothing");
    await expect(page.getByText("This address names no workspace to begin with.")).toBeVisible();
    await page.getByRole("link", { name: "Create a workspace from nothing" }).click();
    await expect(field(page, "Name")).toBeVisible();
  });

  test.describe("that is not there", () => {
    test.use({ allowedProblems: [/status of 404/] });

    test("it is told, with a way to try again", async ({ page }) => {
      await open(page, "/grafana/create?like=441122338890/eu-west-1/g-0123456789");
      await expect(page.getByRole("main").getByRole("button", { name: /again/i })).toBeVisible();
      await expect(page.getByRole("button", { name: "Review" })).toHaveCount(0);
    });
  });
});
