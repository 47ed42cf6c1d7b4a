/** Creating each kind: from the form over the review to ACTIVE, the limits on the way, and one thing made however often it is asked for. */
import { expect, test } from "../support/fixtures";
import {
  apply,
  applyButton,
  applyInVain,
  arrived,
  call,
  decision,
  errorUnder,
  expectSameDocument,
  field,
  fillNew,
  fresh,
  mark,
  open,
  planNew,
  review,
  stateAtEnd,
  words,
} from "../support/journeys";
import { home, named, pathOf, theOne } from "../support/listing";

test.use({ serverOptions: { name: "writing" } });

test.describe("to the end", () => {
  test("a Grafana workspace is followed from its form to active without a reload", async ({ page, emulator }) => {
    await emulator.switches({ life_cycle_ms: 600_000 });
    const name = fresh("journey");
    await fillNew(page, "grafana", name);
    await page.getByRole("textbox", { name: /^Description/ }).fill("Made by a test");
    await mark(page);
    await review(page);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(`Create workspace ${name}`);
    await apply(page, "Create workspace");
      const made = await theOne(emulator, "grafana", name);
    expect(new URL(page.url()).pathname).toBe(pathOf("grafana", made.id));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    const progress = page.getByRole("list", { name: "Progress" });
    await expect(progress.getByRole("listitem").filter({ hasText: "Creating" })).toContainText("In progress");
    await emulator.settle();
    await expect(progress.getByRole("listitem").filter({ hasText: "Active" })).toContainText("Done");
    await expect(page.getByText("Ready to use. Everything about it can be changed.")).toBeVisible();
    await expectSameDocument(page);
  });

  test("a Prometheus workspace is followed from its form to active without a reload", async ({ page, emulator }) => {
    await emulator.switches({ life_cycle_ms: 600_000 });
    const name = fresh("Metrics of the edge");
    await fillNew(page, "prometheus", name);
    await mark(page);
    await review(page);
    await apply(page, "Create Prometheus workspace");
      const progress = page.getByRole("list", { name: "Progress" });
    await expect(progress.getByRole("listitem").filter({ hasText: "Creating" })).toContainText("In progress");
    await emulator.settle();
    await expect(page.getByText("Ready to ingest and to query.")).toBeVisible();
    const made = await theOne(emulator, "prometheus", name);
    expect(new URL(page.url()).pathname).toBe(pathOf("prometheus", made.id));
    await expectSameDocument(page);
  });

  test("a CodeArtifact domain is active as soon as it was applied", async ({ page, emulator }) => {
    const name = fresh("packages");
    await fillNew(page, "codeartifact", name);
    await mark(page);
    await review(page);
    await apply(page, "Create domain");
      expect(new URL(page.url()).pathname).toBe(pathOf("codeartifact", name));
    await expect(page.getByText("Ready to use. It can be deleted once it holds no repositories.")).toBeVisible();
    expect(await named(emulator, "codeartifact", name)).toHaveLength(1);
    await expectSameDocument(page);
  });

  test("the review shows every value that will be sent, and AWS gets them", async ({ page, emulator }) => {
    const name = fresh("reviewed");
    await fillNew(page, "grafana", name);
    await page.getByRole("checkbox", { name: "SAML" }).check();
    await page.getByRole("checkbox", { name: "CloudWatch" }).check();
    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByLabel("Key of tag 1").fill("team");
    await page.getByLabel("Value of tag 1").fill("edge");
    await review(page);
    const changes = page.getByRole("list", { name: `Changes to ${name}` });
    await expect(changes.getByRole("listitem").filter({ hasText: "authenticationProviders" })).toContainText("AWS_SSO, SAML");
    await expect(changes.getByRole("listitem").filter({ hasText: "workspaceDataSources" })).toContainText("CLOUDWATCH");
    await expect(changes.getByRole("listitem").filter({ hasText: "tags" })).toContainText('{"team":"edge"}');
    await expect(page.getByText("SAML has to be configured once the workspace is active")).toBeVisible();
    await apply(page, "Create workspace");
      await expect(page.getByText("CloudWatch").or(page.getByText("CLOUDWATCH")).first()).toBeVisible();
    expect((await theOne(emulator, "grafana", name)).name).toBe(name);
  });

  test("nothing is sent to AWS before the plan is applied", async ({ page, emulator }) => {
    const before = await emulator.mark();
    const name = fresh("only-planned");
    await planNew(page, "grafana", name);
    await page.getByRole("link", { name: "Changes", exact: true }).first().click();
    await expect(page.getByRole("link", { name: `Create workspace ${name}` })).toBeVisible();
    expect(await emulator.callsOf("CreateWorkspace", before)).toEqual([]);
  });
});

test.describe("limits as one types", () => {
  test("a name is judged when its field is left, and right again as it is corrected", async ({ page }) => {
    await fillNew(page, "grafana", "has spaces");
    await field(page, "Name").press("Tab");
    await expect(errorUnder(page, "name")).toContainText("Use letters, digits and - . _ ~ only; no spaces.");
    await expect(field(page, "Name")).toHaveAttribute("aria-invalid", "true");
    await field(page, "Name").fill("has-none");
    await expect(errorUnder(page, "name")).toHaveCount(0);
    await expect(field(page, "Name")).not.toHaveAttribute("aria-invalid");
  });

  test("a form sent with nothing in it lists what to correct, takes the focus there and sends nothing", async ({ page }) => {
    const sent: string[] = [];
    page.on("request", (request) => sent.push(new URL(request.url()).pathname));
    await open(page, "/codeartifact/create");
    await page.getByRole("button", { name: "Review" }).click();
    const summary = page.getByRole("group", { name: "2 things to correct" });
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link")).toHaveText([
      "Account and region: Choose the account and region it is created in.",
      "Name: Use 2 to 50 lower-case letters, digits and hyphens; begin with a letter, end with a letter or digit.",
    ]);
    await summary.getByRole("link", { name: /^Name/ }).click();
    await expect(field(page, "Name")).toBeFocused();
    expect(sent.filter((path) => path.startsWith("/api/plan/"))).toEqual([]);
  });

  const wrong = [
    { kind: "grafana", label: "Name", id: "name", value: "x".repeat(256), says: "255" },
    { kind: "grafana", label: "Description", id: "description", value: "x".repeat(2049), says: "2048" },
    { kind: "grafana", label: "IAM role", id: "role_arn", value: "grafana", says: "Enter a role's ARN" },
    { kind: "prometheus", label: "Alias", id: "alias", value: "x".repeat(101), says: "100" },
    { kind: "prometheus", label: "Encryption key", id: "kms_key_arn", value: "alias/mine", says: "Enter a key's ARN" },
    { kind: "codeartifact", label: "Name", id: "name", value: "Upper", says: "lower-case letters" },
    { kind: "codeartifact", label: "Encryption key", id: "encryption_key", value: "two words", says: "no spaces" },
  ] as const;
  for (const { kind, label, id, value, says } of wrong) {
    test(`${kind}: ${label} refuses ${value.length > 20 ? `${value.length} characters` : `"${value}"`} on the spot`, async ({ page }) => {
      await open(page, `/${kind}/create`);
      await field(page, label).fill(value);
      await field(page, label).press("Tab");
      await expect(errorUnder(page, id)).toContainText(says);
    });
  }

  test("two tags of one key are told before anything is sent", async ({ page }) => {
    await fillNew(page, "prometheus", fresh("tagged"));
    for (const number of [1, 2]) {
      await page.getByRole("button", { name: "Add tag" }).click();
      await page.getByLabel(`Key of tag ${number}`).fill("team");
    }
    await page.getByRole("button", { name: "Review" }).click();
    await expect(page.getByRole("group", { name: "Tags" })).toContainText('The key "team" is there twice.');
  });

  test("a restricted workspace needs somebody who gets in, and locking everybody out is a choice of its own", async ({ page }) => {
    await fillNew(page, "grafana", fresh("locked"));
    await page.getByRole("radio", { name: "Restricted", exact: true }).check();
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "prefix_list_ids")).toContainText('To let nobody in at all, choose "Locked out".');
    await page.getByRole("radio", { name: "Locked out", exact: true }).check();
    await expect(page.getByText("Nobody will be able to reach this workspace.")).toBeVisible();
    await review(page);
    await expect(page.getByText("nobody will be able to reach it.")).toBeVisible();
  });
});

test.describe("limits on the server", () => {
  test.use({ allowedProblems: [/status of 422/] });

  test("values that never passed the form are refused with their fields, and nothing is planned", async ({ page, emulator }) => {
    await open(page, "/codeartifact/create");
    await page.waitForURL("**?form=*");
    const form = new URL(page.url()).searchParams.get("form");
    const before = await emulator.mark();
    const values = { place: `${home.account}/${home.region}`, name: "Not A Domain", encryption_key: "a b", tags: [["aws:x", ""]] };
    const answer = await call(page, "plan/create-domain", { form, values });
    expect(answer.status).toBe(422);
    const { fields } = answer.body as { fields: { field: string }[] };
    expect(fields.map(({ field: name }) => name)).toEqual(["name", "encryption_key", "tags"]);
    expect(await emulator.callsOf("CreateDomain", before)).toEqual([]);
  });

  test("what only the server can tell lands on its field", async ({ page }) => {
    await fillNew(page, "grafana", fresh("odd-json"));
    await page.getByText("More settings").click();
    await field(page, "Configuration").fill("{not json}");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "configuration")).toContainText("This is not a JSON object");
    await expect(page.getByRole("group", { name: "1 thing to correct" })).toBeFocused();
  });

  test("a domain whose name is taken is told at its name, before anything is sent", async ({ page, emulator }) => {
    const before = await emulator.mark();
    await fillNew(page, "codeartifact", "platform-packages");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "name")).toContainText("A domain of this name exists already");
    expect(await emulator.callsOf("CreateDomain", before)).toEqual([]);
  });
});

test.describe("AWS's own field errors", () => {
  test("one of Grafana lands on its field, and the corrected form makes the workspace", async ({ page, emulator }) => {
    const name = fresh("corrected");
    await fillNew(page, "grafana", name);
    await page.getByRole("radio", { name: "Organization", exact: true }).check();
    await review(page);
    await applyInVain(page, "Create workspace", "It was not applied.");
    expect(await named(emulator, "grafana", name)).toEqual([]);
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(errorUnder(page, "organizational_units")).toContainText("Organizational units must be given");
    await expect(field(page, "Name")).toHaveValue(name);
    await field(page, "Organizational units").fill("ou-ab12-cd34ef56");
    await expect(errorUnder(page, "organizational_units")).toHaveCount(0);
    await review(page);
    await apply(page, "Create workspace");
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test("one of Prometheus about a tag lands on the tags", async ({ page }) => {
    await fillNew(page, "prometheus", fresh("odd-tag"));
    await page.getByRole("button", { name: "Add tag" }).click();
    // Alphabetic, yet no letter: our check lets it pass and AWS's pattern does not.
    await page.getByLabel("Key of tag 1").fill("Ⓐ");
    await review(page);
    await applyInVain(page, "Create Prometheus workspace", "It was not applied.");
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(page.getByRole("group", { name: "Tags" })).toContainText("regular expression pattern");
  });

  test("one of CodeArtifact, named only in a sentence, lands on the tags", async ({ page }) => {
    await fillNew(page, "codeartifact", fresh("odd-tag"));
    await page.getByRole("button", { name: "Add tag" }).click();
    // A blank of no width is no control character for us, and one for AWS.
    await page.getByLabel("Key of tag 1").fill("te\u200bam");
    await review(page);
    await applyInVain(page, "Create domain", "It was not applied.");
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(page.getByRole("group", { name: "Tags" })).toContainText("failed to satisfy constraint");
  });
});

test.describe("one workspace, however often it is asked for", () => {
  for (const kind of ["grafana", "prometheus", "codeartifact"] as const) {
    test(`${kind}: pressing twice sends once`, async ({ page, emulator }) => {
      const name = fresh("twice");
      const operation = kind === "codeartifact" ? "CreateDomain" : "CreateWorkspace";
      const before = await emulator.mark();
      await planNew(page, kind, name);
      await applyButton(page, words[kind].apply).dblclick();
      await arrived(page);
      expect(await emulator.callsOf(operation, before)).toHaveLength(1);
      expect(await named(emulator, kind, name)).toHaveLength(1);
    });
  }

  test("two requests to apply at the same moment make one workspace", async ({ page, emulator }) => {
    const name = fresh("at-once");
    const before = await emulator.mark();
    await planNew(page, "grafana", name);
    const id = new URL(page.url()).pathname.split("/").at(-1);
    const decided = await decision(page, id);
    const answers = await Promise.all([1, 2, 3].map(() => call(page, "changes/apply", decided)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await stateAtEnd(page, id)).toBe("applied");
    expect(await emulator.callsOf("CreateWorkspace", before)).toHaveLength(1);
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test("pressing Review twice makes one plan", async ({ page }) => {
    const name = fresh("one-plan");
    await fillNew(page, "grafana", name);
    await page.getByRole("button", { name: "Review" }).dblclick();
    await page.waitForURL("**/changes/*");
    await open(page, "/changes");
    await expect(page.getByRole("link", { name: `Create workspace ${name}` })).toHaveCount(1);
  });

  test("a reload of the form keeps its id, so that it makes the same plan", async ({ page }) => {
    await open(page, "/grafana/create");
    await page.waitForURL("**?form=*");
    const form = new URL(page.url()).searchParams.get("form");
    await page.reload();
    await page.getByLabel("Account and region", { exact: true }).selectOption(`${home.account}/${home.region}`);
    await field(page, "Name").fill(fresh("reloaded"));
    await review(page);
    expect(new URL(page.url()).pathname).toBe(`/changes/${form}`);
  });

  test("a reload while AWS is at work shows it under way, and it is made once", async ({ page, emulator }) => {
    const name = fresh("reloaded");
    const before = await emulator.mark();
    await planNew(page, "grafana", name);
    await emulator.fault({ operation: "CreateWorkspace", kind: "held", times: 1 });
    await applyButton(page, "Create workspace").click();
    await emulator.holds("CreateWorkspace");
    await page.reload();
    await expect(page.getByText("It is being applied.", { exact: true })).toBeVisible();
    await expect(applyButton(page, "Create workspace")).toHaveCount(0);
    await emulator.release("CreateWorkspace");
    await arrived(page);
    expect(await emulator.callsOf("CreateWorkspace", before)).toHaveLength(1);
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test("opening a form again that was applied offers its outcome or a new form, and sends nothing", async ({ page, emulator }) => {
    const name = fresh("back");
    await planNew(page, "grafana", name);
    const plan = new URL(page.url()).pathname;
    await apply(page, "Create workspace");
    await open(page, plan.replace("/changes/", "/grafana/create?form="));
    await expect(page.getByText("This form was sent already.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Review" })).toBeDisabled();
    await page.getByRole("link", { name: "See what became of it" }).click();
    await page.waitForURL(`**${plan}`);
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });

  test.describe("when answers are lost between browser and server", () => {
    test.use({ allowedProblems: [/net::ERR_FAILED/] });

    test("trying the review again makes one plan", async ({ page }) => {
      const name = fresh("lost-review");
      await fillNew(page, "grafana", name);
      await page.route("**/api/plan/create-workspace", async (route) => {
        await route.fetch();
        await route.abort();
      }, { times: 1 });
      await page.getByRole("button", { name: "Review" }).click();
      await expect(page.getByText("The server did not answer.")).toBeVisible();
      await page.getByRole("button", { name: "Try again" }).click();
      await page.waitForURL("**/changes/*");
      await open(page, "/changes");
      await expect(page.getByRole("link", { name: `Create workspace ${name}` })).toHaveCount(1);
    });

    test("a page whose request to apply was not answered finds out what became of it", async ({ page, emulator }) => {
      const name = fresh("lost-apply");
      const before = await emulator.mark();
      await planNew(page, "grafana", name);
      await page.route("**/api/changes/apply", async (route) => {
        await route.fetch();
        await route.abort();
      }, { times: 1 });
      await apply(page, "Create workspace");
      expect(await emulator.callsOf("CreateWorkspace", before)).toHaveLength(1);
      expect(await named(emulator, "grafana", name)).toHaveLength(1);
    });

    test("a request to apply that never arrived is told, and pressing again makes one workspace", async ({ page, emulator }) => {
      const name = fresh("never-arrived");
      await planNew(page, "grafana", name);
      await page.route("**/api/changes/apply", (route) => route.abort(), { times: 1 });
      await applyButton(page, "Create workspace").click();
      await expect(page.getByText("nothing was sent to AWS. It can be applied again.", { exact: false })).toBeVisible();
      await apply(page, "Create workspace");
      expect(await named(emulator, "grafana", name)).toHaveLength(1);
    });
  });
});
