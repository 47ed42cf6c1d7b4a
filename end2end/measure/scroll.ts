/** Frames while somebody turns the wheel over a wide table: across and back, down and back, as Chromium's own trace counts them. */
import type { Browser, Page } from "@playwright/test";

export interface Frames {
  /** Frames that were due while something scrolled. */
  due: number;
  /** Of those, the ones that came late or not at all, so that the movement was not smooth. */
  dropped: number;
}

/** How far a page scrolls, in pixels: the box of its table across, the page down. */
export interface Extent {
  across: number;
  down: number;
}

/** Pixels a second: a wheel that is turned briskly. */
const speed = 2000;

/** The part of a trace event that is looked at; Chromium writes one or more for each frame that was due. */
interface Event {
  name: string;
  ph: string;
  args?: { frame_reporter?: { frame_sequence: number; scroll_state: string; affects_smoothness: boolean } };
}

export function extent(page: Page): Promise<Extent> {
  return page.locator(".table-box").first().evaluate((box) => {
    const root = document.documentElement;
    return { across: box.scrollWidth - box.clientWidth, down: root.scrollHeight - root.clientHeight };
  });
}

/** Puts a blank box under a page, so that it scrolls as far as another page does. */
export async function stretch(page: Page, { across, down }: Extent): Promise<void> {
  await page.evaluate(
    ([across, down]) => {
      const [box, blank, root] = [document.createElement("div"), document.createElement("div"), document.documentElement];
      box.className = "table-box";
      box.append(blank);
      document.querySelector("main")?.append(box);
      blank.style.width = `${box.clientWidth + across}px`;
      blank.style.height = "100vh";
      const missing = down - (root.scrollHeight - root.clientHeight);
      blank.style.height = `${blank.clientHeight + missing}px`;
    },
    [across, down] as const,
  );
}

/** Scrolls with a wheel over the table and counts the frames meanwhile. */
export async function scrolled(browser: Browser, page: Page, way: Extent): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  const turn = (xDistance: number, yDistance: number) =>
    session.send("Input.synthesizeScrollGesture", { x: 800, y: 700, xDistance, yDistance, speed, preventFling: true, gestureSourceType: "mouse" });
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline.frame"] });
  // Beginning a trace is work for all of Chromium.
  await page.waitForTimeout(500);
  await turn(-way.across, 0);
  await arrived(page, "across", way.across);
  await turn(way.across, 0);
  await turn(0, -way.down);
  await arrived(page, "down", way.down);
  await turn(0, way.down);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] };
  return counted(trace.traceEvents);
}

/** What did not scroll has no frames to drop: then the measurement is wrong. */
async function arrived(page: Page, way: keyof Extent, wanted: number): Promise<void> {
  const box = page.locator(".table-box").first();
  const at = await box.evaluate((box, way) => (way === "across" ? box.scrollLeft : window.scrollY), way);
  if (at < wanted - 2) throw new Error(`the page scrolled ${way} to ${at} instead of ${wanted}`);
}

function counted(events: readonly Event[]): Frames {
  const frames = new Map<number, boolean>();
  for (const { name, ph, args } of events) {
    const frame = args?.frame_reporter;
    if (name !== "PipelineReporter" || ph !== "b" || frame === undefined || frame.scroll_state === "SCROLL_NONE") continue;
    frames.set(frame.frame_sequence, frame.affects_smoothness || (frames.get(frame.frame_sequence) ?? false));
  }
  return { due: frames.size, dropped: [...frames.values()].filter((dropped) => dropped).length };
}
