/** `make bench`: ratios, each pair measured in one run, as a markdown table in test-results/bench.md. */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { firstLoad, sums } from "../support/first-load";
import { expect, test } from "../support/fixtures";
import { scratch, site } from "../support/paths";
import { until } from "../support/process";
import { startServer } from "../support/server";
import { firstRead } from "./first-read";
import { kb, median, ms, tell } from "./table";

test.describe.configure({ mode: "serial" });

test("the fleet page rendered, against the same bytes as a file", async () => {
  const folder = path.join(scratch, "bench-site");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(site, folder, { recursive: true });
  const server = await startServer({ name: "bench", site: folder });
  try {
    await until(async () => (await get(`${server.url}/grafana`)).includes("<tbody"), "the fleet was not read");
    const page = await get(`${server.url}/grafana`);
    fs.writeFileSync(path.join(folder, "pkg", "bench.html"), page);
    const pair = { rendered: `${server.url}/grafana`, file: `${server.url}/pkg/bench.html` };
    expect((await get(pair.file)).length, "the file has the page's bytes").toBe(page.length);

    const alone = await paired(pair, 300, 1);
    tell("fleet page, one request after another (median)", ms(alone.rendered), ms(alone.file), alone.rendered / alone.file);
    const crowd = await paired(pair, 300, 16);
    tell("fleet page, 16 connections at once (median)", ms(crowd.rendered), ms(crowd.file), crowd.rendered / crowd.file);
  } finally {
    await server.stop();
  }
});

test("the browser's first load", async ({ page, server }) => {
  const fetched = await firstLoad(page, `${server.url}/grafana`);
  const sum = sums(fetched);
  const plain = fetched.reduce((all, { plain: bytes }) => all + bytes, 0);
  tell("first load, bytes sent against unpacked", kb(sum.total + sum.data), kb(plain), (sum.total + sum.data) / plain);
  tell("first load, WASM against its limit of 250 KB", kb(sum.wasm), kb(250 * 1024), sum.wasm / (250 * 1024));
  tell("first load, all against its limit of 350 KB", kb(sum.total), kb(350 * 1024), sum.total / (350 * 1024));
  tell("first load, requests", String(fetched.length), "");
});

test("the first read of the demo fleet, against its quotas", async () => {
  const { seconds, least, calls } = await firstRead();
  tell(`first read of the demo fleet (${calls} calls)`, `${seconds.toFixed(1)} s`, `${least.toFixed(1)} s by quota`, seconds / Math.max(least, 0.1));
});

/** Medians of both addresses in milliseconds, taken in turns over kept connections, after a warm-up. */
async function paired(pair: { rendered: string; file: string }, rounds: number, width: number): Promise<{ rendered: number; file: number }> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: width });
  const times: { rendered: number[]; file: number[] } = { rendered: [], file: [] };
  for (let round = -20; round < rounds; round++) {
    for (const which of ["rendered", "file"] as const) {
      const taken = await Promise.all(Array.from({ length: width }, () => timed(pair[which], agent)));
      if (round >= 0) times[which].push(...taken);
    }
  }
  agent.destroy();
  return { rendered: median(times.rendered), file: median(times.file) };
}

async function timed(url: string, agent: http.Agent): Promise<number> {
  const begun = process.hrtime.bigint();
  await get(url, agent);
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

function get(url: string, agent?: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { ...(agent === undefined ? {} : { agent }), headers: { accept: "text/html" } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(parts).toString());
        else reject(new Error(`${url} answered ${answer.statusCode}`));
      });
    });
    request.on("error", reject);
  });
}
