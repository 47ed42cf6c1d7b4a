/** A sign-in that is there already: brought back, copied to others, and edited by two at once. */
import { CopySignInPage, SignInPage } from "../pages/sign-in";
import { expectAccessibleEverywhere } from "../support/axe";
import { expect, test } from "../support/fixtures";
import { errorUnder, fresh, review } from "../support/journeys";
import { address, applied, authentication, configure, made } from "../support/sign-in";

test.use({ serverOptions: { name: "writing" } });

test("an earlier configuration is brought back as a plan", async ({ page, emulator }) => {
  const { id } = await made(emulator, "earlier");
  await configure(emulator, id, address);
  const form = new SignInPage(page);
  await form.open(id);
  await expect(page.getByText("Nothing was replaced yet.")).toBeVisible();
  await form.field("Metadata address").fill("https://new.example.com/metadata");
  await review(page);
  await applied(page);
  expect((await authentication(emulator, id)).saml?.configuration?.idpMetadata.url).toBe("https://new.example.com/metadata");
  await form.open(id);
  await expect(form.earlier).toHaveCount(1);
  await expect(form.earlier).toContainText(address);
  await form.earlier.getByRole("button", { name: /^Bring back/ }).click();
  await page.waitForURL("**/changes/*");
  await applied(page);
  expect((await authentication(emulator, id)).saml?.configuration?.idpMetadata.url).toBe(address);
});

test("one sign-in is given to two others in one plan", async ({ page, emulator }) => {
  const from = await made(emulator, "source");
  await configure(emulator, from.id, address);
  const prefix = fresh("group");
  const [one, other] = [await made(emulator, prefix), await made(emulator, prefix)];
  const copy = new CopySignInPage(page);
  await expect(async () => {
    await copy.open(from.id);
    await expect(copy.target(one.name)).toBeVisible({ timeout: 1000 });
    await expect(copy.target(other.name)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await copy.filter.fill(prefix);
  await page.getByRole("button", { name: "Select all shown" }).click();
  await expect(copy.review(2)).toBeVisible();
  await copy.target(other.name).uncheck();
  await expect(copy.review(1)).toBeVisible();
  await copy.target(other.name).check();
  await copy.review(2).click();
  await page.waitForURL("**/changes/*");
  await expect(page.getByRole("heading", { name: one.name, exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: other.name, exact: true })).toBeVisible();
  await applied(page, "Change sign-in of 2");
  for (const { id } of [one, other]) {
    expect((await authentication(emulator, id)).saml?.configuration?.idpMetadata.url).toBe(address);
  }
});

test("a copy to nobody is not planned", async ({ page, emulator }) => {
  const from = await made(emulator, "nobody");
  const copy = new CopySignInPage(page);
  await copy.open(from.id);
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(errorUnder(page, "to")).toContainText("Choose at least one workspace.");
});

test.describe("two browsers on one configuration", () => {
  test.use({ allowedProblems: [/status of 409/] });

  test("the second is told what moved, loses none of its input, and can go on without undoing the first", async ({
    page,
    browser,
    emulator,
    guard,
    server,
  }) => {
    const { id } = await made(emulator, "two");
    await configure(emulator, id, address);
    const context = await browser.newContext({ baseURL: server.url });
    await guard.watch(context);
    const [first, second] = [new SignInPage(await context.newPage()), new SignInPage(page)];
    await first.open(id);
    await second.open(id);
    const mine = {
      "Attribute for the organization": "org",
      "Allowed organizations": "Analytical Engines\n led by a blank",
      "Values that make an editor": "Software  Developers",
    };
    await second.fill(mine);
    await first.fill({ "Login validity in minutes": "480", "Values that make an admin": "Platform Admins\nSRE leads" });
    await review(first.page);
    await applied(first.page);
    await context.close();
    await page.getByRole("button", { name: "Review" }).click();
    await expect(page.getByText("It was changed since this form was opened.")).toBeVisible();
    await expect(page.getByText("Login validity in minutes was (empty), is 480 now")).toBeVisible();
    await expect(page.getByText("Values that make an admin was Platform Admins, is Platform Admins, SRE leads now")).toBeVisible();
    await second.expectValues(mine);
    await page.getByRole("button", { name: "Go on with what I changed" }).click();
    await page.waitForURL("**/changes/*");
    await applied(page);
    const configuration = (await authentication(emulator, id)).saml?.configuration;
    expect(configuration?.loginValidityDuration).toBe(480);
    expect(configuration?.roleValues).toEqual({ admin: ["Platform Admins", "SRE leads"], editor: ["Software  Developers"] });
    expect(configuration?.allowedOrganizations).toEqual(["Analytical Engines", " led by a blank"]);
  });
});

test.describe("accessibility", () => {
  test.describe.configure({ timeout: 120_000 });

  test("the page that copies has no violation, also with its error", async ({ page, emulator }) => {
    const { id } = await made(emulator, "axe-copy");
    const copy = new CopySignInPage(page);
    await copy.open(id);
    await copy.filter.fill("edge");
    await page.getByRole("button", { name: "Select all shown" }).click();
    await expectAccessibleEverywhere(page, "the page that copies a sign-in");
    await page.getByRole("button", { name: "Clear selection" }).click();
    await page.getByRole("button", { name: "Review", exact: true }).click();
    await expect(errorUnder(page, "to")).toBeVisible();
    await expectAccessibleEverywhere(page, "the page that copies a sign-in with its error");
  });
});
