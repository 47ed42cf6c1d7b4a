/** What only the other kinds have: the alias of a Prometheus workspace, the permissions policy of a domain. */
import { EditPage, ownDomain, ownPrometheus, refused } from "../pages/edit";
import { fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { expect, test } from "../support/fixtures";
import { errorUnder, field, fresh, review } from "../support/journeys";
import { named } from "../support/listing";
import type { Emulator } from "../support/emulator";

test.use({ serverOptions: { name: "editing" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("alias of a Prometheus workspace", () => {
  test("it is changed, and cleared again with a word about it", async ({ page, emulator }) => {
    const alias = fresh("renamed");
    const path = await ownPrometheus(emulator, fresh("metrics"));
    const edit = new EditPage(page);
    await edit.open(path, "alias");
    await field(page, "Alias").fill(alias);
    await edit.carryOut("Change alias");
    await emulator.settle();
    expect(await named(emulator, "prometheus", alias)).toHaveLength(1);
    await edit.open(path, "alias");
    await field(page, "Alias").fill("");
    await expect(page.getByText("The alias will be cleared.")).toBeVisible();
    await edit.carryOut("Change alias");
    await emulator.settle();
    expect(await named(emulator, "prometheus", alias)).toEqual([]);
  });

  test("a refusal of AWS leaves it as it was", async ({ page, emulator }) => {
    const alias = fresh("metrics");
    const path = await ownPrometheus(emulator, alias);
    await emulator.fault({ service: "prometheus", operation: "UpdateWorkspaceAlias", kind: "denied" });
    const edit = new EditPage(page);
    await edit.open(path, "alias");
    await field(page, "Alias").fill(fresh("never"));
    await edit.carryOut("Change alias", refused);
    expect(await named(emulator, "prometheus", alias)).toHaveLength(1);
  });

  test("blanks around it are told at the field: AWS would trim them without a word", async ({ page, emulator }) => {
    const path = await ownPrometheus(emulator, fresh("metrics"));
    await new EditPage(page).open(path, "alias");
    await field(page, "Alias").fill(" blanks ");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "alias")).toContainText("Remove the blanks before and after it.");
  });
});

test.describe("permissions policy of a domain", () => {
  const policy = (account: string) => ({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ["codeartifact:GetDomainPermissionsPolicy"],
        Resource: "*",
      },
    ],
  });

  async function own(emulator: Emulator): Promise<{ path: string; name: string; put: (account: string) => Promise<unknown> }> {
    const name = fresh("domain");
    const path = await ownDomain(emulator, name);
    const aws = new Aws(emulator.url);
    const put = (account: string) =>
      aws.call("codeartifact", "PUT", "/v1/domain/permissions/policy", { domain: name, policyDocument: JSON.stringify(policy(account)) });
    return { path, name, put };
  }

  test("it is put, and removed by an empty field that says so", async ({ page, emulator }) => {
    const { path } = await own(emulator);
    const edit = new EditPage(page);
    await edit.open(path, "policy");
    await expect(page.getByText("There is no policy now")).toBeVisible();
    const text = JSON.stringify(policy("556677889900"));
    await field(page, "Policy document").fill(text);
    await expect(page.getByText(`${text.length} of 7168 characters`)).toBeVisible();
    await edit.carryOut("Change permissions policy");

    await edit.open(path, "policy");
    await expect(field(page, "Policy document")).toHaveValue(/556677889900/);
    await field(page, "Policy document").fill("");
    await expect(page.getByText("The policy will be removed.")).toBeVisible();
    await edit.carryOut("Change permissions policy");
    await edit.open(path, "policy");
    await expect(field(page, "Policy document")).toHaveValue("");
  });

  test("one that moved after the review is not overwritten", async ({ page, emulator }) => {
    const { path, put } = await own(emulator);
    await put("556677889900");
    const edit = new EditPage(page);
    await edit.open(path, "policy");
    await field(page, "Policy document").fill(JSON.stringify(policy("778812004532")));
    await review(page);
    await put("903211874410");
    await edit.apply("Change permissions policy", refused);
    await edit.open(path, "policy");
    await expect(field(page, "Policy document")).toHaveValue(/903211874410/);
  });

  test("a removal that AWS refuses leaves it", async ({ page, emulator }) => {
    const { path, put } = await own(emulator);
    await put("556677889900");
    await emulator.fault({ service: "codeartifact", operation: "DeleteDomainPermissionsPolicy", kind: "denied" });
    const edit = new EditPage(page);
    await edit.open(path, "policy");
    await field(page, "Policy document").fill("");
    await edit.carryOut("Change permissions policy", refused);
    await edit.open(path, "policy");
    await expect(field(page, "Policy document")).toHaveValue(/556677889900/);
  });

  test.describe("no JSON", () => {
    test.use({ allowedProblems: [/status of 422/] });

    test("it is told at the field, and nothing is sent", async ({ page, emulator }) => {
      const { path } = await own(emulator);
      const before = await emulator.mark();
      await new EditPage(page).open(path, "policy");
      await field(page, "Policy document").fill("{ this is not JSON }");
      await page.getByRole("button", { name: "Review" }).click();
      await expect(errorUnder(page, "document")).not.toBeEmpty();
      expect(await emulator.callsOf("PutDomainPermissionsPolicy", before)).toEqual([]);
    });
  });
});
