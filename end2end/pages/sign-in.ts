/** How people sign in to a Grafana workspace: the form, and the page that copies it. */
import { type Locator, type Page, expect } from "@playwright/test";
import { hydrated } from "../support/fixtures";
import { field } from "../support/journeys";
import { pathOf } from "../support/listing";

export class SignInPage {
  constructor(readonly page: Page) {}

  /** Opens the form of a workspace and waits until it was read from AWS. */
  async open(id: string, search = ""): Promise<void> {
    await this.page.goto(`${pathOf("grafana", id)}/sign-in${search}`);
    await hydrated(this.page);
    await this.isThere();
  }

  async isThere(): Promise<void> {
    await expect(this.page.getByRole("form", { name: "Edit sign-in" })).toBeVisible();
  }

  /** IAM Identity Center or SAML. */
  way(name: string): Locator {
    return this.page.getByRole("checkbox", { name, exact: true });
  }

  field(label: string): Locator {
    return field(this.page, label);
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.field(label).fill(text);
  }

  async expectValues(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await expect(this.field(label), label).toHaveValue(text);
  }

  /** Takes the metadata from a document instead of an address. */
  async chooseDocument(): Promise<void> {
    await this.page.getByRole("radio", { name: "Document", exact: true }).check();
  }

  get document(): Locator {
    return this.field("Metadata document");
  }

  /** What the server saw in the document. */
  get report(): Locator {
    return this.page.locator("[data-report]");
  }

  /** What becomes of the person whose assertion was tried. */
  get verdict(): Locator {
    return this.page.locator("[data-verdict]");
  }

  async tryAssertion(pasted: string): Promise<void> {
    await this.field("What the identity provider sends").fill(pasted);
    await this.page.getByRole("button", { name: "Try it", exact: true }).click();
  }

  /** The earlier configurations, the newest first. */
  get earlier(): Locator {
    return this.page.getByRole("list", { name: "Earlier configurations" }).locator(":scope > li");
  }

  /** The value of one fact. */
  fact(label: string): Locator {
    const named = this.page.getByRole("term").filter({ hasText: label });
    return this.page.locator("dl > div").filter({ has: named }).getByRole("definition").first();
  }
}

export class CopySignInPage {
  constructor(readonly page: Page) {}

  async open(id: string): Promise<void> {
    await this.page.goto(`${pathOf("grafana", id)}/copy-sign-in`);
    await hydrated(this.page);
    await this.isThere();
  }

  async isThere(): Promise<void> {
    await expect(this.page.getByRole("form", { name: "Copy sign-in" })).toBeVisible();
  }

  get filter(): Locator {
    return this.page.getByRole("searchbox", { name: "Filter" });
  }

  target(name: string): Locator {
    return this.page.getByRole("checkbox", { name, exact: true });
  }

  review(count: number): Locator {
    return this.page.getByRole("button", { name: count === 1 ? "Review 1 copy" : `Review ${count} copies`, exact: true });
  }
}
