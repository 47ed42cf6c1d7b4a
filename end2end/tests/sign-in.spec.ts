/** How people sign in: configured to the end, wrong documents refused, assertions tried, brought back, copied, and edited by two at once. */
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { CopySignInPage, SignInPage } from "../pages/sign-in";
import { Aws } from "../support/aws";
import { expectAccessibleEverywhere } from "../support/axe";
import type { Emulator } from "../support/emulator";
import { expect, test } from "../support/fixtures";
import { applyButton, errorUnder, fresh, review } from "../support/journeys";
import { checkout } from "../support/paths";

test.use({ serverOptions: { name: "writing" } });

const fixtures = path.join(checkout, "server", "documents", "tests", "fixtures");
const fixture = (name: string) => fs.readFileSync(path.join(fixtures, name), "utf8");

const provider = fixture("identity-provider.xml");
const address = "https://idp.example.com/metadata";

/** Metadata that is good but for its certificate, which ended in 2020. */
function expired(): string {
  const certificate = fixture("expired.pem").replace(/-----[A-Z ]+-----|\s/g, "");
  return [
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://old.example.com/saml">',
    '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
    '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://old.example.com/sso"/>',
    "</IDPSSODescriptor></EntityDescriptor>",
  ].join("\n");
}

/** What AWS has of a workspace's sign-in. */
interface Authentication {
  providers: string[];
  saml?: {
    configuration?: {
      idpMetadata: { url?: string; xml?: string };
      assertionAttributes?: Record<string, string>;
      roleValues?: { admin?: string[]; editor?: string[] };
      allowedOrganizations?: string[];
      loginValidityDuration?: number;
    };
  };
}

/** A workspace of the test's own, active. */
async function made(emulator: Emulator, prefix: string): Promise<{ id: string; name: string }> {
  const name = fresh(prefix);
  const id = await new Aws(emulator.url).createWorkspace(name);
  await emulator.settle();
  return { id, name };
}

async function authentication(emulator: Emulator, id: string): Promise<Authentication> {
  const answer = await new Aws(emulator.url).call("grafana", "GET", `/workspaces/${id}/authentication`);
  return answer.authentication as Authentication;
}

/** Configures SAML behind the product's back, as another administrator would. */
async function configure(emulator: Emulator, id: string, url: string): Promise<void> {
  await new Aws(emulator.url).call("grafana", "POST", `/workspaces/${id}/authentication`, {
    authenticationProviders: ["AWS_SSO", "SAML"],
    samlConfiguration: { idpMetadata: { url }, assertionAttributes: { role: "role" }, roleValues: { admin: ["Platform Admins"] } },
  });
  await emulator.settle();
}

/** Applies the plan in view. An edit keeps the reader there, where it can be undone. */
async function applied(page: Page, action = "Change sign-in"): Promise<void> {
  await applyButton(page, action).click();
  await expectApplied(page);
}

async function expectApplied(page: Page): Promise<void> {
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 30_000 });
}

const filled = {
  "Attribute for the login": "uid",
  "Attribute for the e-mail address": "mail",
  "Attribute for the name": "displayName",
  "Attribute for groups": "groups",
  "Attribute for the role": "role",
  "Values that make an admin": "Platform Admins\nOps, Europe",
  "Values that make an editor": "Software  Developers",
  "Attribute for the organization": "org",
  "Allowed organizations": "Analytical Engines",
  "Login validity in minutes": "510",
};

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
