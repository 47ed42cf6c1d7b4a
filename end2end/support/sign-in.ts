/** What tests of sign-in hand in, and the AWS side of it. */
import fs from "node:fs";
import path from "node:path";
import { type Page, expect } from "@playwright/test";
import { Aws } from "./aws";
import type { Emulator } from "./emulator";
import { applyButton, fresh } from "./journeys";
import { checkout } from "./paths";

export const fixtures = path.join(checkout, "server", "documents", "tests", "fixtures");
export const fixture = (name: string) => fs.readFileSync(path.join(fixtures, name), "utf8");

export const provider = fixture("identity-provider.xml");
export const address = "https://idp.example.com/metadata";

/** Metadata that is good but for its certificate, which ended in 2020. */
export function expired(): string {
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
export interface Authentication {
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
export async function made(emulator: Emulator, prefix: string): Promise<{ id: string; name: string }> {
  const name = fresh(prefix);
  const id = await new Aws(emulator.url).createWorkspace(name);
  await emulator.settle();
  return { id, name };
}

export async function authentication(emulator: Emulator, id: string): Promise<Authentication> {
  const answer = await new Aws(emulator.url).call("grafana", "GET", `/workspaces/${id}/authentication`);
  return answer.authentication as Authentication;
}

/** Configures SAML behind the product's back, as another administrator would. */
export async function configure(emulator: Emulator, id: string, url: string): Promise<void> {
  await new Aws(emulator.url).call("grafana", "POST", `/workspaces/${id}/authentication`, {
    authenticationProviders: ["AWS_SSO", "SAML"],
    samlConfiguration: { idpMetadata: { url }, assertionAttributes: { role: "role" }, roleValues: { admin: ["Platform Admins"] } },
  });
  await emulator.settle();
}

/** Applies the plan in view. An edit keeps the reader there, where it can be undone. */
export async function applied(page: Page, action = "Change sign-in"): Promise<void> {
  await applyButton(page, action).click();
  await expectApplied(page);
}

export async function expectApplied(page: Page): Promise<void> {
  await expect(page.getByText("It was applied.", { exact: true })).toBeVisible({ timeout: 30_000 });
}

export const filled = {
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
