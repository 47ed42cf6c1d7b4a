/** Changing roles: a batch over many workspaces, what is refused of it, what is tried again, and undone. */
import fs from "node:fs";
import type { Page } from "@playwright/test";
import { RolesPage } from "../pages/roles";
import { fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { AwsCli } from "../support/awscli";
import { expectAccessibleEverywhere } from "../support/axe";
import { holders } from "../support/boto3";
import type { Emulator } from "../support/emulator";
import { expect, test } from "../support/fixtures";
import { fresh, open } from "../support/journeys";
import { tabTo } from "../support/keyboard";
import { home } from "../support/listing";

test.use({ serverOptions: { name: "roles" } });
test.beforeAll(async ({ server }) => fleetRead(server));

/** Workspaces of a test's own, on the product's list. */
async function workspaces(emulator: Emulator, count: number): Promise<{ id: string; name: string }[]> {
  const made = [];
  for (let number = 0; number < count; number += 1) {
    const name = fresh("roles");
    made.push({ name, id: await new Aws(emulator.url).createWorkspace(name) });
  }
  await emulator.settle();
  return made;
}

/** Who holds what, as the AWS command line lists it: "id ROLE". */
async function held(emulator: Emulator, id: string): Promise<string[]> {
  const cli = new AwsCli(emulator.url, { account: home.account, region: home.region });
  const { permissions } = (await cli.run("grafana", "list-permissions", "--workspace-id", id)) as {
    permissions: { role: string; user: { id: string } }[];
  };
  return permissions.map(({ role, user }) => `${user.id} ${role}`).sort();
}

const person = (number: number): string => `00aa${number.toString(16).padStart(4, "0")}-1111-4a4a-8b8b-0123456789ab`;
/** Whom the emulator refuses with the code 403, whatever is done. */
const refused = (number: number): string => `00000403-1111-4a4a-8b8b-${number.toString(16).padStart(12, "0")}`;

/** Gives roles behind the product's back: whom, by role. */
async function give(emulator: Emulator, id: string, roles: Record<string, readonly string[]>): Promise<void> {
  const users = (ids: readonly string[]) => ids.map((user) => ({ id: user, type: "SSO_USER" }));
  const updateInstructionBatch = Object.entries(roles).map(([role, ids]) => ({ action: "ADD", role, users: users(ids) }));
  await new Aws(emulator.url).call("grafana", "PATCH", `/workspaces/${id}/permissions`, { updateInstructionBatch });
}

/** What the export of a plan's outcome says of each row: "workspace ID action ROLE outcome", sorted. */
async function exported(page: Page): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export the outcome" }).click()]);
  const [, ...lines] = fs.readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  const row = /^\d+,[^,]+,([^,]+),.*?user (\S+): (\w+) (\w+)"?,([a-z ]+),/;
  return lines.map((line) => row.exec(line)?.slice(1).join(" ") ?? line).sort();
}

test("people are named as they are called, and what AWS has afterwards is what was wished", async ({ page, emulator }) => {
  const [one] = await workspaces(emulator, 1);
  if (one === undefined) throw new Error("no workspace");
  const roles = new RolesPage(page);
  await roles.open();
  await roles.choose(one.name);
  await roles.add(["quentin.dubois@example.com", "platform-engineering", "nobody@example.com"], "Editor");
  await expect(roles.rows).toHaveCount(2);
  await expect(roles.people).toHaveValue("nobody@example.com");
  await expect(page.getByText("1 line needs your attention and is still in the field.")).toBeVisible();
  await roles.people.fill("");
  await page.getByRole("combobox", { name: /^Role of platform-engineering/ }).selectOption("Admin");
  await roles.review();
  await expect(page.getByRole("list", { name: `Changes to ${one.name}` })).toContainText("Quentin Dubois (quentin.dubois@example.com)");
  await roles.apply();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible();
  await expect(page.getByText("Applied and verified").first()).toBeVisible();
  expect((await held(emulator, one.id)).map((grant) => grant.split(" ")[1])).toEqual(expect.arrayContaining(["ADMIN", "EDITOR"]));
});

test("132 changes in 5 workspaces, 9 of them refused: each row says what became of it, the 9 are tried again, and all is undone", async ({
  page,
  emulator,
}) => {
  test.setTimeout(150_000);
  const made = await workspaces(emulator, 5);
  const eight = (from: number) => Array.from({ length: 8 }, (_, number) => person(from + number));
  const [added, changed, taken, same, outsider] = [eight(10), eight(20), eight(30), eight(40).slice(4), person(200)];
  for (const { id } of made) await give(emulator, id, { EDITOR: [...changed, ...taken], VIEWER: same, ADMIN: [outsider] });
  const listed = async () => holders(emulator.url, home, made.map(({ id }) => id));
  const start = await listed();
  const roles = new RolesPage(page);
  await roles.open();
  // 5 × 28, of which 5 × 4 are so already, and 12 more in three of them, 9 of which AWS refuses.
  await roles.choose(...made.map(({ name }) => name));
  await roles.add([...added, ...changed, ...same], "Viewer");
  await roles.add(taken, "No role");
  await expect(page.getByRole("button", { name: "Review 140 instructions" })).toBeVisible();
  for (const { name } of made.slice(3)) {
    await page.getByLabel("Filter workspaces").fill(name);
    await page.getByRole("checkbox", { name, exact: true }).uncheck();
  }
  await roles.add([person(99), refused(1), refused(2), refused(3)], "Editor");
  await expect(page.getByRole("button", { name: "Review 152 instructions" })).toBeVisible();
  await roles.review();
  await expect(page.getByRole("button", { name: "Apply 132 role changes" })).toBeVisible();
  const before = await emulator.mark();
  await roles.apply();
  await expect(page.getByText("9 of 132 role changes were not applied. 123 are applied. Nothing was rolled back.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("list", { name: "Rows that are not verified" }).getByRole("listitem")).toHaveCount(9);
  // In each workspace one call gives and one takes: what a new role replaced needs no taking.
  expect((await emulator.callsOf("UpdatePermissions", before)).map(({ error }) => error)).toEqual(Array(10).fill(null));
  const rows = made.flatMap(({ name }, at) => [
    ...[...added, ...changed].map((id) => `${name} ${id} add VIEWER verified`),
    ...[...changed, ...taken].map((id) => `${name} ${id} revoke EDITOR verified`),
    ...(at < 3 ? [`${name} ${person(99)} add EDITOR verified`, ...[1, 2, 3].map((number) => `${name} ${refused(number)} add EDITOR failed`)] : []),
  ]);
  expect(await exported(page)).toEqual(rows.sort());
  const wished = [...[...added, ...changed, ...same].map((id) => `${id} VIEWER`), `${outsider} ADMIN`];
  expect(await listed()).toEqual(made.map((_, at) => [...wished, ...(at < 3 ? [`${person(99)} EDITOR`] : [])].sort()));
  const whole = page.url();
  await page.getByRole("button", { name: "Plan the rest again" }).click();
  await page.waitForURL((url) => url.href !== whole);
  await roles.apply();
  await expect(page.getByText("9 of 9 role changes were not applied.", { exact: false })).toBeVisible({ timeout: 30_000 });
  await open(page, whole);
  await page.getByRole("button", { name: "Plan the opposite" }).click();
  await page.waitForURL((url) => url.href !== whole);
  await roles.apply();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await listed(), "everybody has what they had").toEqual(start);
});

test("a workspace whose call AWS did not take is tried again alone, and has in the end what was wished", async ({ page, emulator }) => {
  const made = await workspaces(emulator, 2);
  const [, closed] = made;
  if (closed === undefined) throw new Error("no workspaces");
  const roles = new RolesPage(page);
  await roles.open();
  await roles.choose(...made.map(({ name }) => name));
  await roles.add([person(1), person(2)], "Viewer");
  await roles.review();
  await emulator.fault({ service: "grafana", operation: "UpdatePermissions", target: closed.id, kind: "denied", times: 1 });
  await roles.apply();
  await expect(page.getByText("2 of 4 role changes were not applied. 2 are applied. Nothing was rolled back.")).toBeVisible({ timeout: 30_000 });
  const [first, before] = [page.url(), await emulator.mark()];
  await page.getByRole("button", { name: "Plan the rest again" }).click();
  await page.waitForURL((url) => url.href !== first);
  await roles.apply();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect((await emulator.callsOf("UpdatePermissions", before)).map(({ target }) => target)).toEqual([closed.id]);
  const wished = [`${person(1)} VIEWER`, `${person(2)} VIEWER`];
  expect(await holders(emulator.url, home, made.map(({ id }) => id))).toEqual([wished, wished]);
});

test("the batch outlives a reload, and an id of neither form is refused before anything is sent", async ({ page, emulator }) => {
  const [one] = await workspaces(emulator, 1);
  if (one === undefined) throw new Error("no workspace");
  const { id, name } = one;
  const roles = new RolesPage(page);
  await roles.open(`?like=${home.account}/${home.region}/${id}`);
  await roles.add([person(1), "0c2f0d1e-1111"], "Viewer");
  await expect(roles.rows).toHaveCount(1);
  await expect(page.getByText(/Nobody in the directory is called "0c2f0d1e-1111"/)).toBeVisible();
  await expect(page).toHaveURL(/form=/);
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(roles.rows).toHaveCount(1);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toBeVisible();
  // What was not decided is kept too, and keeps the batch from its review.
  await expect(roles.people).toHaveValue("0c2f0d1e-1111");
  await page.getByRole("button", { name: "Review 1 instruction" }).click();
  await expect(page.getByText("1 line is not in the batch: add what stands here, or leave it out.").first()).toBeVisible();
  await expect(page).toHaveURL(/\/access\/edit/);
});

test("CSV names roles and workspaces by itself, and a line that is wrong stays with its header", async ({ page, emulator }) => {
  const made = await workspaces(emulator, 2);
  const [one, two] = made;
  if (one === undefined || two === undefined) throw new Error("no workspaces");
  const roles = new RolesPage(page);
  await roles.open();
  const lines = ["\uFEFFEmail;Role;Workspace", `ada.lindqvist@example.com;admin;${one.name}`, `"quentin.dubois@example.com";VIEWER;${two.id}`, `grace.okafor@example.com;owner;${one.name}`];
  await roles.people.fill(lines.join("\r\n"));
  await page.getByRole("button", { name: "Add to the batch" }).click();
  await expect(roles.rows).toHaveCount(2);
  await expect(page.getByText(/Line 4: .*owner/)).toBeVisible();
  await expect(roles.people).toHaveValue(/^\uFEFF?Email;Role;Workspace\ngrace\.okafor@example\.com;owner;/);
  await expect(page.getByRole("combobox", { name: `Role of Ada Lindqvist (ada.lindqvist@example.com) in ${one.name}` })).toHaveValue("ADMIN");
});

test("the last admin of a workspace is taken only after its name was typed", async ({ page, emulator }) => {
  const [one] = await workspaces(emulator, 1);
  if (one === undefined) throw new Error("no workspace");
  const users = [{ id: person(1), type: "SSO_USER" }];
  const body = { updateInstructionBatch: [{ action: "ADD", role: "ADMIN", users }] };
  await new Aws(emulator.url).call("grafana", "PATCH", `/workspaces/${one.id}/permissions`, body);
  const roles = new RolesPage(page);
  await roles.open();
  await roles.choose(one.name);
  await roles.add([person(1)], "No role");
  await roles.review();
  await expect(page.getByText(`Afterwards nobody holds ADMIN in ${one.name}`, { exact: false })).toBeVisible();
  await page.getByLabel(`Type ${one.name} to confirm`).fill(one.name);
  await roles.apply();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible();
  expect(await held(emulator, one.id)).toEqual([]);
});

test("a batch is made, reviewed and applied with the keyboard alone", async ({ page, emulator }) => {
  const [one] = await workspaces(emulator, 1);
  if (one === undefined) throw new Error("no workspace");
  const { id, name } = one;
  const roles = new RolesPage(page);
  await roles.open();
  await tabTo(page, page.getByLabel("Filter workspaces"));
  await page.keyboard.type(name);
  const workspace = page.getByRole("checkbox", { name, exact: true });
  await tabTo(page, workspace);
  await page.keyboard.press("Space");
  await expect(workspace).toBeChecked();
  await tabTo(page, page.getByRole("radio", { name: "Viewer", exact: true }));
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "Editor", exact: true })).toBeChecked();
  await tabTo(page, roles.people);
  await page.keyboard.type(person(7));
  await tabTo(page, page.getByRole("button", { name: "Add to the batch" }));
  await page.keyboard.press("Enter");
  await expect(roles.rows).toHaveCount(1);
  await expect(page.getByRole("table", { name: "Instructions of the batch" }).getByRole("combobox")).toHaveValue("EDITOR");
  await tabTo(page, page.getByRole("button", { name: "Review 1 instruction" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/changes/*");
  const apply = page.getByRole("button", { name: "Apply 1 role change" });
  await expect(apply).not.toHaveAttribute("aria-disabled", "true");
  await tabTo(page, apply);
  await page.keyboard.press("Enter");
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible();
  expect(await held(emulator, id)).toEqual([`${person(7)} EDITOR`]);
});

test("the batch and its outcome have no violation", async ({ page, emulator }) => {
  test.setTimeout(120_000);
  const [one] = await workspaces(emulator, 1);
  if (one === undefined) throw new Error("no workspace");
  const roles = new RolesPage(page);
  await roles.open();
  await roles.choose(one.name);
  await roles.add([person(1), refused(1), "nobody@example.com"], "Viewer");
  await expect(roles.rows).toHaveCount(2);
  await expectAccessibleEverywhere(page, "the batch");
  await roles.people.fill("");
  await roles.review();
  await roles.apply();
  await expect(page.getByText("1 of 2 role changes was not applied.", { exact: false }).first()).toBeVisible();
  await expectAccessibleEverywhere(page, "a batch of which a part was refused");
});
