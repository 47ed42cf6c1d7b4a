/** The keyboard alone: where the focus goes. */
import { type Locator, type Page, expect } from "@playwright/test";

const farthest = 150;

/** Presses Tab until the target has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < farthest; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${farthest} presses of Tab did not reach ${String(target)}`);
}
