/** Who is let in and what is answered: addresses, origins, types, builds, headers, and the one-time token. */
import fs from "node:fs";
import path from "node:path";
import { fleetRead } from "../pages/fleet";
import { expect, test } from "../support/fixtures";
import { startAgainst } from "../support/outside";
import { binary, scratch, site } from "../support/paths";
import { type Running, start, until } from "../support/process";
import { type RawAnswer, type RawRequest, raw } from "../support/raw";
import { type Server, startEmulator } from "../support/server";

test.use({ serverOptions: { name: "access" } });
test.beforeAll(async ({ server }) => fleetRead(server));

/** The build that pages of this server carry. */
async function build(server: Server): Promise<string> {
  const { body } = await raw(server.url, { path: "/grafana", headers: own(server) });
  return /<meta name="build" content="([^"]+)"/.exec(body)?.[1] ?? "";
}

function own(server: Server): Record<string, string> {
  return { host: new URL(server.url).host };
}

/** A call as the server's own page makes it, with some headers replaced or (empty) left out. */
async function call(server: Server, changed: Record<string, string> = {}, more: Partial<RawRequest> = {}): Promise<RawAnswer> {
  const usual = {
    ...own(server),
    "content-type": "application/json",
    accept: "application/json",
    "sec-fetch-site": "same-origin",
    "x-belvedere": await build(server),
  };
  const headers = Object.fromEntries(Object.entries({ ...usual, ...changed }).filter(([, value]) => value !== ""));
  return raw(server.url, { method: "POST", path: "/api/fleet/index", body: '{"kind":"grafana"}', ...more, headers });
}

test.describe("addresses", () => {
  for (const host of ["belvedere.example.com", "127.0.0.1.example.com", "localhost.example.com:3000", "10.0.0.1", "[::2]", " "]) {
    test(`a request for the host "${host}" is misdirected`, async ({ server }) => {
      for (const where of ["/grafana", "/healthz", "/static/favicon.78afd5d8.svg"]) {
        expect((await raw(server.url, { path: where, headers: { host } })).status, where).toBe(421);
      }
      expect((await call(server, { host })).status).toBe(421);
    });
  }

  for (const host of ["localhost", "localhost:3000", "127.0.0.1", "[::1]:3000"]) {
    test(`a request for the loopback name ${host} is answered`, async ({ server }) => {
      expect((await raw(server.url, { path: "/grafana", headers: { host } })).status).toBe(200);
    });
  }

  test("a proxy in front of a server that was started without one is refused", async ({ server }) => {
    for (const name of ["x-forwarded-for", "x-forwarded-user", "forwarded"]) {
      const answer = await raw(server.url, { path: "/grafana", headers: { ...own(server), [name]: "203.0.113.9" } });
      expect(answer.status, name).toBe(403);
    }
  });

  test("paths that two programs could read differently are refused", async ({ server }) => {
    for (const odd of ["//grafana", "/grafana%2f441122338890", "/grafana/%5c", "/%00"]) {
      expect((await raw(server.url, { path: odd, headers: own(server) })).status, odd).toBe(400);
    }
  });

  test("no query makes a page fail", async ({ server }) => {
    const hostile = ["?page=-1", "?page=99999999999999999999", "?size=0", "?q=%ff%00%fe", "?q=" + "a".repeat(4_000)];
    hostile.push("?sort=-", "?tally=", "?account=!", "?%=%&=&&&", "?form=x&from=../../etc", "?before=x");
    for (const query of hostile) {
      for (const where of ["/grafana", "/grafana/create", "/changes", "/audit"]) {
        expect((await raw(server.url, { path: where + query, headers: own(server) })).status, where + query).toBeLessThan(500);
      }
    }
  });
});

test.describe("calls", () => {
  test("a call as the page makes it is answered", async ({ server }) => {
    const answer = await call(server);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toHaveProperty("rows");
  });

  const foreign: [string, Record<string, string>][] = [
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another host of the same site", { "sec-fetch-site": "same-site" }],
    ["the address bar", { "sec-fetch-site": "none" }],
    ["another origin", { "sec-fetch-site": "", origin: "http://evil.example" }],
    ["another port of this machine", { "sec-fetch-site": "", origin: "http://127.0.0.1:1" }],
    ["a page without an origin", { "sec-fetch-site": "", origin: "null" }],
    ["nobody knows where", { "sec-fetch-site": "" }],
  ];
  for (const [where, headers] of foreign) {
    test(`a call from ${where} is forbidden`, async ({ server }) => {
      expect((await call(server, headers)).status).toBe(403);
    });
  }

  test("a call with this server's own origin is answered where the browser sends no Sec-Fetch-Site", async ({ server }) => {
    expect((await call(server, { "sec-fetch-site": "", origin: server.url })).status).toBe(200);
  });

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=utf-8", ""]) {
    test(`a call of the type "${type}" is refused as such`, async ({ server }) => {
      expect((await call(server, { "content-type": type })).status).toBe(415);
    });
  }

  test("a call that asks for a page is refused", async ({ server }) => {
    expect((await call(server, { accept: "text/html,application/xhtml+xml" })).status).toBe(406);
  });

  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
    test(`a call made with ${method} is refused`, async ({ server }) => {
      const { status } = await raw(server.url, { method, path: "/api/fleet/index", headers: own(server) });
      expect(status).toBe(405);
    });
  }

  for (const old of ["0123456789abcdef.fedcba9876543210", ""]) {
    test(`a call from the build "${old}" is told to reload`, async ({ server }) => {
      const answer = await call(server, { "x-belvedere": old });
      expect(answer.status).toBe(409);
      expect(JSON.parse(answer.body)).toMatchObject({ code: "stale" });
    });
  }

  test("a call that does not exist is not found", async ({ server }) => {
    expect((await call(server, {}, { path: "/api/fleet/nothing" })).status).toBe(404);
  });

  test("a body that is too large is refused", async ({ server }) => {
    expect((await call(server, {}, { body: " ".repeat(4 * 1024 * 1024) })).status).toBe(413);
  });

  test("a body that cannot be understood is the caller's fault, and is answered without a word of it", async ({ server }) => {
    for (const body of ["", "{", "[]", '{"kind":"<marker>"}', '{"kind":1e999}', "\u0000", '{"kind":"grafana"}'.repeat(2)]) {
      const answer = await call(server, {}, { body });
      expect(answer.status, body).toBe(422);
      expect(answer.body).not.toContain("<marker>");
    }
  });
});

test.describe("headers", () => {
  const directive = (policy: string, name: string) =>
    policy.split(";").map((part) => part.trim()).find((part) => part.startsWith(`${name} `)) ?? "";

  test("a page allows its own files and its one nonced script, and no inline style", async ({ server }) => {
    const { headers, body } = await raw(server.url, { path: "/grafana", headers: own(server) });
    const policy = String(headers["content-security-policy"]);
    expect(directive(policy, "default-src")).toBe("default-src 'none'");
    expect(directive(policy, "style-src")).toBe("style-src 'self'");
    expect(directive(policy, "frame-ancestors")).toBe("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-inline");
    expect(policy).not.toContain("'unsafe-eval'");
    const nonce = /'nonce-([^']+)'/.exec(directive(policy, "script-src"))?.[1];
    const scripts = body.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(body).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
  });

  test("every page has a nonce of its own", async ({ server }) => {
    const nonce = async () => {
      const { headers } = await raw(server.url, { path: "/grafana", headers: own(server) });
      return /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1];
    };
    expect(await nonce()).not.toBe(await nonce());
  });

  test("everything carries the fixed headers, refusals included", async ({ server }) => {
    const answers = [
      await raw(server.url, { path: "/grafana", headers: own(server) }),
      await raw(server.url, { path: "/no/such/page", headers: own(server) }),
      await raw(server.url, { path: "/grafana", headers: { host: "evil.example" } }),
      await raw(server.url, { path: "/static/favicon.78afd5d8.svg", headers: own(server) }),
      await call(server),
      await call(server, { "sec-fetch-site": "cross-site" }),
    ];
    for (const { headers } of answers) {
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    }
  });

  test("nothing but files with a hash in their name is kept by anyone", async ({ server }) => {
    const page = await raw(server.url, { path: "/grafana", headers: own(server) });
    expect(page.headers["cache-control"]).toContain("no-store");
    expect((await call(server)).headers["cache-control"]).toContain("no-store");
    for (const file of page.body.match(/\/(pkg|static)\/[^"#]+/g) ?? []) {
      const { status, headers } = await raw(server.url, { path: file, headers: own(server) });
      expect(status, file).toBe(200);
      expect(headers["cache-control"], file).toContain("immutable");
    }
    const missing = await raw(server.url, { path: "/pkg/belvedere.0123456789abcdef.wasm", headers: own(server) });
    expect(missing.status).toBe(404);
    expect(missing.headers["cache-control"]).toContain("no-store");
  });

  test("the session's cookie is out of reach of scripts and of other sites", async ({ page }) => {
    await page.goto("/grafana");
    await expect(page.locator("html")).toHaveAttribute("data-hydrated", "");
    await page.locator("summary").filter({ hasText: "Display" }).click();
    const saved = page.waitForResponse((response) => response.url().endsWith("/api/viewer/save-preferences"));
    await page.getByRole("button", { name: "Light" }).click();
    expect((await saved).status()).toBe(200);
    const cookies = await page.context().cookies();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
  });
});

test.describe("against an AWS outside of itself", () => {
  test("only who has the printed address gets in, and it opens one session", async ({ browser }) => {
    const { emulator, running } = await startEmulator(["--seed", "empty"]);
    try {
      const { server, opening } = await startAgainst(emulator, { regions: ["eu-west-1"] });
      try {
        const strange = await raw(server.url, { path: "/grafana", headers: own(server) });
        expect(strange.status).toBe(401);
        expect(strange.body).not.toContain("Grafana workspaces");
        expect((await call(server, { "x-belvedere": "unknown" })).status).toBe(401);
        const first = await browser.newContext();
        const page = await first.newPage();
        await page.goto(opening);
        await expect(page.getByRole("heading", { level: 1, name: "Grafana workspaces" })).toBeVisible();
        expect(page.url()).not.toContain("token");
        const second = await browser.newContext();
        const late = await (await second.newPage()).goto(opening);
        expect(late?.status()).toBe(401);
        await first.close();
        await second.close();
      } finally {
        await server.stop();
      }
    } finally {
      await running.stop();
    }
  });
});

test.describe("starting", () => {
  /** Runs `belvedere serve` to its end and gives its exit code and the lines it left. */
  async function refused(args: string[], env: Record<string, string> = {}): Promise<{ code: number; lines: string[] }> {
    const folder = fs.mkdtempSync(path.join(scratch, "refused-"));
    const fixed = ["serve", "--data", path.join(folder, "data"), "--site", site];
    const running: Running = start(binary, [...fixed, ...args], env, folder, path.join(folder, "server.log"));
    try {
      await until(async () => running.exitCode() !== undefined, "it did not end");
      return { code: running.exitCode() ?? 0, lines: running.logs().trim().split("\n") };
    } finally {
      await running.kill();
    }
  }

  test("any address but this machine's own is refused in one line", async ({ server }) => {
    expect(server.url).toContain("127.0.0.1");
    const { code, lines } = await refused(["--listen", "0.0.0.0:0"]);
    expect(code).not.toBe(0);
    expect(lines).toEqual([expect.stringContaining("is not a loopback address")]);
  });

  test("an occupied port is told in one line", async ({ server }) => {
    const { host } = new URL(server.url);
    const { code, lines } = await refused(["--listen", host]);
    expect(code).not.toBe(0);
    expect(lines).toEqual([expect.stringContaining(host)]);
  });

  test("an unknown setting is told in one line with its name and place", async ({ server }) => {
    const config = path.join(server.data, "unknown.toml");
    fs.writeFileSync(config, 'listen = "127.0.0.1:0"\nlissten = 1\n');
    const { code, lines } = await refused(["--config", config]);
    expect(code).not.toBe(0);
    expect(lines).toEqual([expect.stringMatching(/unknown\.toml line 2: .*lissten/)]);
  });

  test("credentials that AWS does not know are told in one line", async () => {
    const { emulator, running } = await startEmulator(["--seed", "empty"]);
    try {
      const env = { AWS_ACCESS_KEY_ID: "INVALID", AWS_SECRET_ACCESS_KEY: "not-a-secret", AWS_REGION: "eu-west-1", AWS_EC2_METADATA_DISABLED: "true" };
      const { code, lines } = await refused(["--listen", "127.0.0.1:0", "--endpoint-url", emulator.url], env);
      expect(code).not.toBe(0);
      expect(lines).toEqual([expect.stringMatching(/AWS: .*(credential|token)/i)]);
    } finally {
      await running.stop();
    }
  });

  test("an endpoint that nobody answers at is told in one line", async () => {
    const env = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "not-a-secret", AWS_REGION: "eu-west-1", AWS_EC2_METADATA_DISABLED: "true" };
    const { code, lines } = await refused(["--listen", "127.0.0.1:0", "--endpoint-url", "http://127.0.0.1:9"], env);
    expect(code).not.toBe(0);
    expect(lines).toEqual([expect.stringContaining("127.0.0.1:9")]);
  });
});
