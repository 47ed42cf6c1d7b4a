/** The server functions without a browser, called as the server's own pages call them: plans, applied plans, what forms are opened with. */
import type { Kind } from "./listing";
import { until } from "./process";
import type { Server } from "./server";

/** A resource as server functions name it. */
export interface Key {
  kind: Kind;
  scope: { account: string; region: string };
  id: string;
}

/** What became of a step. */
export interface Outcome {
  word: string;
  message: string;
}

/** What of a plan's view is looked at here. */
export interface View {
  state: string;
  created_at: number;
  confirmation?: { text: string; consequence: string };
  steps: { operation: string; outcome?: Outcome }[];
}

interface Opened {
  id: string;
  base: Record<string, unknown>;
  values: Record<string, unknown>;
}

export class Api {
  private build: string | undefined;

  constructor(readonly server: Server) {}

  /** Status and answer of a server function. */
  async call(path: string, body: unknown): Promise<{ status: number; answer: unknown }> {
    this.build ??= await this.buildOfPages();
    const answer = await fetch(`${this.server.url}/api/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        origin: this.server.url,
        "x-belvedere": this.build,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return { status: answer.status, answer: text === "" ? undefined : JSON.parse(text) };
  }

  /** A server function that has to succeed. */
  async ask(path: string, body: unknown): Promise<unknown> {
    const { status, answer } = await this.call(path, body);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** An id for a form, as a page that opens one gets it. */
  async form(): Promise<string> {
    return (await this.ask("form/new", {})) as string;
  }

  /** Plans what a form holds; answers the plan's id. */
  async plan(what: string, body: Record<string, unknown>): Promise<string> {
    return (await this.ask(`plan/${what}`, { form: await this.form(), ...body })) as string;
  }

  /** Plans other values of some fields of what is there now. */
  async edit(facet: string, key: Key, changed: Record<string, unknown>): Promise<string> {
    const opened = (await this.ask(`form/edit-${facet}`, opening(key))) as Opened;
    const edit = { key, base: opened.base, values: { ...opened.values, ...changed }, merge: false };
    return (await this.ask(`plan/edit-${facet}`, { form: opened.id, edit })) as string;
  }

  async view(plan: string): Promise<View> {
    return ((await this.ask("changes/view", { id: plan })) as { value: View }).value;
  }

  /** Applies a plan and answers its view once it is over; `secret` where it asks for one. */
  async apply(plan: string, secret = ""): Promise<View> {
    const { created_at, confirmation } = await this.view(plan);
    await this.ask("changes/apply", { id: plan, reviewed: created_at, typed: confirmation?.text ?? "", secret });
    let view = await this.view(plan);
    const over = async (): Promise<boolean> => {
      view = await this.view(plan);
      return view.state !== "applying" && view.state !== "planned";
    };
    await until(over, `plan ${plan} is not over`);
    return view;
  }

  private async buildOfPages(): Promise<string> {
    const page = await (await fetch(`${this.server.url}/grafana`)).text();
    const build = /<meta name="build" content="([^"]+)"/.exec(page)?.[1];
    if (build === undefined) throw new Error("the page names no build");
    return build;
  }
}

/** What a form for something that is there is opened with. */
export function opening(key: Key): { key: Key; opening: { form: null; from: null } } {
  return { key, opening: { form: null, from: null } };
}
