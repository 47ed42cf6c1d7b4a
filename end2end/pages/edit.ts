/** The forms that change what is there, and the AWS side of the resources they change. */
import { type Locator, type Page, expect } from "@playwright/test";
import { Aws } from "../support/aws";
import type { Emulator } from "../support/emulator";
import { applyButton, open, review } from "../support/journeys";
import { home, pathOf } from "../support/listing";

export type Form = "settings" | "tags" | "configuration" | "version" | "license" | "alias" | "policy" | "workspace-configuration";

/** What a plan says that AWS did not take. */
export const refused = "It was not applied.";

export class EditPage {
  constructor(readonly page: Page) {}

  /** Opens a form of a resource and waits until it has read what is there. */
  async open(resource: string, form: Form): Promise<void> {
    await open(this.page, `${resource}/${form}`);
    await expect(this.page.getByRole("button", { name: "Review" })).toBeVisible();
  }

  /** One choice of a question, by the id of its group. */
  choice(group: string, label: string): Locator {
    return this.page.locator(`#${group}`).getByRole("radio", { name: label, exact: true });
  }

  /** Adds a tag in a row of its own; rows are counted from 1. */
  async addTag(row: number, key: string, value: string): Promise<void> {
    await this.page.getByRole("button", { name: "Add tag" }).click();
    await this.page.getByLabel(`Key of tag ${row}`).fill(key);
    await this.page.getByLabel(`Value of tag ${row}`).fill(value);
  }

  /** From the filled form over its review to an end that says this; an edit keeps the reader there. */
  async carryOut(action: string, outcome = "It was applied."): Promise<void> {
    await review(this.page);
    await this.apply(action, outcome);
  }

  /** From the plan in view to its end. */
  async apply(action: string, outcome = "It was applied."): Promise<void> {
    await applyButton(this.page, action).click();
    await expect(this.page.getByText(outcome, { exact: true })).toBeVisible({ timeout: 30_000 });
  }

  /** What the review says of one field. */
  line(name: string): Locator {
    return this.page.getByRole("list", { name: /^Changes to / }).getByRole("listitem").filter({ hasText: name });
  }
}

/** A Grafana workspace of a test's own, made beside the product, and what AWS says of it. */
export class OwnWorkspace {
  private constructor(
    private readonly aws: Aws,
    readonly emulator: Emulator,
    readonly id: string,
  ) {}

  static async make(emulator: Emulator, name: string, more: Record<string, unknown> = {}): Promise<OwnWorkspace> {
    const aws = new Aws(emulator.url);
    const answer = await aws.call("grafana", "POST", "/workspaces", {
      workspaceName: name,
      accountAccessType: "CURRENT_ACCOUNT",
      authenticationProviders: ["AWS_SSO"],
      permissionType: "CUSTOMER_MANAGED",
      ...more,
    });
    await emulator.settle();
    return new OwnWorkspace(aws, emulator, (answer.workspace as { id: string }).id);
  }

  get path(): string {
    return pathOf("grafana", this.id, home);
  }

  /** DescribeWorkspace, once everything under way has ended. */
  async now(): Promise<Record<string, unknown>> {
    await this.emulator.settle();
    return this.aws.workspace(this.id);
  }

  /** The configuration, once everything under way has ended. */
  async configuration(): Promise<unknown> {
    await this.emulator.settle();
    const answer = await this.aws.call("grafana", "GET", `/workspaces/${this.id}/configuration`);
    return JSON.parse(String(answer.configuration));
  }

  async configure(configuration: unknown): Promise<void> {
    await this.aws.call("grafana", "PUT", `/workspaces/${this.id}/configuration`, { configuration: JSON.stringify(configuration) });
    await this.emulator.settle();
  }
}

/** A Prometheus workspace of a test's own, made beside the product; its page. */
export async function ownPrometheus(emulator: Emulator, alias: string): Promise<string> {
  const answer = await new Aws(emulator.url).call("aps", "POST", "/workspaces", { alias });
  await emulator.settle();
  return pathOf("prometheus", String(answer.workspaceId));
}

/** The configuration of a Prometheus workspace by AWS's own account, once everything under way has ended; `path` is its page. */
export async function configurationOf(emulator: Emulator, path: string): Promise<Record<string, unknown>> {
  await emulator.settle();
  const answer = await new Aws(emulator.url).call("aps", "GET", `/workspaces/${path.split("/").at(-1)}/configuration`);
  return answer.workspaceConfiguration as Record<string, unknown>;
}

/** Changes it beside the product. */
export async function configure(emulator: Emulator, path: string, change: Record<string, unknown>): Promise<void> {
  await new Aws(emulator.url).call("aps", "PATCH", `/workspaces/${path.split("/").at(-1)}/configuration`, change);
  await emulator.settle();
}

/** A CodeArtifact domain of a test's own, made beside the product; its page. */
export async function ownDomain(emulator: Emulator, name: string): Promise<string> {
  await new Aws(emulator.url).call("codeartifact", "POST", `/v1/domain?domain=${name}`, {});
  return pathOf("codeartifact", name);
}
