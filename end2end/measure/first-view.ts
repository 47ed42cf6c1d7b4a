/** When a browser with an empty cache shows a page: its first content, all of it, and when it is live. */
import type { Browser, Page } from "@playwright/test";
import { median } from "./table";

/** Milliseconds since the navigation began. */
export interface View {
  /** First contentful paint. */
  first: number;
  /** The first frame after the whole page was parsed. */
  whole: number;
  /** The browser half has taken over what the server rendered. */
  live: number;
}

declare global {
  interface Window {
    views?: Partial<View>;
  }
}

/** Opens two pages in turns, each in a context of its own, and answers the median of each. */
export async function firstViews(browser: Browser, urls: readonly [string, string], rounds: number): Promise<[View, View]> {
  const seen: [View[], View[]] = [[], []];
  for (let round = -2; round < rounds; round++) {
    for (const which of [0, 1] as const) {
      const view = await firstView(browser, urls[which]);
      if (round >= 0) seen[which].push(view);
    }
  }
  return [middle(seen[0]), middle(seen[1])];
}

function middle(views: readonly View[]): View {
  const of = (part: keyof View) => median(views.map((view) => view[part]));
  return { first: of("first"), whole: of("whole"), live: of("live") };
}

async function firstView(browser: Browser, url: string): Promise<View> {
  const page = await browser.newPage();
  try {
    await page.addInitScript(watch);
    await page.goto(url, { waitUntil: "load" });
    return await read(page);
  } finally {
    await page.close();
  }
}

/** Runs in the page, before any of its own scripts. */
function watch(): void {
  const views: Partial<View> = (window.views = {});
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    // What follows a frame's callbacks by way of a timer has the frame behind it.
    requestAnimationFrame(() => setTimeout(() => (views.whole = performance.now())));
  });
  new MutationObserver(() => (views.live ??= performance.now())).observe(document, {
    subtree: true,
    attributeFilter: ["data-hydrated"],
  });
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint !== undefined) views.first = paint.startTime;
  }).observe({ type: "paint", buffered: true });
}

async function read(page: Page): Promise<View> {
  const all = await page.waitForFunction(() => {
    const { first, whole, live } = window.views ?? {};
    return first !== undefined && whole !== undefined && live !== undefined && { first, whole, live };
  });
  const view = await all.jsonValue();
  if (view === false) throw new Error("the page was never seen");
  return view;
}
