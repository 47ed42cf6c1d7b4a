/** A list of the fleet, of any kind, as a person finds things on it. */
import { type Locator, type Page, expect } from "@playwright/test";
import { hydrated } from "../support/fixtures";
import { until } from "../support/process";
import type { Server } from "../support/server";

export type Kind = "grafana" | "prometheus" | "codeartifact";

export const headings: Readonly<Record<Kind, string>> = {
  grafana: "Grafana workspaces",
  prometheus: "Prometheus workspaces",
  codeartifact: "CodeArtifact domains",
};

export class FleetPage {
  readonly heading: Locator;
  readonly table: Locator;
  readonly names: Locator;
  readonly filterBox: Locator;
  readonly filters: Locator;
  readonly notReadable: Locator;

  constructor(
    readonly page: Page,
    private readonly kind: Kind = "grafana",
  ) {
    this.heading = page.getByRole("heading", { level: 1, name: headings[kind] });
    this.table = page.getByRole("table", { name: headings[kind] });
    this.names = this.table.getByRole("rowheader");
    this.filterBox = page.getByRole("searchbox", { name: "Filter by property or text" });
    this.filters = page.getByRole("list", { name: "Filters" });
    this.notReadable = page.getByRole("table", { name: "Accounts and regions that could not be read" });
  }

  /** Opens the list as the server renders it. */
  async visit(search = ""): Promise<void> {
    await this.page.goto(`/${this.kind}${search}`);
    await expect(this.heading).toBeVisible();
  }

  /** Opens the list and waits until it is live and has the index that answers keystrokes. */
  async open(search = ""): Promise<void> {
    const index = this.page.waitForResponse((response) => response.url().endsWith("/api/fleet/index"));
    await this.visit(search);
    await hydrated(this.page);
    await (await index).finished();
  }

  row(name: string): Locator {
    return this.table.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name, exact: true }) });
  }

  /** The texts of one column, from the top. */
  async column(name: string): Promise<string[]> {
    return this.table.evaluate((table, wanted) => {
      const text = (cell: Element | undefined) => (cell?.textContent ?? "").trim();
      const at = [...table.querySelectorAll("thead th")].findIndex((head) => text(head) === wanted);
      return [...table.querySelectorAll("tbody tr")].map((row) => text(row.children[at]));
    }, name);
  }

  head(name: string): Locator {
    return this.table.getByRole("columnheader", { name });
  }

  /** The link of one count of the tally strip. */
  tally(label: string): Locator {
    return this.page.getByRole("navigation", { name: `${headings[this.kind]} by state` }).getByRole("link", { name: label });
  }

  /** The number a count of the strip shows. */
  async counted(label: string): Promise<number> {
    return Number(/\d+/.exec(await this.tally(label).innerText())?.[0] ?? Number.NaN);
  }

  pageSize(size: number): Locator {
    return this.page.getByRole("navigation", { name: "Rows a page" }).getByRole("link", { name: String(size), exact: true });
  }

  get pages(): Locator {
    return this.page.getByRole("navigation", { name: "Pages" });
  }
}

/** Waits until the server has read every scope of a kind: what it renders then is whole. */
export async function fleetRead(server: Server, kind: Kind = "grafana"): Promise<void> {
  const whole = async () => {
    const html = await (await fetch(`${server.url}/${kind}`)).text();
    // Markers of the framework may stand anywhere between the texts.
    return /<span class="count">\(\d+\)<\/span>/.test(html.replace(/<!(--.*?--)?>/g, ""));
  };
  await until(whole, `the ${kind} list was not read`);
}
