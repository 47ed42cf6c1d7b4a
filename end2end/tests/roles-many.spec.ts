/** The batch editor: whom it finds, what it takes from another workspace or a file, and many rows at once. */
import fs from "node:fs";
import { RolesPage } from "../pages/roles";
import { fleetRead } from "../pages/fleet";
import { Aws } from "../support/aws";
import { expectAccessibleEverywhere } from "../support/axe";
import type { Emulator } from "../support/emulator";
import { expect, test } from "../support/fixtures";
import { fresh, open } from "../support/journeys";
import { home } from "../support/listing";

test.use({ serverOptions: { name: "roles-many" } });
test.beforeAll(async ({ server }) => fleetRead(server));

const person = (number: number): string => `00bb${number.toString(16).padStart(4, "0")}-1111-4a4a-8b8b-0123456789ab`;

interface Made {
  id: string;
  name: string;
}

/** Two workspaces of a test's own, on the product's list. */
async function pair(emulator: Emulator): Promise<[Made, Made]> {
  const make = async (): Promise<Made> => {
    const name = fresh("many");
    return { name, id: await new Aws(emulator.url).createWorkspace(name) };
  };
  const made: [Made, Made] = [await make(), await make()];
  await emulator.settle();
  return made;
}

/** Gives roles behind the product's back. */
async function give(emulator: Emulator, { id }: Made, grants: readonly (readonly [string, string])[]): Promise<void> {
  const updateInstructionBatch = grants.map(([user, role]) => ({ action: "ADD", role, users: [{ id: user, type: "SSO_USER" }] }));
  await new Aws(emulator.url).call("grafana", "PATCH", `/workspaces/${id}/permissions`, { updateInstructionBatch });
}

/** What the batch says of each: "holder → role". */
async function batch(roles: RolesPage): Promise<string[]> {
  const rows = roles.page.getByRole("table", { name: "Instructions of the batch" }).locator("tbody tr");
  return (await rows.evaluateAll((all) => all.map((row) => `${row.querySelector("th")?.firstChild?.textContent} → ${row.querySelector("select")?.value}`))).sort();
}

test("whoever is typed is found at once, and picked with the keyboard", async ({ page, emulator }) => {
  const [one] = await pair(emulator);
  const roles = new RolesPage(page);
  await roles.open(`?like=${home.account}/${home.region}/${one.id}`);
  const find = page.getByRole("combobox", { name: "Find a person or group" });
  await find.fill("quent");
  await expect(page.getByRole("option", { name: /^Quentin Dubois \(quentin\.dubois@example\.com\)/ })).toBeVisible();
  await expect(page.getByText("1 found.")).toBeVisible();
  await find.press("ArrowDown");
  await expect(page.getByRole("listbox").getByRole("option", { selected: true })).toContainText("Quentin Dubois");
  await expectAccessibleEverywhere(page, "a person that was found");
  await find.press("Enter");
  await expect(find).toHaveValue("");
  await expect(find).toBeFocused();
  expect(await batch(roles)).toEqual(["Quentin Dubois (quentin.dubois@example.com) → VIEWER"]);
  await find.fill("platform-eng");
  await page.getByRole("option", { name: /^platform-engineering/ }).click();
  await expect(roles.rows).toHaveCount(2);
  await find.fill("no such person");
  await expect(page.getByText('Nobody in the directory is called "no such person".')).toBeVisible();
  await find.press("Enter");
  await expect(page).toHaveURL(/\/access\/edit/);
});

test("nobody is added while no workspace is chosen, and the page says so", async ({ page }) => {
  const roles = new RolesPage(page);
  await roles.open();
  await page.getByRole("combobox", { name: "Find a person or group" }).fill("ada.lind");
  await page.getByRole("option", { name: /^Ada Lindqvist/ }).click();
  await expect(page.getByText("Choose a workspace first: nobody was added.").first()).toBeVisible();
  await expect(page.getByText("Nothing yet.", { exact: false })).toBeVisible();
});

test("a workspace becomes exactly like another one", async ({ page, emulator }) => {
  const [source, target] = await pair(emulator);
  await give(emulator, source, [[person(1), "ADMIN"], [person(2), "EDITOR"]]);
  await give(emulator, target, [[person(2), "VIEWER"], [person(3), "VIEWER"]]);
  const roles = new RolesPage(page);
  await roles.open(`?like=${home.account}/${home.region}/${target.id}`);
  await page.getByText("Or the same as in another workspace").click();
  await page.getByRole("combobox", { name: "Workspace to be like" }).selectOption({ label: `${source.name} (prod-observability, eu-west-1)` });
  await page.getByRole("button", { name: "Add its holders" }).click();
  await expect(page.getByText("It has 2 holders.")).toBeVisible();
  expect(await batch(roles)).toEqual([`${person(1)} → ADMIN`, `${person(2)} → EDITOR`]);
  await page.getByRole("checkbox", { name: "Exactly the same" }).check();
  await page.getByRole("button", { name: "Add its holders" }).click();
  await expect(page.getByText("2 roles to give or change, 1 role to take.", { exact: false })).toBeVisible();
  expect(await batch(roles)).toEqual([`${person(1)} → ADMIN`, `${person(2)} → EDITOR`, `${person(3)} → `]);
});

test("a file of holders is taken away, edited, brought back and made so", async ({ page, emulator }) => {
  const [one] = await pair(emulator);
  await give(emulator, one, [[person(1), "ADMIN"], [person(2), "EDITOR"], [person(3), "VIEWER"]]);
  await open(page, `/access?workspace=${one.id}`);
  await expect(page.getByRole("table", { name: "Who holds which role" }).getByRole("row")).toHaveCount(4, { timeout: 40_000 });
  await open(page, `/grafana/${home.account}/${home.region}/${one.id}/access`);
  await expect(page.getByRole("table", { name: "Holders of a role" }).getByRole("row")).toHaveCount(4);
  await page.getByText("As code").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^JSON/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/^belvedere-holders-.*\.json$/);
  const file = JSON.parse(fs.readFileSync(await download.path(), "utf8")) as { workspaces: { holders: { id: string; role: string }[] }[] };
  const [workspace] = file.workspaces;
  if (workspace === undefined || file.workspaces.length !== 1) throw new Error("the file has another workspace");
  workspace.holders = workspace.holders.filter(({ id }) => id !== person(3)).map((holder) => (holder.id === person(2) ? { ...holder, role: "VIEWER" } : holder));
  const roles = new RolesPage(page);
  await roles.open();
  await page.getByLabel("Or take it from a file").setInputFiles({ name: "holders.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await expect(page.getByText("holders.json is in the field now.")).toBeVisible();
  await page.getByRole("button", { name: "Add to the batch" }).click();
  await expect(page.getByText("Against what AWS has in 1 workspace now: 1 role to give or change, 1 role to take.")).toBeVisible();
  expect(await batch(roles)).toEqual([`${person(2)} → VIEWER`, `${person(3)} → `]);
  await roles.review();
  await roles.apply();
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible();
  const { permissions } = (await new Aws(emulator.url).call("grafana", "GET", `/workspaces/${one.id}/permissions`)) as { permissions: { role: string; user: { id: string } }[] };
  expect(permissions.map(({ role, user }) => `${user.id} ${role}`).sort()).toEqual([`${person(1)} ADMIN`, `${person(2)} VIEWER`]);
  const [outcome] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export the outcome" }).click()]);
  const lines = fs.readFileSync(await outcome.path(), "utf8").trimEnd().split("\r\n");
  expect(lines[0]).toBe("step,operation,target,account,region,what,outcome,message,request_id,time");
  expect(lines).toHaveLength(4);
  for (const line of lines.slice(1)) expect(line).toContain(",verified,");
});

test.describe("what cannot be read", () => {
  test.use({ allowedProblems: [/status of 422/] });

  test("a file that is not understood is refused with its place, and stays in the field", async ({ page }) => {
    const roles = new RolesPage(page);
    await roles.open();
    await roles.people.fill('{"version": 1, "workspaces": [{"account": "441122338890", "region": "eu-west-1", "id": "g-0123456789", "holders": [{"type": "robot"}]}]}');
    await page.getByRole("button", { name: "Add to the batch" }).click();
    await expect(page.getByText(/workspaces\[0\]\.holders\[0\]\.type: .*robot/)).toBeVisible();
    await expect(roles.people).toHaveValue(/robot/);
    await page.getByRole("button", { name: /^Review/ }).click();
    await expect(page.getByText("1 line is not in the batch: add what stands here, or leave it out.").first()).toBeVisible();
    await page.getByRole("button", { name: "Leave these lines out" }).click();
    await expect(roles.people).toHaveValue("");
  });
});

test("many workspaces are chosen by a filter, and many rows changed or removed by another", async ({ page, emulator }) => {
  const made = await pair(emulator);
  const roles = new RolesPage(page);
  await roles.open();
  await page.getByLabel("Filter workspaces").fill(made[0].name.slice(0, -1));
  await page.getByLabel("Filter workspaces").press("Enter");
  await page.getByRole("button", { name: /^Choose all \d+$/ }).click();
  await expect(page.getByRole("checkbox", { name: made[0].name, exact: true })).toBeChecked();
  await page.getByRole("button", { name: "Choose none" }).click();
  await expect(page.getByText("None is chosen.")).toBeVisible();
  await roles.choose(made[0].name, made[1].name);
  await roles.add([person(1), person(2)], "Viewer");
  await expect(roles.rows).toHaveCount(4);
  await page.getByLabel("Filter the batch").fill(person(1));
  await expect(roles.rows).toHaveCount(2);
  await page.getByRole("combobox", { name: "Role of 2 of 4" }).selectOption("Admin");
  await page.getByLabel("Filter the batch").fill("");
  expect(await batch(roles)).toEqual([person(1), person(1), person(2), person(2)].map((id, at) => `${id} → ${at < 2 ? "ADMIN" : "VIEWER"}`));
  await page.getByLabel("Filter the batch").fill("viewer");
  await page.getByRole("button", { name: "Leave 2 of 4 out of the batch" }).click();
  await expect(page.getByText("No instruction matches the filter.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Review 2 instructions" })).toBeVisible();
});

test("the batch of somebody's page begins with the roles they have", async ({ page, emulator }) => {
  const [one] = await pair(emulator);
  await give(emulator, one, [[person(9), "EDITOR"]]);
  await open(page, `/access/user/${person(9)}`);
  await page.getByRole("link", { name: "Change roles" }).click({ timeout: 40_000 });
  const roles = new RolesPage(page);
  await expect(roles.rows).toHaveCount(1);
  expect(await batch(roles)).toEqual([`${person(9)} → EDITOR`]);
});

test("a file of holders is never narrowed to some of them", async ({ page, server }) => {
  const refused = await page.request.get(`${server.url}/access/holders.json?role=admin`);
  expect(refused.status()).toBe(422);
  expect(await refused.text()).toContain("narrowed by workspace, account and tag, not by role");
  const terraform = await page.request.get(`${server.url}/access/holders.tf?workspace=checkout-prod`);
  expect(await terraform.text()).toContain('resource "aws_grafana_role_association"');
});

test("what only filters or chooses is no change that leaving would lose", async ({ page }) => {
  const roles = new RolesPage(page);
  await roles.open();
  await page.getByLabel("Filter workspaces").fill("checkout");
  await page.getByRole("checkbox", { name: "checkout-prod", exact: true }).check();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/access$/);
});

test("the arrow keys go from role to role", async ({ page }) => {
  const roles = new RolesPage(page);
  await roles.open();
  await page.getByRole("radio", { name: "Viewer", exact: true }).focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "Editor", exact: true })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Viewer", exact: true })).not.toBeChecked();
});
