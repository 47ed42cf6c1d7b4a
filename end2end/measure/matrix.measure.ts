/** `make bench`: the page of everybody over 200 workspaces and 500 holders, against the same page of an empty fleet. */
import { type Page, test } from "@playwright/test";
import { hydrated } from "../support/fixtures";
import { until } from "../support/process";
import { type Server, startServer } from "../support/server";
import { firstViews } from "./first-view";
import { type Extent, type Frames, extent, scrolled, stretch } from "./scroll";
import { median, ms, tell } from "./table";

/** How often lists are read by default: no faster, for the emulator's work would be measured too. */
const pace = { BELVEDERE_READ_INTERVAL_MS: "15000", BELVEDERE_BUDGETS: "on" };
const what = { workspaces: 200, holders: 500 };

// Playwright's own test, without the fixtures' server and guard: nothing else may run meanwhile.
test.describe.configure({ mode: "serial" });

const servers: Server[] = [];
let urls: [string, string];

test.beforeAll(async () => {
  const begin = async (seed: string) => {
    const server = await startServer({ name: seed, args: ["--emulator-seed", seed], env: pace });
    servers.push(server);
    return server;
  };
  const [large, none] = [await begin("large"), await begin("empty")];
  urls = [`${large.url}/access`, `${none.url}/access`];
  await until(async () => isRead(await exported(large)), "not every workspace's holders were read", 120_000);
});

test.afterAll(async () => {
  for (const server of servers) await server.stop();
});

test("the first view of the matrix, against an empty page", async ({ browser }) => {
  const shown = await portion(await browser.newPage());
  const [matrix, empty] = await firstViews(browser, urls, 15);
  const row = (words: string, part: keyof typeof matrix) =>
    tell(`${shown}: ${words}, empty cache (median)`, ms(matrix[part]), ms(empty[part]), matrix[part] / empty[part]);
  row("first contentful paint", "first");
  row("all of it painted", "whole");
  row("live", "live");
});

test("frames dropped while the matrix scrolls, against an empty page as long and as wide", async ({ browser }) => {
  const seen: { matrix: Frames[]; empty: Frames[] } = { matrix: [], empty: [] };
  for (let round = 0; round < 5; round++) {
    const page = await rested(await browser.newPage(), urls[0]);
    const way: Extent = await extent(page);
    seen.matrix.push(await scrolled(browser, page, way));
    await page.close();
    const blank = await rested(await browser.newPage(), urls[1]);
    await stretch(blank, way);
    seen.empty.push(await scrolled(browser, blank, way));
    await blank.close();
  }
  const hundred = (all: Frames[]) => median(all.map(({ due, dropped }) => (100 * dropped) / due));
  const [matrix, empty] = [hundred(seen.matrix), hundred(seen.empty)];
  const words = `matrix scrolled across and down, frames dropped of 100 (median of 5, ${seen.matrix[0]?.due} frames each)`;
  tell(words, matrix.toFixed(1), empty.toFixed(1), matrix / empty);
});

interface Exported {
  grants: { in_directory?: string }[];
  not_read: unknown[];
}

async function exported({ url }: Server): Promise<Exported> {
  return (await (await fetch(`${url}/access/export.json`)).json()) as Exported;
}

/** Every workspace's holders, and the directory. */
function isRead({ grants, not_read }: Exported): boolean {
  return grants.length > what.workspaces && not_read.length === 0 && grants.every((grant) => grant.in_directory !== undefined);
}

/** What of the matrix a page shows, in words. */
async function portion(page: Page): Promise<string> {
  await page.goto(urls[0]);
  const table = page.getByRole("table", { name: "Who holds which role" });
  const [rows, columns] = [await table.locator("tbody tr").count(), await table.locator(".matrix-head").count()];
  await page.close();
  return `matrix, ${rows} of ${what.holders} holders × ${columns} of ${what.workspaces} workspaces`;
}

/** The page once it is live, has fetched what it filters from, and has nothing left to do. */
async function rested(page: Page, url: string): Promise<Page> {
  const index = page.waitForResponse((answer) => answer.url().endsWith("/api/access/index"));
  await page.goto(url);
  await hydrated(page);
  await (await index).finished();
  await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
  return page;
}
