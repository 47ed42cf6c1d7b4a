/** Deleting: only after its name was typed, only what can be deleted, and watched until it is gone. */
import { expect, test } from "../support/fixtures";
import { apply, applyButton, applyInVain, call, decision, expectSameDocument, field, fresh, mark, open, planNew, words } from "../support/journeys";
import { type Kind, named, pathOf, rename, theOne } from "../support/listing";
import type { Page } from "@playwright/test";
import type { Emulator } from "../support/emulator";

test.use({ serverOptions: { name: "writing" } });

/** A resource of the test's own, active, and its page. */
async function made(page: Page, emulator: Emulator, kind: Kind, name: string): Promise<string> {
  await planNew(page, kind, name);
  await apply(page, words[kind].apply);
  await emulator.settle();
  const path = pathOf(kind, (await theOne(emulator, kind, name)).id);
  await open(page, path);
  await expect(page.getByText(/^Ready to /).first()).toBeVisible();
  return path;
}

/** From its page to the plan of its deletion. */
async function planDelete(page: Page, kind: Kind): Promise<void> {
  await page.getByRole("button", { name: words[kind].remove, exact: true }).click();
  await page.waitForURL("**/changes/*");
  await expect(page.getByRole("heading", { name: "Calls to AWS" })).toBeVisible();
}

for (const kind of ["grafana", "prometheus", "codeartifact"] as const) {
  test(`${kind}: it is deleted once its name was typed, and is gone from AWS`, async ({ page, emulator }) => {
    const name = fresh("doomed");
    const path = await made(page, emulator, kind, name);
    await mark(page);
    await planDelete(page, kind);
    const button = applyButton(page, words[kind].removed);
    await expect(button).toBeDisabled();
    await page.getByLabel(`Type ${name} to confirm`).fill(name.slice(0, -1));
    await expect(button).toBeDisabled();
    await page.getByLabel(`Type ${name} to confirm`).fill(name);
    await apply(page, words[kind].removed);
    await emulator.settle();
    expect(await named(emulator, kind, name)).toEqual([]);
      await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
    await expectSameDocument(page);
    const gone = await page.request.get(path, { headers: { accept: "text/html" } });
    expect(gone.status()).toBe(404);
  });
}

test.describe("past the form", () => {
  test.use({ allowedProblems: [/status of 422/] });

  test("a wrong name sent straight to the server deletes nothing", async ({ page, emulator }) => {
    const name = fresh("spared");
    await made(page, emulator, "grafana", name);
    await planDelete(page, "grafana");
    const before = await emulator.mark();
    const id = new URL(page.url()).pathname.split("/").at(-1);
    const answer = await call(page, "changes/apply", await decision(page, id, "another"));
    expect(answer.status).toBe(422);
    expect(await emulator.callsOf("DeleteWorkspace", before)).toEqual([]);
    expect(await named(emulator, "grafana", name)).toHaveLength(1);
  });
});

test("the page of a workspace that goes away says so without a reload", async ({ page, emulator, context }) => {
  const name = fresh("watched");
  await emulator.switches({ life_cycle_ms: 600_000 });
  const path = await made(page, emulator, "grafana", name);
  await mark(page);
  const other = await context.newPage();
  await open(other, path);
  await planDelete(other, "grafana");
  await field(other, `Type ${name} to confirm`).fill(name);
  await apply(other, "Delete workspace");
  await other.close();
  await expect(page.getByText("AWS is deleting it").first()).toBeVisible({ timeout: 20_000 });
  await emulator.settle();
  await expect(page.getByText(`${name} is gone.`)).toBeVisible();
  await expectSameDocument(page);
});

test("a deletion that fails is told with its state", async ({ page, emulator }) => {
  const name = fresh("delete-fails");
  await made(page, emulator, "grafana", name);
  await planDelete(page, "grafana");
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await apply(page, "Delete workspace");
  await emulator.settle();
  const { id } = await theOne(emulator, "grafana", name);
  await open(page, pathOf("grafana", id));
  await expect(page.getByText("It was not deleted and may still cost money. Delete it again.", { exact: true })).toBeVisible();
});

test.describe("what cannot be deleted", () => {
  // Whether the page or the server says no depends on what was read already.
  test.use({ allowedProblems: [/status of 409/] });

  test("a domain that holds repositories is not offered for deletion without the reason", async ({ page }) => {
    await open(page, pathOf("codeartifact", "platform-packages"));
    await page.getByRole("button", { name: "Delete CodeArtifact domain" }).click({ force: true });
    await expect(page.getByText(/repositories/i).first()).toBeVisible();
    await expect(page).toHaveURL(/codeartifact/);
  });
});

test("a plan made before the workspace was renamed is refused", async ({ page, emulator }) => {
  const name = fresh("moved");
  await made(page, emulator, "grafana", name);
  await planDelete(page, "grafana");
  const { id } = await theOne(emulator, "grafana", name);
  await rename(emulator, id, `${name}-new`);
  const before = await emulator.mark();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await applyInVain(page, "Delete workspace", "It was not applied.");
  await expect(page.getByText("it changed since the plan was made", { exact: false })).toBeVisible();
  expect(await emulator.callsOf("DeleteWorkspace", before)).toEqual([]);
});

test("a service account is deleted with its tokens once its name was typed", async ({ page, emulator }) => {
  const workspace = await theOne(emulator, "grafana", "sre-command-centre");
  await open(page, pathOf("grafana", workspace.id));
  await page.getByRole("button", { name: "Delete status-page", exact: true }).click();
  await page.waitForURL("**/changes/*");
  await expect(page.getByText(/stops working at once: widget\./)).toBeVisible();
  await page.getByLabel("Type status-page to confirm").fill("status-page");
  await apply(page, "Delete service account");
  await expect(page.getByRole("table", { name: "Service accounts and their tokens" })).toContainText("load-generator");
  await expect(page.getByText("status-page")).toHaveCount(0);
});
