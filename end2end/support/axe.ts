/** Accessibility of what a page shows now: the rule sets of the project's bar, with target sizes switched on. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The violations, one line each, with the elements at fault. */
export async function violations(page: Page, within?: string): Promise<string[]> {
  let builder = new AxeBuilder({ page }).options({
    runOnly: { type: "tag", values: tags },
    rules: { "target-size": { enabled: true } },
  });
  if (within !== undefined) builder = builder.include(within);
  // What is still fading in has the colours of neither end; what happens to lie half under the bar at the top is taken
  // for a target that is too small.
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    for (const one of document.getAnimations()) {
      if (one.effect?.getComputedTiming().iterations !== Infinity) one.finish();
    }
  });
  const { violations: found } = await builder.analyze();
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help} — ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
}

/** Fails the test if axe finds anything. `what` names page, theme and state. */
export async function expectAccessible(page: Page, what: string, within?: string): Promise<void> {
  expect(await violations(page, within), `axe: ${what}`).toEqual([]);
}

/** Each theme wide, and the narrowest screen once. */
const looks = [
  { theme: "light", width: 1440 },
  { theme: "dark", width: 1440 },
  { theme: "dark", width: 320 },
] as const;

/** What is shown, in each look; and nothing is wider than the screen. */
export async function expectAccessibleEverywhere(page: Page, what: string): Promise<void> {
  for (const { theme, width } of looks) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${what}, ${theme}, ${width} px`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider, `${what} at ${width} px is wider than the screen`).toBeLessThanOrEqual(0);
  }
}
