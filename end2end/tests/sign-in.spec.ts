/** How people sign in, as a form: configured to the end, wrong documents refused, assertions tried, nothing entered lost. */
import path from "node:path";
import { SignInPage } from "../pages/sign-in";
import { expectAccessibleEverywhere } from "../support/axe";
import { expect, test } from "../support/fixtures";
import { applyButton, errorUnder, review } from "../support/journeys";
import { address, applied, authentication, configure, expectApplied, expired, filled, fixture, fixtures, made, provider } from "../support/sign-in";

test.use({ serverOptions: { name: "writing" } });

test("SAML is configured to the end: from what the identity provider needs to what AWS has", async ({ page, emulator }) => {
  const { id } = await made(emulator, "saml");
  const form = new SignInPage(page);
  await form.open(id);
  await expect(form.fact("Entity ID")).toContainText(`${id}.`);
  await expect(form.fact("Reply URL (ACS)")).toContainText("/saml/acs");
  await form.way("SAML").check();
  await expect(page.getByText("Nobody can sign in by SAML yet.")).toBeVisible();
  await form.chooseDocument();
  await form.document.fill(provider);
  await page.keyboard.press("Tab");
  await expect(form.report).toContainText("https://idp.example.com/saml");
  await expect(form.report).toContainText(/([0-9A-F]{2}:){31}[0-9A-F]{2}/);
  await expect(page.getByText("Nobody can sign in by SAML yet.")).toHaveCount(0);
  await form.fill(filled);
  await expect(page.getByText("That is 8 h 30 min.")).toBeVisible();
  await expect(page.getByText('"Ops, Europe" is one value')).toBeVisible();
  await review(page);
  await applied(page);
  const { providers, saml } = await authentication(emulator, id);
  expect([...providers].sort()).toEqual(["AWS_SSO", "SAML"]);
  expect(saml?.configuration).toEqual({
    idpMetadata: { xml: provider },
    assertionAttributes: { login: "uid", email: "mail", name: "displayName", groups: "groups", role: "role", org: "org" },
    roleValues: { admin: ["Platform Admins", "Ops, Europe"], editor: ["Software  Developers"] },
    allowedOrganizations: ["Analytical Engines"],
    loginValidityDuration: 510,
  });
});

test("a file is read into the field and looked at, and one that is too large is not read", async ({ page, emulator }) => {
  const { id } = await made(emulator, "file");
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("SAML").check();
  await form.chooseDocument();
  const file = page.getByLabel("Or take it from a file");
  await file.setInputFiles({ name: "huge.xml", mimeType: "text/xml", buffer: Buffer.alloc(512 * 1024 + 1, "x") });
  await expect(page.getByText("The document has 513 KiB; at most 512 KiB are read.")).toBeVisible();
  await expect(form.document).toHaveValue("");
  await file.setInputFiles(path.join(fixtures, "identity-provider.xml"));
  await expect(form.document).toHaveValue(provider);
  await expect(page.getByText("identity-provider.xml is in the field now.")).toBeVisible();
  await expect(form.report).toContainText("CN=idp.example.com");
});

test.describe("documents that are refused", () => {
  test.use({ allowedProblems: [/status of 422/] });

  const wrong: [string, string, RegExp][] = [
    ["a service provider's", fixture("service-provider.xml"), /This is the metadata of a service provider/],
    ["one with an expired certificate", expired(), /expired on 2020-01-01/],
    ["one with a DOCTYPE", '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>', /a DOCTYPE is not read/],
    ["no XML at all", "</textarea><script>alert(1)</script>", /not well-formed XML/],
  ];
  for (const [what, xml, sentence] of wrong) {
    test(`${what}: the sentence stands at the field, nothing is planned and nothing entered is lost`, async ({ page, emulator }) => {
      const { id } = await made(emulator, "wrong");
      const form = new SignInPage(page);
      await form.open(id);
      await form.way("SAML").check();
      await form.chooseDocument();
      await form.document.fill(xml);
      await form.fill(filled);
      await expect(page.getByText(sentence).first()).toBeVisible();
      await page.getByRole("button", { name: "Review" }).click();
      await expect(errorUnder(page, "metadata_xml")).toContainText(sentence);
      await expect(page).toHaveURL(/\/sign-in/);
      await expect(form.document).toHaveValue(xml);
      await form.expectValues(filled);
    });
  }
});

test("nobody is locked out without being told while the ways in are chosen", async ({ page, emulator }) => {
  const { id } = await made(emulator, "guards");
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("IAM Identity Center").uncheck();
  await expect(page.getByText("Nobody can sign in.", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Review" }).click();
  await expect(errorUnder(page, "providers")).toBeVisible();
  await form.way("SAML").check();
  await form.field("Metadata address").fill("http://idp.example.com/metadata");
  await expect(page.getByText("This address is not encrypted.")).toBeVisible();
  await expect(page.getByText("SAML becomes the last way in.")).toBeVisible();
  await page.getByRole("checkbox", { name: "No value makes an admin, on purpose" }).check();
  await expect(page.getByText("nobody can administer this Grafana until that is changed here")).toBeVisible();
});

test("an assertion is tried on the form as it stands, and again after a change", async ({ page, emulator }) => {
  const { id } = await made(emulator, "tester");
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("SAML").check();
  await form.fill(filled);
  await form.tryAssertion("uid=ada\nmail=ada@example.com\nrole=Software  Developers\norg=Analytical Engines");
  await expect(form.verdict).toContainText("This person signs in as an editor.");
  await expect(form.verdict).toContainText("Software  Developers");
  await form.field("Values that make an admin").fill("Software  Developers");
  await expect(page.getByText("has changed since it was tried")).toBeVisible();
  await page.getByRole("button", { name: "Try it", exact: true }).click();
  await expect(form.verdict).toContainText("This person signs in as an admin.");
  await form.field("Allowed organizations").fill("Difference Engines");
  await page.getByRole("button", { name: "Try it", exact: true }).click();
  await expect(form.verdict).toContainText("This person may not sign in.");
  expect(page.url()).not.toContain("ada");
});

test.describe("an assertion that cannot be read", () => {
  test.use({ allowedProblems: [/status of 422/] });

  test("is told at its field and keeps what was pasted", async ({ page, emulator }) => {
    const { id } = await made(emulator, "unreadable");
    const form = new SignInPage(page);
    await form.open(id);
    await form.way("SAML").check();
    await form.tryAssertion("{}");
    await expect(errorUnder(page, "assertion")).toContainText("This is JSON, not an assertion.");
    await expect(form.field("What the identity provider sends")).toHaveValue("{}");
  });
});

test("the way back from the review brings every input back", async ({ page, emulator }) => {
  const { id } = await made(emulator, "back");
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("SAML").check();
  await form.chooseDocument();
  await form.document.fill(provider);
  await form.fill(filled);
  await review(page);
  await page.getByRole("link", { name: "Back to the form" }).click();
  await form.isThere();
  await expect(form.document).toHaveValue(provider);
  await form.expectValues(filled);
  await expect(form.report).toContainText("CN=idp.example.com");
});

test("the browser asks before a form with changes is closed, and not before one without", async ({ page, context, emulator }) => {
  const { id } = await made(emulator, "unsaved");
  const untouched = await context.newPage();
  await new SignInPage(untouched).open(id);
  await untouched.getByRole("heading", { level: 1 }).click();
  await untouched.close({ runBeforeUnload: true });
  await expect.poll(() => untouched.isClosed()).toBe(true);
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("SAML").click();
  await form.field("Attribute for the login").pressSequentially("uid");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
});

test.describe("hostile text", () => {
  test.use({ allowedProblems: [/status of 422/] });

  test("stays text in every field, in the review and on the way back", async ({ page, emulator }) => {
    const { id } = await made(emulator, "hostile");
    const evil = "</textarea><script>document.title='taken'</script>";
    const hostile = Object.fromEntries(Object.keys(filled).map((label) => [label, evil]));
    hostile["Login validity in minutes"] = "60";
    const form = new SignInPage(page);
    await form.open(id);
    await form.way("SAML").check();
    await form.field("Metadata address").fill(address);
    await form.fill(hostile);
    await review(page);
    await expect(page.getByText(evil).first()).toBeVisible();
    await page.getByRole("link", { name: "Back to the form" }).click();
    await form.isThere();
    await form.expectValues(hostile);
    await expect(page).not.toHaveTitle("taken");
  });
});

test("the form can be filled in and sent with the keyboard alone", async ({ page, emulator }) => {
  const { id } = await made(emulator, "keyboard");
  const form = new SignInPage(page);
  await form.open(id);
  await form.way("SAML").focus();
  await page.keyboard.press("Space");
  await form.field("Metadata address").focus();
  await page.keyboard.type(address);
  await page.getByRole("checkbox", { name: "No value makes an admin, on purpose" }).focus();
  await page.keyboard.press("Space");
  await form.field("Login validity in minutes").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/changes/*");
  await applyButton(page, "Change sign-in").focus();
  await page.keyboard.press("Enter");
  await expectApplied(page);
  expect((await authentication(emulator, id)).saml?.configuration?.idpMetadata.url).toBe(address);
});

test.describe("accessibility", () => {
  test.use({ allowedProblems: [/status of 422/] });
  test.describe.configure({ timeout: 120_000 });

  test("the form has no violation: as it opens, with findings, a verdict and a history, and with its errors", async ({ page, emulator }) => {
    const { id } = await made(emulator, "axe");
    await configure(emulator, id, address);
    const form = new SignInPage(page);
    await form.open(id);
    await form.field("Metadata address").fill("https://new.example.com/metadata");
    await review(page);
    await applied(page);
    await form.open(id);
    await expect(form.earlier).toHaveCount(1);
    await expectAccessibleEverywhere(page, "the form for sign-in");
    await form.fill(filled);
    await form.chooseDocument();
    await form.document.fill(expired());
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await expect(form.report).toContainText("expired on 2020-01-01");
    await form.tryAssertion(fixture("response.xml"));
    await expect(form.verdict).toBeVisible();
    await expectAccessibleEverywhere(page, "the form for sign-in with findings");
    await page.getByRole("button", { name: "Review" }).click();
    await expect(errorUnder(page, "metadata_xml")).toBeVisible();
    await expectAccessibleEverywhere(page, "the form for sign-in with its errors");
  });
});
