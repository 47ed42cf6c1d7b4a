/** Settings of a workspace, with who can reach it and what it can reach. */
import { EditPage, OwnWorkspace, refused } from "../pages/edit";
import { fleetRead } from "../pages/fleet";
import { expect, test } from "../support/fixtures";
import { errorUnder, field, fresh, open, review } from "../support/journeys";

test.use({ serverOptions: { name: "editing" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("settings of a workspace", () => {
  test("only what was changed is sent, and AWS has it", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("settings"), { workspaceDescription: "Before" });
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await field(page, "Description").fill("After");
    await review(page);
    await expect(edit.line("workspaceDescription")).toContainText("After");
    await expect(page.getByRole("list", { name: /^Changes to / }).getByRole("listitem")).toHaveCount(1);
    await edit.apply("Change settings");
    expect((await own.now()).description).toBe("After");
  });

  test("what AWS refuses lands on its field, and nothing was changed", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("settings"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await edit.choice("account_access", "Organization").check();
    await edit.carryOut("Change settings", refused);
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(errorUnder(page, "organizational_units")).toContainText("Organizational units must be given");
    expect((await own.now()).accountAccessType).toBe("CURRENT_ACCOUNT");
  });

  test("an update that fails behind AWS's acceptance shows on the page of the workspace", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("update-fails"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await field(page, "Description").fill("Never there");
    await edit.carryOut("Change settings");
    await emulator.settle();
    await open(page, own.path);
    await expect(page.getByText("The last change failed.").first()).toBeVisible();
    expect((await own.now()).description ?? "").not.toBe("Never there");
  });

  test("a permission type that has no way back cannot be chosen", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("settings"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await expect(edit.choice("permission_type", "Managed by AWS")).toBeDisabled();
    await expect(page.getByText("The API has no way back to permissions managed by AWS")).toBeVisible();
  });
});

test.describe("inbound access", () => {
  test("it is restricted, locked and opened again, each with its consequence before the review", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("inbound"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await edit.choice("inbound", "Restricted").check();
    await field(page, "Prefix lists").fill("pl-0a1b2c3d");
    await expect(page.getByText("Only what these list can reach it: 1 prefix list and 0 VPC endpoints.")).toBeVisible();
    await edit.carryOut("Change settings");
    expect((await own.now()).networkAccessControl).toEqual({ prefixListIds: ["pl-0a1b2c3d"], vpceIds: [] });

    await edit.open(own.path, "settings");
    await edit.choice("inbound", "Locked out").check();
    await expect(page.getByText("Nobody will be able to reach this workspace.")).toBeVisible();
    await edit.carryOut("Change settings");
    expect((await own.now()).networkAccessControl).toEqual({ prefixListIds: [], vpceIds: [] });

    await edit.open(own.path, "settings");
    await edit.choice("inbound", "Open to the internet").check();
    await expect(page.getByText("Everybody on the internet will reach its sign-in page.")).toBeVisible();
    await edit.carryOut("Change settings");
    expect((await own.now()).networkAccessControl ?? null).toBeNull();
  });

  test("lists left empty lock nobody out by accident", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("inbound"));
    const before = await emulator.mark();
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await edit.choice("inbound", "Restricted").check();
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "prefix_list_ids")).toContainText('To let nobody in at all, choose "Locked out".');
    expect(await emulator.callsOf("UpdateWorkspace", before)).toEqual([]);
  });

  test("a refusal of AWS leaves it as it was", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("inbound"));
    await emulator.fault({ service: "grafana", operation: "UpdateWorkspace", kind: "denied" });
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await edit.choice("inbound", "Locked out").check();
    await edit.carryOut("Change settings", refused);
    expect((await own.now()).networkAccessControl ?? null).toBeNull();
  });
});

test.describe("outbound access", () => {
  const vpc = { securityGroupIds: ["sg-0a1b2c3d"], subnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] };

  test("a VPC is joined and left", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("outbound"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await edit.choice("outbound", "A VPC").check();
    await field(page, "Security groups").fill(vpc.securityGroupIds.join("\n"));
    await field(page, "Subnets").fill(vpc.subnetIds.join("\n"));
    await edit.carryOut("Change settings");
    expect((await own.now()).vpcConfiguration).toEqual(vpc);

    await edit.open(own.path, "settings");
    await edit.choice("outbound", "Public endpoints").check();
    await expect(page.getByText("Data sources inside the VPC will not be reached any more.")).toBeVisible();
    await edit.carryOut("Change settings");
    expect((await own.now()).vpcConfiguration ?? null).toBeNull();
  });

  test("one subnet alone is told at its field", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("outbound"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await edit.choice("outbound", "A VPC").check();
    await field(page, "Security groups").fill("sg-0a1b2c3d");
    await field(page, "Subnets").fill("subnet-0a1b2c3d");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "subnet_ids")).toContainText("List 2 to 6; there are 1.");
  });
});
