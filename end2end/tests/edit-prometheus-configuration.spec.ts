/** The configuration of a Prometheus workspace: retention, limits per label set, out-of-order window, rule query offset. */
import type { Locator, Page } from "@playwright/test";
import { EditPage, configurationOf, configure, ownPrometheus, refused } from "../pages/edit";
import { fleetRead } from "../pages/fleet";
import { ResourcePage } from "../pages/resource";
import { expect, test } from "../support/fixtures";
import { confirm, errorUnder, fresh, open, review } from "../support/journeys";
import type { Emulator } from "../support/emulator";

test.use({ serverOptions: { name: "configuring" } });
test.beforeAll(async ({ server }) => fleetRead(server));

const form = "workspace-configuration";
const action = "Change workspace configuration";

interface LabelSet {
  labelSet: Record<string, string>;
  limits: { maxSeries: number };
}

const limit = (labelSet: Record<string, string>, maxSeries: number): LabelSet => ({ labelSet, limits: { maxSeries } });

/** A number of the form, by its label. */
function number(page: Page, label: string): Locator {
  return page.getByRole("spinbutton", { name: label });
}

/** Fills in a label set of the form; they are counted from 1. */
async function fillSet(page: Page, at: number, labels: string, most: string): Promise<void> {
  const set = page.getByRole("group", { name: `Label set ${at}`, exact: true });
  await set.getByLabel(`Labels of label set ${at}`).fill(labels);
  await set.getByLabel(`Maximum of label set ${at}`).fill(most);
}

/** The label sets AWS has, in one order: that of the labels as JSON. */
async function sets(emulator: Emulator, path: string): Promise<LabelSet[]> {
  const found = (await configurationOf(emulator, path)).limitsPerLabelSet as LabelSet[];
  const key = (set: LabelSet) => JSON.stringify(Object.entries(set.labelSet).sort());
  return found.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

test("every part of it is changed in one call, and its page shows it", async ({ page, emulator }) => {
  const path = await ownPrometheus(emulator, fresh("configured"));
  const edit = new EditPage(page);
  await edit.open(path, form);
  await expect(number(page, "Retention period")).toHaveValue("150");
  await number(page, "Retention period").fill("400");
  await number(page, "Out-of-order time window").fill("120");
  await number(page, "Rule query offset").fill("30");
  await page.getByRole("button", { name: "Add label set" }).click();
  await fillSet(page, 1, "team=payments\nenv=prod", "1000000");
  await page.getByRole("button", { name: "Add label set" }).click();
  await fillSet(page, 2, "", "0");
  const before = await emulator.mark();
  await edit.carryOut(action);
  expect(await emulator.callsOf("UpdateWorkspaceConfiguration", before)).toHaveLength(1);
  expect(await configurationOf(emulator, path)).toMatchObject({
    status: { statusCode: "ACTIVE" },
    retentionPeriodInDays: 400,
    outOfOrderTimeWindowInSeconds: 120,
    ruleQueryOffsetInSeconds: 30,
  });
  expect(await sets(emulator, path)).toEqual([limit({ env: "prod", team: "payments" }, 1_000_000), limit({}, 0)]);

  await open(page, path);
  const section = new ResourcePage(page).section("Configuration");
  await expect(section).toContainText("400 days");
  await expect(section).toContainText('{env="prod",team="payments"} = up to 1,000,000 active series');
  await expect(section).toContainText("{} = measured, not limited");
});

test("a shorter retention says what is deleted, and wants the alias typed", async ({ page, emulator }) => {
  const alias = fresh("forgetful");
  const path = await ownPrometheus(emulator, alias);
  const edit = new EditPage(page);
  await edit.open(path, form);
  await expect(page.getByText(/This deletes samples older than/)).toHaveCount(0);
  await number(page, "Retention period").fill("30");
  await expect(page.getByText(/This deletes samples older than 30.days/)).toBeVisible();
  await review(page);
  await expect(page.getByLabel(`Type ${alias} to confirm`)).toBeVisible();
  await confirm(page);
  await edit.apply(action);
  expect((await configurationOf(emulator, path)).retentionPeriodInDays).toBe(30);
});

for (const replaced of [true, false]) {
  test(`a label set that is removed is ${replaced ? "gone: the whole list is sent" : "said to be there still, where AWS merges"}`, async ({ page, emulator }) => {
    await emulator.switches({ label_sets_replaced: replaced });
    const path = await ownPrometheus(emulator, fresh("limited"));
    await configure(emulator, path, { limitsPerLabelSet: [limit({ team: "a" }, 1), limit({ team: "b" }, 2)] });
    const edit = new EditPage(page);
    await edit.open(path, form);
    await page.getByRole("button", { name: "Remove label set 1" }).click();
    await edit.carryOut(action);
    const kept = [limit({ team: "b" }, 2)];
    expect(await sets(emulator, path)).toEqual(replaced ? kept : [limit({ team: "a" }, 1), ...kept]);
    await edit.open(path, form);
    await expect(page.getByRole("group", { name: /^Label set \d+$/ })).toHaveCount(replaced ? 1 : 2);
  });
}

test("one that moved after the review is not overwritten", async ({ page, emulator }) => {
  const path = await ownPrometheus(emulator, fresh("moved"));
  const edit = new EditPage(page);
  await edit.open(path, form);
  await number(page, "Retention period").fill("400");
  await review(page);
  await configure(emulator, path, { retentionPeriodInDays: 500 });
  await edit.apply(action, refused);
  expect((await configurationOf(emulator, path)).retentionPeriodInDays).toBe(500);
});

test("a refusal of AWS leaves it as it was", async ({ page, emulator }) => {
  const path = await ownPrometheus(emulator, fresh("refused"));
  await emulator.fault({ service: "prometheus", operation: "UpdateWorkspaceConfiguration", kind: "denied" });
  const edit = new EditPage(page);
  await edit.open(path, form);
  await number(page, "Rule query offset").fill("30");
  await edit.carryOut(action, refused);
  expect((await configurationOf(emulator, path)).ruleQueryOffsetInSeconds).toBe(0);
});

test("an update that fails in the end is shown on its page with the reason", async ({ page, emulator }) => {
  const path = await ownPrometheus(emulator, fresh("update-fails"));
  const edit = new EditPage(page);
  await edit.open(path, form);
  await number(page, "Rule query offset").fill("30");
  await edit.carryOut(action);
  await emulator.settle();
  await open(page, path);
  const section = new ResourcePage(page).section("Configuration");
  await expect(section).toContainText("Update failed");
  await expect(section).toContainText("The configuration could not be updated");
});

test("what is wrong with a number or a label is told at its field, and nothing is sent", async ({ page, emulator }) => {
  const path = await ownPrometheus(emulator, fresh("wrong"));
  await new EditPage(page).open(path, form);
  await number(page, "Retention period").fill("0");
  await page.getByRole("button", { name: "Add label set" }).click();
  await fillSet(page, 1, "9a=b", "1");
  const before = await emulator.mark();
  await page.getByRole("button", { name: "Review" }).click();
  await expect(errorUnder(page, "retention_days")).toContainText("Enter a whole number of days");
  await expect(errorUnder(page, "limits")).toContainText('Change the label name "9a"');
  expect(await emulator.callsOf("UpdateWorkspaceConfiguration", before)).toEqual([]);
});

test.describe("what AWS alone knows to be wrong", () => {
  test("it is told at the field of the form that is opened again", async ({ page, emulator }) => {
    const path = await ownPrometheus(emulator, fresh("too-long"));
    const edit = new EditPage(page);
    await edit.open(path, form);
    await number(page, "Retention period").fill("1096");
    await edit.carryOut(action, refused);
    expect((await configurationOf(emulator, path)).retentionPeriodInDays).toBe(150);
    await page.getByRole("link", { name: "Correct and plan again" }).click();
    await expect(errorUnder(page, "retention_days")).toContainText("1095");
  });
});
