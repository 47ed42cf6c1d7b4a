/** Looks for a secret in what came from or was kept by a server, in every form it may have been written in. */
import type { Page } from "@playwright/test";
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
