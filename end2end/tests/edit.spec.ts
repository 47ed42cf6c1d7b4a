/** Changing what is there: for each operation one way that works and one that fails, and a workspace like another. */
import { EditPage, OwnWorkspace } from "../pages/edit";
import { ResourcePage, pathOf as pathIn } from "../pages/resource";
import { fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { expect, test } from "../support/fixtures";
import { apply, applyInVain, errorUnder, field, fresh, open, review } from "../support/journeys";
import { named, pathOf, theOne } from "../support/listing";
import type { Emulator } from "../support/emulator";

test.use({ serverOptions: { name: "editing" } });
test.beforeAll(async ({ server }) => fleetRead(server));

const refused = "It was not applied.";

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

test.describe("tags", () => {
  /** A resource of each kind of a test's own, and its page. */
  const makers = {
    grafana: async (emulator: Emulator) => (await OwnWorkspace.make(emulator, fresh("tagged"))).path,
    prometheus: async (emulator: Emulator) => {
      const answer = await new Aws(emulator.url).call("aps", "POST", "/workspaces", { alias: fresh("tagged") });
      await emulator.settle();
      return pathOf("prometheus", String(answer.workspaceId));
    },
    codeartifact: async (emulator: Emulator) => {
      const name = fresh("tagged");
      await new Aws(emulator.url).call("codeartifact", "POST", `/v1/domain?domain=${name}`, {});
      return pathOf("codeartifact", name);
    },
  } as const;

  for (const kind of ["grafana", "prometheus", "codeartifact"] as const) {
    test(`${kind}: they are set and taken away as one change`, async ({ page, emulator }) => {
      const path = await makers[kind](emulator);
      const edit = new EditPage(page);
      await edit.open(path, "tags");
      await edit.addTag(1, "team", "edge");
      await edit.addTag(2, "stage", "test");
      await edit.carryOut("Change tags");
      await emulator.settle();

      await edit.open(path, "tags");
      await page.getByRole("button", { name: "Remove tag 1" }).click();
      await page.getByLabel("Value of tag 2").fill("core");
      await review(page);
      await expect(edit.line("stage")).toBeVisible();
      await edit.apply("Change tags");
      await emulator.settle();
      await edit.open(path, "tags");
      await expect(page.getByLabel("Key of tag 1")).toHaveValue("team");
      await expect(page.getByLabel("Value of tag 1")).toHaveValue("core");
      await expect(page.getByLabel("Key of tag 2")).toHaveCount(0);
    });

    test(`${kind}: a refusal of AWS leaves them as they were`, async ({ page, emulator }) => {
      const path = await makers[kind](emulator);
      await emulator.fault({ service: kind, operation: "TagResource", kind: "denied" });
      const edit = new EditPage(page);
      await edit.open(path, "tags");
      await edit.addTag(1, "team", "edge");
      await edit.carryOut("Change tags", refused);
      await edit.open(path, "tags");
      await expect(page.getByLabel("Key of tag 1")).toHaveCount(0);
    });
  }
});

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
    await expect(page.getByText("It costs money from the moment it is added.")).toBeVisible();
    await review(page);
    await page.getByLabel("Grafana token").fill(token);
    await apply(page, "Add license");
    expect((await own.now()).licenseType).toBe("ENTERPRISE");

    await edit.open(own.path, "license");
    await expect(page.getByText("Enterprise data sources and features stop working.").first()).toBeVisible();
    await review(page);
    await apply(page, "Remove license");
    expect((await own.now()).licenseType ?? null).toBeNull();
  });

  test("without a token AWS refuses, and the form says why", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("unlicensed"));
    const edit = new EditPage(page);
    await edit.open(own.path, "license");
    await review(page);
    await applyInVain(page, "Add license", refused);
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(errorUnder(page, "license")).toContainText("Grafana token:");
    expect((await own.now()).licenseType ?? null).toBeNull();
  });

  test("a removal that fails leaves the license and says that it may still cost money", async ({ page, emulator }) => {
    const path = await pathIn(page, "grafana", "license-fails-sandbox");
    await new EditPage(page).open(path, "license");
    await review(page);
    await apply(page, "Remove license");
    await emulator.settle();
    await expect(page.getByText("The license could not be removed and may still cost money.").first()).toBeVisible({ timeout: 20_000 });
  });
});

test.describe("alias of a Prometheus workspace", () => {
  async function own(emulator: Emulator, alias: string): Promise<string> {
    const answer = await new Aws(emulator.url).call("aps", "POST", "/workspaces", { alias });
    await emulator.settle();
    return pathOf("prometheus", String(answer.workspaceId));
  }

  test("it is changed, and cleared again with a word about it", async ({ page, emulator }) => {
    const alias = fresh("renamed");
    const path = await own(emulator, fresh("metrics"));
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
    const path = await own(emulator, alias);
    await emulator.fault({ service: "prometheus", operation: "UpdateWorkspaceAlias", kind: "denied" });
    const edit = new EditPage(page);
    await edit.open(path, "alias");
    await field(page, "Alias").fill(fresh("never"));
    await edit.carryOut("Change alias", refused);
    expect(await named(emulator, "prometheus", alias)).toHaveLength(1);
  });

  test.describe("blanks around it", () => {
    test.use({ allowedProblems: [/status of 422/] });

    test("they are told at the field: AWS would trim them without a word", async ({ page, emulator }) => {
      const path = await own(emulator, fresh("metrics"));
      await new EditPage(page).open(path, "alias");
      await field(page, "Alias").fill(" blanks ");
      await page.getByRole("button", { name: "Review" }).click();
      await expect(errorUnder(page, "alias")).toContainText("AWS trims them.");
    });
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
    const aws = new Aws(emulator.url);
    await aws.call("codeartifact", "POST", `/v1/domain?domain=${name}`, {});
    const put = (account: string) =>
      aws.call("codeartifact", "PUT", "/v1/domain/permissions/policy", { domain: name, policyDocument: JSON.stringify(policy(account)) });
    return { path: pathOf("codeartifact", name), name, put };
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

test.describe("the page of a workspace", () => {
  test("every form is one press away", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("doors"));
    for (const [link, title] of [
      ["Change settings", "Change settings"],
      ["Tags", "Edit tags"],
      ["Configuration", "Change configuration"],
      ["Grafana version", "Update Grafana"],
      ["License", "Change license"],
    ] as const) {
      await open(page, own.path);
      await new ResourcePage(page).section("What can be done now").getByRole("link", { name: link, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    }
  });

  test("while AWS is at work everything that changes it is closed, with the reason once", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("grafana", "identity-prod");
    const actions = resource.section("What can be done now");
    await expect(actions.getByRole("button", { name: "Change settings" })).toHaveAttribute("aria-disabled", "true");
    await expect(actions.getByText(/^Its state is "Updating"\./)).toHaveCount(1);
    await expect(actions.getByRole("link", { name: "Create one like this" })).toBeVisible();
  });

  test("its form says that it cannot be changed now", async ({ page }) => {
    const path = await pathIn(page, "grafana", "identity-prod");
    await new EditPage(page).open(path, "settings");
    await expect(page.getByText("It cannot be changed now.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Review" })).toHaveAttribute("aria-disabled", "true");
  });

  test("the review of a deletion names its tokens and who loses access", async ({ page }) => {
    const resource = new ResourcePage(page);
    await resource.find("grafana", "payments-prod");
    await resource.planDeletion("Delete workspace");
    const lost = page.getByText("What is lost and what stays:").locator("..");
    await expect(lost).toContainText(/which stops? working at once: .+ of .+ \((last used|never used)/);
    await expect(lost).toContainText("lose access to it.");
    await expect(lost).toContainText("What stays: IAM roles");
  });
});

test.describe("leaving a form", () => {
  test("what was changed in it is not lost by pressing a link, unless the reader says so", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("leaving"));
    const edit = new EditPage(page);
    await edit.open(own.path, "settings");
    await field(page, "Description").fill("Kept");
    await page.getByRole("link", { name: "Changes", exact: true }).click();
    const question = page.getByRole("dialog", { name: "Leave this form?" });
    await question.getByRole("button", { name: "Keep editing" }).click();
    await expect(question).toBeHidden();
    await expect(field(page, "Description")).toHaveValue("Kept");
    await page.getByRole("link", { name: "Changes", exact: true }).click();
    await question.getByRole("button", { name: "Leave form" }).click();
    await expect(page).toHaveURL(/\/changes$/);
  });

  test("a tag that was taken away is a change, too", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("leaving"), { tags: { team: "edge" } });
    await new EditPage(page).open(own.path, "tags");
    await page.getByRole("button", { name: "Remove tag 1" }).click();
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(page.getByRole("dialog", { name: "Leave this form?" })).toBeVisible();
  });

  test("a form in which nothing was changed is left at once", async ({ page, emulator }) => {
    const own = await OwnWorkspace.make(emulator, fresh("leaving"));
    await new EditPage(page).open(own.path, "settings");
    await page.getByRole("link", { name: "Changes", exact: true }).click();
    await expect(page).toHaveURL(/\/changes$/);
  });
});
