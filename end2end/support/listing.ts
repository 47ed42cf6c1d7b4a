/** What AWS itself lists, asked past the product: how many of a name there are, and where they are. */
import type { Emulator } from "./emulator";

export type Kind = "grafana" | "prometheus" | "codeartifact";

/** One resource as its list names it. */
export interface Listed {
  id: string;
  name: string;
  status: string;
}

/** Account and region. */
export interface Scope {
  account: string;
  region: string;
}

/** Where tests create things: the first account of the demo fleet, which needs no role to be assumed. */
export const home: Scope = { account: "441122338890", region: "eu-west-1" };

/** The path of a resource's page. */
export function pathOf(kind: Kind, id: string, scope: Scope = home): string {
  return `/${kind}/${scope.account}/${scope.region}/${id}`;
}

/** Everything of a kind in one scope, all pages of the list. */
export async function listed(emulator: Emulator, kind: Kind, scope: Scope = home): Promise<Listed[]> {
  const found: Listed[] = [];
  let token: string | undefined;
  do {
    const page = await ask(emulator, kind, scope, token);
    found.push(...page.items);
    token = page.next;
  } while (token !== undefined);
  return found;
}

/** Those of exactly this name. */
export async function named(emulator: Emulator, kind: Kind, name: string, scope: Scope = home): Promise<Listed[]> {
  return (await listed(emulator, kind, scope)).filter((one) => one.name === name);
}

/** The one of this name; fails when there is none. */
export async function theOne(emulator: Emulator, kind: Kind, name: string, scope: Scope = home): Promise<Listed> {
  const [first] = await named(emulator, kind, name, scope);
  if (first === undefined) throw new Error(`${kind} ${name} is not listed in ${scope.account} ${scope.region}`);
  return first;
}

/** Gives a Grafana workspace another name behind the product's back, as another administrator would. */
export async function rename(emulator: Emulator, id: string, name: string, scope: Scope = home): Promise<void> {
  const headers = { authorization: signature("grafana", scope), "content-type": "application/json" };
  const body = JSON.stringify({ workspaceName: name });
  const answer = await fetch(`${emulator.url}/workspaces/${id}`, { method: "PUT", headers, body });
  if (!answer.ok) throw new Error(`${id} was not renamed: ${answer.status} ${await answer.text()}`);
  await emulator.settle();
}

interface Page {
  workspaces?: { id?: string; workspaceId?: string; name?: string; alias?: string; status: string | { statusCode: string } }[];
  domains?: { name: string; status: string }[];
  nextToken?: string;
}

async function ask(emulator: Emulator, kind: Kind, scope: Scope, token?: string): Promise<{ items: Listed[]; next?: string }> {
  const headers = { authorization: signature(kind, scope), "content-type": "application/json" };
  const query = token === undefined ? "" : `?nextToken=${encodeURIComponent(token)}`;
  const answer =
    kind === "codeartifact"
      ? await fetch(`${emulator.url}/v1/domains`, { method: "POST", headers, body: JSON.stringify({ nextToken: token }) })
      : await fetch(`${emulator.url}/workspaces${query}`, { headers });
  if (!answer.ok) throw new Error(`${kind} in ${scope.account} ${scope.region}: ${answer.status} ${await answer.text()}`);
  const page = (await answer.json()) as Page;
  const workspaces = (page.workspaces ?? []).map((one) => ({
    id: one.id ?? one.workspaceId ?? "",
    name: one.name ?? one.alias ?? "",
    status: typeof one.status === "string" ? one.status : one.status.statusCode,
  }));
  const domains = (page.domains ?? []).map((one) => ({ id: one.name, name: one.name, status: one.status }));
  return { items: [...workspaces, ...domains], ...(page.nextToken === undefined ? {} : { next: page.nextToken }) };
}

/** Well-formed and naming its scope; the emulator verifies no more of a signature than that. */
function signature(kind: Kind, { account, region }: Scope): string {
  const service = kind === "prometheus" ? "aps" : kind;
  const credential = `${account}/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${"0".repeat(64)}`;
}
