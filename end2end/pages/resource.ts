/** The page of one resource. */
import { type Locator, type Page, expect } from "@playwright/test";
import { hydrated } from "../support/fixtures";
import { FleetPage, type Kind } from "./fleet";

export class ResourcePage {
  constructor(readonly page: Page) {}

  /** Opens a path and waits until the page is live. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await hydrated(this.page);
  }

  /** Goes to the page of a resource the way a person does: over its list. Answers its path. */
  async find(kind: Kind, name: string): Promise<string> {
    const path = await pathOf(this.page, kind, name);
    await this.open(path);
    await expect(this.title(name)).toBeVisible();
    return path;
  }

  title(name: string): Locator {
    return this.page.getByRole("heading", { level: 1, name });
  }

  /** The value of one fact. */
  fact(label: string): Locator {
    const named = this.page.getByRole("term").filter({ hasText: new RegExp(`^${label}$`) });
    return this.page.locator("dl > div").filter({ has: named }).getByRole("definition").first();
  }

  /** What stands under a heading of the second level. */
  section(title: string): Locator {
    return this.page.locator("section").filter({ has: this.page.getByRole("heading", { level: 2, name: title, exact: true }) });
  }

  copy(label: string): Locator {
    return this.page.getByRole("button", { name: `Copy ${label}`, exact: true }).first();
  }

  /** Plans the deletion of what the page shows and answers the path of the plan. Nothing is deleted by it. */
  async planDeletion(button: string | RegExp): Promise<string> {
    await this.page.getByRole("button", { name: button }).first().click();
    await this.page.waitForURL(/\/changes\/[0-9a-f-]{36}$/);
    return new URL(this.page.url()).pathname;
  }
}

/** The path of a resource that is on its kind's list. */
export async function pathOf(page: Page, kind: Kind, name: string): Promise<string> {
  const list = new FleetPage(page, kind);
  await list.visit(`?q=${encodeURIComponent(name)}`);
  const link = list.row(name).getByRole("link", { name, exact: true });
  return (await link.getAttribute("href")) ?? "";
}
