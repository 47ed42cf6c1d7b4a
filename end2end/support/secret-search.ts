/** Looks for a secret in everything that came from or was kept by a server, in every form it may have been written in. */
import type { BrowserContext, Page, Response } from "@playwright/test";
import type { Server } from "./server";

/** One place that was searched, and its bytes. */
export interface Place {
  where: string;
  bytes: Buffer;
}

/** The forms a text takes when it is passed on, by name. Compared without case where the form has none of its own. */
export function formsOf(secret: string): { form: string; text: string; anyCase: boolean }[] {
  const bytes = [...Buffer.from(secret)];
  const hex = (byte: number) => byte.toString(16).padStart(2, "0");
  const exact = (form: string, text: string) => ({ form, text, anyCase: false });
  const loose = (form: string, text: string) => ({ form, text, anyCase: true });
  return [
    exact("plain", secret),
    // A value may lie on two pages of a database, so each half is as good as the whole.
    exact("first half", secret.slice(0, Math.ceil(secret.length / 2))),
    exact("second half", secret.slice(Math.ceil(secret.length / 2))),
    exact("reversed", [...secret].reverse().join("")),
    exact("UTF-16", Buffer.from(secret, "utf16le").toString("latin1")),
    ...base64(secret).map((text) => exact("base64", text)),
    exact("URL-escaped", encodeURIComponent(secret)),
    loose("URL-escaped whole", bytes.map((byte) => `%${hex(byte)}`).join("")),
    exact("JSON-escaped", JSON.stringify(secret).slice(1, -1)),
    loose("JSON-escaped whole", bytes.map((byte) => `\\u00${hex(byte)}`).join("")),
    loose("HTML-escaped whole", bytes.map((byte) => `&#x${hex(byte)};`).join("")),
    loose("hexadecimal", bytes.map(hex).join("")),
    exact("as a list of bytes", bytes.join(",")),
  ];
}

/** Base64 of a text inside of a longer one: three ways, without the characters that its neighbours decide. */
function base64(secret: string): string[] {
  const inside = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString("base64").replace(/=+$/, "");
    const from = [0, 2, 3][before] ?? 0;
    const whole = (before + secret.length) % 3 === 0;
    return encoded.slice(from, whole ? undefined : -1);
  });
  return [...new Set(inside.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]))];
}

/** Where the secret is, as `place: form`; empty when it is nowhere. Never repeats the secret. */
export function search(secret: string, places: readonly Place[]): string[] {
  const forms = formsOf(secret);
  return places.flatMap(({ where, bytes }) => {
    const text = bytes.toString("latin1");
    const lower = text.toLowerCase();
    const there = forms.filter((form) => (form.anyCase ? lower.includes(form.text.toLowerCase()) : text.includes(form.text)));
    return there.map(({ form }) => `${where}: ${form}`);
  });
}

/** What a server keeps: every file of its data directory, and its log. */
export function kept(server: Server): Place[] {
  const files = server.dataFiles().map(({ file, bytes }) => ({ where: `data: ${file.slice(server.data.length + 1)}`, bytes }));
  return [...files, { where: "log", bytes: Buffer.from(server.logs()) }];
}

/** Everything a page holds that a script of the same origin can read. */
export async function held(page: Page): Promise<Place[]> {
  const texts = await page.evaluate(async () => {
    const controls = [...document.querySelectorAll<HTMLInputElement>("input, textarea, select")].map((one) => one.value);
    const databases = await indexedDB.databases();
    const caches = await window.caches.keys();
    return {
      "the document": document.documentElement.outerHTML,
      "form controls": controls.join("\n"),
      "the selection": String(window.getSelection()),
      "the address": location.href,
      "the history's state": String(JSON.stringify(history.state)),
      "the local storage": JSON.stringify({ ...localStorage }),
      "the session storage": JSON.stringify({ ...sessionStorage }),
      "the cookies": document.cookie,
      "names of databases and caches": JSON.stringify({ databases, caches }),
      "the window's own properties": Object.entries(window)
        .filter(([, value]) => typeof value === "string")
        .map(([name, value]) => `${name}=${value}`)
        .join("\n"),
    };
  });
  return Object.entries(texts).map(([where, text]) => ({ where, bytes: Buffer.from(text) }));
}

/** Every answer a browser got, decoded, from the moment it is made. */
export class Recorder {
  private readonly taken: Place[] = [];
  private readonly under = new Set<Promise<void>>();
  /** Answers whose body could not be had although they ended well: each is a hole in the evidence. */
  readonly holes: string[] = [];

  constructor(context: BrowserContext) {
    context.on("response", (response) => {
      const taking = this.take(response).finally(() => this.under.delete(taking));
      this.under.add(taking);
    });
  }

  /** All answers so far, headers and addresses included; waits for bodies that are still coming. */
  async places(): Promise<Place[]> {
    await this.settled();
    return [...this.taken];
  }

  /** Before a page is left: what is under way would be lost. */
  async settled(): Promise<void> {
    while (this.under.size > 0) await Promise.all(this.under);
  }

  private async take(response: Response): Promise<void> {
    const where = `response: ${response.request().method()} ${new URL(response.url()).pathname}`;
    const headers = JSON.stringify(await response.allHeaders().catch(() => ({})));
    try {
      const noBody = response.status() >= 300 && response.status() < 400;
      const body = noBody ? Buffer.alloc(0) : await response.body().catch((error: unknown) => again(response, error));
      this.taken.push({ where, bytes: Buffer.concat([Buffer.from(`${response.url()}\n${headers}\n`), body]) });
    } catch (error) {
      // The page was left while this was on its way: it has reached nobody.
      if (response.request().failure() === null) this.holes.push(`${where}: ${(error as Error).message.split("\n")[0]}`);
    }
  }
}

/** A browser keeps no body of the icon it shows in its tab. A file named after its content can be fetched once more. */
async function again(response: Response, error: unknown): Promise<Buffer> {
  if (!new URL(response.url()).pathname.startsWith("/static/")) throw error;
  return Buffer.from(await (await fetch(response.url())).arrayBuffer());
}
