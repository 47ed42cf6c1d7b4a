/** Stands between a browser and a server and keeps every answer, decoded: what a browser throws away when a page is left is kept here. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import type { Place } from "./secret-search";

const decoders: Record<string, (body: Buffer) => Buffer> = {
  br: zlib.brotliDecompressSync,
  gzip: zlib.gunzipSync,
  identity: (body) => body,
};

export class Recorder {
  private readonly taken: Place[] = [];
  private readonly under = new Set<Promise<void>>();
  /** Answers that could not be read to their end: each is a hole in the evidence. */
  readonly holes: string[] = [];

  private constructor(
    private readonly server: http.Server,
    private readonly behind: string,
  ) {}

  /** Listens on a port of its own and passes everything on to the server at `behind`. */
  static async before(behind: string): Promise<Recorder> {
    const server = http.createServer();
    const recorder = new Recorder(server, behind);
    server.on("request", (request, answer) => {
      const passing = recorder.pass(request, answer).finally(() => recorder.under.delete(passing));
      recorder.under.add(passing);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return recorder;
  }

  /** `http://127.0.0.1:port`: what the browser is sent to. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** All answers so far, headers and addresses included; waits for those that are still coming. */
  async places(): Promise<Place[]> {
    while (this.under.size > 0) await Promise.all(this.under);
    return [...this.taken];
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(request: http.IncomingMessage, answer: http.ServerResponse): Promise<void> {
    const where = `response: ${request.method} ${new URL(request.url ?? "/", this.behind).pathname}`;
    try {
      const { method, headers } = request;
      const onward = http.request(this.behind + request.url, { method, headers });
      const come = new Promise<http.IncomingMessage>((got, failed) => onward.on("response", got).on("error", failed));
      await pipeline(request, onward);
      const upstream = await come;
      const body = await whole(upstream);
      this.keep(where, request.url ?? "", upstream, body);
      answer.writeHead(upstream.statusCode ?? 502, upstream.rawHeaders).end(body);
    } catch (error) {
      if (request.complete) this.holes.push(`${where}: ${(error as Error).message}`);
      answer.destroy();
    }
  }

  private keep(where: string, url: string, { rawHeaders, headers }: http.IncomingMessage, body: Buffer): void {
    const decode = decoders[headers["content-encoding"] ?? "identity"];
    if (decode === undefined) throw new Error(`nobody here can read ${headers["content-encoding"]}`);
    const decoded = body.length === 0 ? body : decode(body);
    this.taken.push({ where, bytes: Buffer.concat([Buffer.from(`${url}\n${rawHeaders.join("\n")}\n`), decoded]) });
  }
}

async function whole(stream: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
