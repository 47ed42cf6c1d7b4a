/** A minted secret is in one answer and one dialog, and afterwards nowhere; and the search that says so finds what is planted. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import zlib from "node:zlib";
import type { Page } from "@playwright/test";
import type { Key, View } from "../support/api";
import { Aws } from "../support/aws";
import { canary } from "../support/emulator";
import { expect, hydrated, test } from "../support/fixtures";
import { call, createAccount, decision, field, fresh, mint, open, planToken, review, stateAtEnd } from "../support/journeys";
import { home, pathOf, theOne } from "../support/listing";
import { Recorder } from "../support/recorder";
import { type Place, formsOf, held, kept, search } from "../support/secret-search";
import { type Server, loud, startServer } from "../support/server";

test.use({ serverOptions: { name: "writing" } });

/** Shaped like a Grafana token, and none. */
const invented = () => `glsa_${randomBytes(24).toString("base64url").replaceAll(/[-_]/g, "x")}_${randomBytes(4).toString("hex")}`;

/** The form of a new workspace at an address of the test's own. */
async function fillAt(page: Page, base: string): Promise<void> {
  await open(page, `${base}/grafana/create`);
  await page.getByLabel("Account and region", { exact: true }).selectOption(`${home.account}/${home.region}`);
  await field(page, "Name").fill(fresh("planted"));
}

test.describe("after a mint", () => {
  let server: Server;
  let recorder: Recorder;
  let secret: string;
  /** The name of the service account whose token it is. */
  let account: string;

  /** Mints on a server of the test's own and closes the dialog. */
  test.beforeEach(async ({ page }) => {
    server = await startServer({ name: "secrets", env: loud });
    recorder = await Recorder.before(server.url);
    const { id } = await theOne(server.emulator, "grafana", "orders-prod");
    account = fresh("robot");
    await createAccount(page, recorder.url + pathOf("grafana", id), account);
    await planToken(page, account, fresh("token"));
    const dialog = await mint(page);
    await dialog.getByRole("button", { name: "Show" }).click();
    secret = await dialog.getByRole("textbox", { name: "Secret value" }).inputValue();
    expect(secret.length).toBeGreaterThan(40);
    await dialog.getByRole("checkbox", { name: "I stored it" }).check();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test.afterEach(async ({ page }) => {
    // A page that goes on asking would complain of the server that is gone.
    await page.goto("about:blank");
    recorder.stop();
    await server.stop();
  });

  test("no answer but the one that revealed it holds the secret", async ({ page }) => {
    const plan = page.url();
    await leave(page, () => page.reload());
    for (const path of ["/changes", "/grafana", pathOf("grafana", (await theOne(server.emulator, "grafana", "orders-prod")).id)]) {
      await leave(page, () => page.goto(recorder.url + path));
    }
    await leave(page, () => page.goBack());
    await leave(page, () => page.goto(plan));
    expect(answersWith(secret, await recorder.places())).toEqual([revealing]);
    expect(recorder.holes, "answers that could not be searched").toEqual([]);
  });

  test("neither the database with its log nor the server's log holds the secret, running or stopped", async ({ page }) => {
    await leave(page, () => page.reload());
    expect(kept(server).map(({ where }) => where)).toContainEqual(expect.stringMatching(/-wal$/));
    expect(search(secret, kept(server))).toEqual([]);
    await page.goto("about:blank");
    await server.stop();
    expect(search(secret, kept(server))).toEqual([]);
  });

  test("the page holds it nowhere, at once and after a reload and going back", async ({ page }) => {
    expect(search(secret, await held(page))).toEqual([]);
    await leave(page, () => page.reload());
    expect(search(secret, await held(page))).toEqual([]);
    await leave(page, () => page.goBack());
    expect(search(secret, await held(page))).toEqual([]);
    await leave(page, () => page.goForward());
    expect(search(secret, await held(page))).toEqual([]);
  });

  async function leave(page: Page, how: () => Promise<unknown>): Promise<void> {
    await how();
    await hydrated(page);
  }

  test.describe("and after every other way to mint", () => {
    test.use({ allowedProblems: [/status of 504/] });

    const old = { account: "221099870031", region: "us-west-2" };
    let workspace: Key;
    /** The service account's own id. */
    let id: string;

    test.beforeEach(async () => {
      workspace = { kind: "grafana", scope: home, id: (await theOne(server.emulator, "grafana", "orders-prod")).id };
      const { serviceAccounts } = await new Aws(server.emulator.url).call("grafana", "GET", `/workspaces/${workspace.id}/serviceaccounts?maxResults=100`);
      id = (serviceAccounts as { id: string; name: string }[]).find(({ name }) => name === account)?.id ?? "";
    });

    test("the text of all secrets is in answers that reveal one, and nowhere else", async ({ page }) => {
      test.setTimeout(120_000);
      const { emulator } = server;
      const token = (name: string, more = {}) => ({ workspace, account: id, name, seconds_to_live: 3600, ...more });
      await applied(page, await planned(page, "mint-token", token("delivered", { deliver_to: "belvedere/canary/delivered" })));

      const dated: Key = { kind: "grafana", scope: old, id: (await theOne(emulator, "grafana", "video-signage", old)).id };
      const key = await planned(page, "mint-key", { workspace: dated, name: fresh("exporter"), grafana_role: "VIEWER", seconds_to_live: 3600 });
      const shown = await call(page, "mint/reveal", await decision(page, key));
      expect(shown.status).toBe(200);
      expect(search(canary, [{ where: "key", bytes: Buffer.from(JSON.stringify(shown.body)) }]), "it is found in an API key").not.toEqual([]);
      await leave(page, () => page.goto(`${recorder.url}/changes/${key}`));

      const orphan = await planned(page, "mint-token", token(fresh("cut-after")));
      expect((await call(page, "mint/reveal", await decision(page, orphan))).status).toBe(504);
      await leave(page, () => page.goto(`${recorder.url}/changes/${orphan}`));
      await applied(page, (await call(page, "plan/undo", { id: orphan })).body as string);

      await goneMeanwhile(page, await planned(page, "mint-token", token("unheard")));

      const { serviceAccountTokens } = await new Aws(emulator.url).call("grafana", "GET", `/workspaces/${workspace.id}/serviceaccounts/${id}/tokens?maxResults=100`);
      const tokens = (serviceAccountTokens as { id: string }[]).map((one) => ({ workspace, account: id, token: one.id }));
      expect(tokens, "shown, delivered, and unheard of").toHaveLength(3);
      await applied(page, await planned(page, "rotate", { tokens, seconds_to_live: 7200, folder: "belvedere/canary" }));
      expect(await emulator.minted(home.account, home.region)).toHaveLength(6);
      expect(await emulator.secrets(home.account, home.region)).toHaveLength(4);

      for (const path of ["/tokens", "/changes", "/audit", "/attention", pathOf("grafana", workspace.id), pathOf("grafana", dated.id, old)]) {
        await leave(page, () => page.goto(recorder.url + path));
      }
      expect((await page.request.get(`${recorder.url}/audit/export.csv`)).status()).toBe(200);
      expect(answersWith(canary, await recorder.places())).toEqual([revealing]);
      expect(recorder.holes, "answers that could not be searched").toEqual([]);
      expect(server.leaks()).toEqual([]);
    });

    /** Plans what a form holds, as the page in view would; answers the plan's id. */
    async function planned(page: Page, what: string, values: unknown): Promise<string> {
      const { body: form } = await call(page, "form/new", {});
      const { status, body } = await call(page, `plan/${what}`, { form, values });
      if (status !== 200) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
      return body as string;
    }

    /** Applies a plan and looks at its page. */
    async function applied(page: Page, plan: string): Promise<void> {
      const { created_at, confirmation } = ((await call(page, "changes/view", { id: plan })).body as { value: View }).value;
      const { status } = await call(page, "changes/apply", { id: plan, reviewed: created_at, typed: confirmation?.text ?? "", secret: "" });
      expect(status).toBe(200);
      expect(await stateAtEnd(page, plan)).toBe("applied");
      await leave(page, () => page.goto(`${recorder.url}/changes/${plan}`));
    }

    /** Mints for somebody who is gone before the answer comes. The recorder would have waited for it. */
    async function goneMeanwhile(page: Page, plan: string): Promise<void> {
      const build = (await page.locator("meta[name=build]").getAttribute("content")) ?? "";
      const headers = { "content-type": "application/json", accept: "application/json", origin: server.url, "x-belvedere": build };
      const leaving = new AbortController();
      await server.emulator.fault({ operation: "CreateWorkspaceServiceAccountToken", kind: "held_after", times: 1 });
      const body = JSON.stringify(await decision(page, plan));
      const asked = fetch(`${server.url}/api/mint/reveal`, { method: "POST", headers, body, signal: leaving.signal }).then(
        () => "answered",
        () => "gone",
      );
      await server.emulator.holds("CreateWorkspaceServiceAccountToken");
      leaving.abort();
      expect(await asked).toBe("gone");
      await server.emulator.release("CreateWorkspaceServiceAccountToken");
      expect(await stateAtEnd(page, plan)).toBe("applied");
      await leave(page, () => page.goto(`${recorder.url}/changes/${plan}`));
    }
  });
});

const revealing = "response: POST /api/mint/reveal";

/** Which of some answers hold a text, each address once. */
function answersWith(text: string, places: readonly Place[]): string[] {
  return [...new Set(search(text, places).map((one) => one.split(": ").slice(0, 2).join(": ")))];
}

test.describe("the search", () => {
  const plants: Record<string, (secret: string) => string> = {
    plain: (secret) => secret,
    "base64 at the beginning": (secret) => Buffer.from(`${secret}, and more`).toString("base64"),
    "base64 one byte in": (secret) => Buffer.from(`"${secret}"`).toString("base64"),
    "base64 two bytes in": (secret) => Buffer.from(`=>${secret}<=`).toString("base64"),
    "base64 of the URL kind": (secret) => Buffer.from(`??${secret}??`).toString("base64url"),
    "URL-escaped": (secret) => [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(""),
    "JSON-escaped": (secret) => [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    "HTML-escaped": (secret) => [...secret].map((letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join(""),
    hexadecimal: (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
    "cut in two": (secret) => `${secret.slice(0, 26)}\0\0\0\0${secret.slice(26)}`,
  };
  for (const [form, write] of Object.entries(plants)) {
    test(`finds a copy that is ${form}`, () => {
      const secret = invented();
      const place: Place = { where: "here", bytes: Buffer.from(`before ${write(secret)} after`) };
      expect(search(secret, [place])).not.toEqual([]);
      expect(search(invented(), [place]), "another secret").toEqual([]);
    });
  }

  test("finds escaped copies of a secret with characters that are escaped", () => {
    const secret = `a"b\\c/d+e f&g<h>${randomBytes(9).toString("hex")}`;
    const places = { url: encodeURIComponent(secret), json: JSON.stringify({ secret }) };
    for (const [where, text] of Object.entries(places)) {
      expect(search(secret, [{ where, bytes: Buffer.from(text) }])).not.toEqual([]);
    }
    expect(formsOf(secret).every(({ text }) => text.length >= 12), "no form is so short that it is found by chance").toBe(true);
  });

  for (const form of ["plain", "base64 one byte in", "URL-escaped"]) {
    test(`finds a copy, ${form}, in the database's log and in answers`, async ({ page, server }) => {
      const [secret, recorder] = [invented(), await Recorder.before(server.url)];
      await fillAt(page, recorder.url);
      expect(search(secret, [...kept(server), ...(await recorder.places())])).toEqual([]);
      await page.getByRole("textbox", { name: /^Description/ }).fill(`copy ${plants[form]?.(secret)}`);
      await review(page);
      await page.reload();
      await hydrated(page);
      const found = search(secret, [...kept(server), ...(await recorder.places())]);
      expect(found).toContainEqual(expect.stringMatching(/^data: .*-wal: /));
      expect(found).toContainEqual(expect.stringMatching(/^response: GET \/changes\/.*: /));
      expect(search(secret, await held(page))).toContainEqual(expect.stringMatching(/^the document: /));
      await page.goto("about:blank");
      recorder.stop();
    });
  }

  test("finds a copy in an answer that was compressed on the way", async ({ page }) => {
    const secret = invented();
    const body = zlib.brotliCompressSync(`<!doctype html><title>A page</title><p>${secret}`);
    const planted = http.createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html", "content-encoding": "br" }).end(body));
    await new Promise<void>((listening) => planted.listen(0, "127.0.0.1", listening));
    const recorder = await Recorder.before(`http://127.0.0.1:${(planted.address() as AddressInfo).port}`);
    try {
      await page.goto(`${recorder.url}/planted`);
      expect(search(secret, await recorder.places())).toContain("response: GET /planted: plain");
    } finally {
      recorder.stop();
      planted.closeAllConnections();
      planted.close();
    }
  });

  test("finds a copy in the database once it was written back from its log", async ({ page }) => {
    const [secret, server] = [invented(), await startServer({ name: "planted" })];
    try {
      await fillAt(page, server.url);
      await page.getByRole("textbox", { name: /^Description/ }).fill(secret);
      await review(page);
      await page.goto("about:blank");
    } finally {
      await server.stop();
    }
    expect(search(secret, kept(server))).not.toEqual([]);
  });

  test("finds a copy in the server's log", async ({ server }) => {
    const secret = invented();
    expect(search(secret, kept(server))).toEqual([]);
    fs.appendFileSync(server.logFile, `planted by a test: ${Buffer.from(`"${secret}"`).toString("base64")}\n`);
    expect(search(secret, kept(server))).toEqual(["log: base64"]);
  });

  test("makes a server's end fail when a minted secret is in its log, a crash's last words among it, or in its data", async () => {
    const server = await startServer({ name: "leaking" });
    expect(server.leaks()).toEqual([]);
    fs.appendFileSync(server.logFile, `thread 'main' panicked at 'unexpected token glsa_${canary}'\n`);
    expect(server.leaks()).toContain("log: plain");
    fs.writeFileSync(path.join(server.data, "metrics"), `minted_total{name="${Buffer.from(canary).toString("base64")}"} 1\n`);
    expect(server.leaks()).toContain("data: metrics: base64");
    await expect(server.stop()).rejects.toThrow("a minted secret was kept");
  });

  const leaks: Record<string, (secret: string) => void> = {
    "form controls": (secret) => document.querySelector("textarea")?.setRangeText(secret),
    "the history's state": (secret) => history.replaceState({ secret }, ""),
    "the local storage": (secret) => localStorage.setItem("planted", secret),
    "the session storage": (secret) => sessionStorage.setItem("planted", secret),
    "the cookies": (secret) => {
      document.cookie = `planted=${secret}`;
    },
    "the document": (secret) => document.body.setAttribute("data-planted", secret),
    "the address": (secret) => history.replaceState(null, "", `#${secret}`),
  };
  for (const [where, plant] of Object.entries(leaks)) {
    test(`finds a copy in ${where}`, async ({ page }) => {
      const secret = invented();
      await open(page, "/grafana/create");
      expect(search(secret, await held(page))).toEqual([]);
      await page.evaluate(plant, secret);
      expect(search(secret, await held(page))).toContain(`${where}: plain`);
    });
  }
});
