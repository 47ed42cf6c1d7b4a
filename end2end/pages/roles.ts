/** The batch of role changes, from what is entered to what AWS has. */
import { type Locator, type Page, expect } from "@playwright/test";
import { open } from "../support/journeys";

export class RolesPage {
  constructor(readonly page: Page) {}

  async open(search = ""): Promise<void> {
    await open(this.page, `/access/edit${search}`);
    await expect(this.page.getByRole("form", { name: "Change roles" })).toBeVisible();
  }

  /** Ticks workspaces by name, each found by the filter. */
  async choose(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.page.getByLabel("Filter workspaces").fill(name);
      await this.page.getByRole("checkbox", { name, exact: true }).check();
    }
  }

  get people(): Locator {
    return this.page.getByLabel("Or many at once");
  }

  /** Puts people into the batch with a role. */
  async add(people: readonly string[], role: "Admin" | "Editor" | "Viewer" | "No role"): Promise<void> {
    await this.people.fill(people.join("\n"));
    await this.page.getByRole("radio", { name: role, exact: true }).check();
    await this.page.getByRole("button", { name: "Add to the batch" }).click();
    await expect(this.page.getByRole("button", { name: "Add to the batch" })).not.toHaveAttribute("aria-busy", "true");
  }

  /** The instructions that are listed. */
  get rows(): Locator {
    return this.page.getByRole("table", { name: "Instructions of the batch" }).getByRole("rowheader");
  }

  async review(): Promise<void> {
    await this.page.getByRole("button", { name: /^Review \d+ instructions?$/ }).click();
    await this.page.waitForURL("**/changes/*");
    await expect(this.page.getByRole("heading", { name: "Calls to AWS" })).toBeVisible();
  }

  async apply(): Promise<void> {
    await this.page.getByRole("button", { name: /^Apply \d+ role changes?$/ }).click();
  }
}
