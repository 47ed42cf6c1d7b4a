/** What all forms that change something share: tags of every kind, the ways to them, and leaving them. */
import { EditPage, OwnWorkspace, ownDomain, ownPrometheus, refused } from "../pages/edit";
import { ResourcePage, pathOf as pathIn } from "../pages/resource";
import { fleetRead } from "../pages/fleet";
import { expect, test } from "../support/fixtures";
import { field, fresh, open, review } from "../support/journeys";
import type { Emulator } from "../support/emulator";

test.use({ serverOptions: { name: "editing" } });
test.beforeAll(async ({ server }) => fleetRead(server));

test.describe("tags", () => {
  /** A resource of each kind of a test's own, and its page. */
  const makers = {
    grafana: async (emulator: Emulator) => (await OwnWorkspace.make(emulator, fresh("tagged"))).path,
    prometheus: async (emulator: Emulator) => ownPrometheus(emulator, fresh("tagged")),
    codeartifact: async (emulator: Emulator) => ownDomain(emulator, fresh("tagged")),
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
