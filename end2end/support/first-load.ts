/** What a browser with an empty cache fetches to show and revive a page, in bytes as they went over the wire. */
import type { Page, Request } from "@playwright/test";
import zlib from "node:zlib";
import { until } from "./process";

export interface Fetched {
  kind: "html" | "css" | "js" | "wasm" | "fonts" | "data" | "other";
  url: string;
  /** Bytes of the body as sent; HTML sent uncompressed counts as a proxy's brotli would make it. */
  bytes: number;
  /** Bytes of the body before compression. */
  plain: number;
  encoding: string;
}

/** Opens the page and returns everything it fetched up to and including the WASM and the fonts in use. */
export async function firstLoad(page: Page, url: string): Promise<Fetched[]> {
  const finished: Request[] = [];
  let open = 0;
  page.on("request", () => open++);
  page.on("requestfinished", (request) => {
    finished.push(request);
    open--;
  });
  page.on("requestfailed", () => open--);
  await page.goto(url, { waitUntil: "load" });
  await until(async () => finished.some((request) => kindOf(request) === "wasm"), "the page fetched no WASM");
  await until(async () => page.evaluate(() => document.fonts.status === "loaded"), "the fonts did not load");
  // Polling pages are never silent for long: what counts is a moment with nothing under way.
  await until(async () => open === 0, "the page did not come to rest");
  return Promise.all(finished.map(measured));
}

async function measured(request: Request): Promise<Fetched> {
  const response = await request.response();
  const sizes = await request.sizes();
  const kind = kindOf(request);
  const encoding = (await response?.headerValue("content-encoding")) ?? "identity";
  const body = await response?.body().catch(() => undefined);
  const plain = body?.length ?? sizes.responseBodySize;
  const proxied = kind === "html" && encoding === "identity" && body !== undefined;
  const bytes = proxied ? zlib.brotliCompressSync(body).length : sizes.responseBodySize;
  return { kind, url: new URL(request.url()).pathname, bytes, plain, encoding };
}

function kindOf(request: Request): Fetched["kind"] {
  const { pathname } = new URL(request.url());
  if (pathname.endsWith(".wasm")) return "wasm";
  if (pathname.endsWith(".js")) return "js";
  if (pathname.endsWith(".css")) return "css";
  if (/\.woff2?$/.test(pathname)) return "fonts";
  if (request.resourceType() === "document") return "html";
  return ["fetch", "xhr"].includes(request.resourceType()) ? "data" : "other";
}

/** Bytes per kind, with `total` over what the size gate counts: everything but data fetched afterwards. */
export function sums(fetched: readonly Fetched[]): Record<Fetched["kind"] | "total", number> {
  const sum = { html: 0, css: 0, js: 0, wasm: 0, fonts: 0, data: 0, other: 0, total: 0 };
  for (const { kind, bytes } of fetched) {
    sum[kind] += bytes;
    if (kind !== "data") sum.total += bytes;
  }
  return sum;
}
