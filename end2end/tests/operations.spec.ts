/** Every AWS operation the product has, once as it works and once as AWS refuses it, through the server without a browser: the ground that docs/operations.md stands on. What a person sees of them is tested page by page in the other files. */
import { test as base, expect } from "@playwright/test";
import fs from "node:fs";
import path from "node:path";
import { Api, type Key, type Outcome, opening } from "../support/api";
import { Aws } from "../support/aws";
import { fresh } from "../support/journeys";
import { type Kind, home } from "../support/listing";
import { scratch } from "../support/paths";
import { until } from "../support/process";
import { type Server, loud, startEmulator, startServer } from "../support/server";

const test = base.extend<object, { api: Api }>({
  api: [
    // Playwright reads from the pattern that it needs nothing.
    async ({}, use) => {
      const server = await startServer({ name: "operations", env: loud });
      await use(new Api(server));
      await server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

test.afterEach(({ api }) => api.server.emulator.clearFaults());

/** IAM's prefix of a service, and the emulator's name of it. */
const services: Record<string, string> = {
  grafana: "grafana",
  aps: "prometheus",
  codeartifact: "codeartifact",
  secretsmanager: "secretsmanager",
  sts: "sts",
};

function split(operation: string): { service: string; operation: string } {
  const [prefix = "", name = ""] = operation.split(":");
  return { service: services[prefix] ?? prefix, operation: name };
}

/** A resource of its own for a test, made behind the product's back and ready to be changed. */
async function resource({ server }: Api, kind: Kind): Promise<Key> {
  const aws = new Aws(server.emulator.url, home.account, home.region);
  const made = async (): Promise<string> => {
    if (kind === "grafana") return aws.createWorkspace(fresh("operated"));
    if (kind === "prometheus") return (await aws.call("aps", "POST", "/workspaces", { alias: fresh("operated") })).workspaceId as string;
    const name = fresh("operated");
    await aws.call("codeartifact", "POST", `/v1/domain?domain=${name}`, {});
    return name;
  };
  const key = { kind, scope: home, id: await made() };
  await server.emulator.settle();
  return key;
}

/** Makes something there for a plan to change. */
async function applied(api: Api, plan: string, secret?: string): Promise<void> {
  const view = await api.apply(plan, secret);
  if (view.state !== "applied") throw new Error(JSON.stringify(view));
  await api.server.emulator.settle();
}

const place = `${home.account}/${home.region}`;
const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"codeartifact:ReadFromRepository","Resource":"*"}]}';
/** Not a secret of anybody's. */
const token = "a-token-of-nobody";

async function account(api: Api, workspace: Key): Promise<string> {
  const aws = new Aws(api.server.emulator.url, home.account, home.region);
  const made = await aws.call("grafana", "POST", `/workspaces/${workspace.id}/serviceaccounts`, { name: "deployer", grafanaRole: "EDITOR" });
  return made.id as string;
}

/** A token made behind the product's back. */
async function tokenOf(api: Api, workspace: Key): Promise<{ workspace: Key; account: string; token: string }> {
  const holder = await account(api, workspace);
  const aws = new Aws(api.server.emulator.url, home.account, home.region);
  const path = `/workspaces/${workspace.id}/serviceaccounts/${holder}/tokens`;
  const made = await aws.call("grafana", "POST", path, { name: "ci", secondsToLive: 3600 });
  return { workspace, account: holder, token: (made.serviceAccountToken as { id: string }).id };
}

/** A workspace of a version that still has API keys. */
async function oldWorkspace(api: Api): Promise<Key> {
  const aws = new Aws(api.server.emulator.url, home.account, home.region);
  const key = { kind: "grafana", scope: home, id: await aws.createWorkspace(fresh("operated"), "9.4") } as const;
  await api.server.emulator.settle();
  return key;
}

/** Plans a token of a fresh account that is delivered to a secret of this name, as often as it is called. */
async function delivering(api: Api, secret: string): Promise<() => Promise<string>> {
  const workspace = await resource(api, "grafana");
  const values = { workspace, account: await account(api, workspace), name: "ci", seconds_to_live: 3600, deliver_to: secret };
  return async () => api.plan("mint-token", { values });
}

/** How each write is planned; answers the plan. `word`: how its step ends where that is not "applied". */
const writes: Record<string, { plan: (api: Api) => Promise<string>; secret?: string; word?: string }> = {
  "grafana:CreateWorkspace": {
    plan: async (api) => {
      const values = {
        place, name: fresh("operated"), description: "", account_access: "CURRENT_ACCOUNT", providers: ["AWS_SSO"],
        permission_type: "CUSTOMER_MANAGED", role_arn: "", version: "", ip_address_type: "", kms_key_id: "", configuration: "",
        data_sources: [], notifications: [], organizational_units: [], organization_role_name: "", stack_set_name: "",
        vpc: null, network: null, tags: [],
      };
      return api.plan("create-workspace", { values });
    },
  },
  "grafana:DeleteWorkspace": { plan: async (api) => api.plan("delete-resource", { key: await resource(api, "grafana") }) },
  "grafana:UpdateWorkspace": { plan: async (api) => api.edit("settings", await resource(api, "grafana"), { description: "Cards" }) },
  "grafana:UpdateWorkspaceAuthentication": {
    plan: async (api) => {
      const saml = { providers: ["AWS_SSO", "SAML"], metadata_url: "https://idp.example.com/metadata", attribute_role: "role", admin_values: ["Admins"] };
      return api.edit("sign-in", await resource(api, "grafana"), saml);
    },
  },
  "grafana:UpdateWorkspaceConfiguration": {
    plan: async (api) => api.edit("configuration", await resource(api, "grafana"), { plugin_admin: true }),
  },
  "grafana:AssociateLicense": {
    plan: async (api) => api.plan("license", { values: { key: await resource(api, "grafana"), license: "ENTERPRISE" } }),
    secret: token,
  },
  "grafana:DisassociateLicense": {
    plan: async (api) => {
      const key = await resource(api, "grafana");
      await applied(api, await api.plan("license", { values: { key, license: "ENTERPRISE" } }), token);
      return api.plan("license", { values: { key, license: "" } });
    },
  },
  "grafana:CreateWorkspaceServiceAccount": {
    plan: async (api) => {
      const values = { workspace: await resource(api, "grafana"), name: "deployer", grafana_role: "EDITOR" };
      return api.plan("create-service-account", { values });
    },
  },
  "grafana:DeleteWorkspaceServiceAccount": {
    plan: async (api) => {
      const workspace = await resource(api, "grafana");
      return api.plan("delete-service-account", { workspace, account: await account(api, workspace) });
    },
  },
  "grafana:DeleteWorkspaceServiceAccountToken": {
    plan: async (api) => api.plan("revoke", { values: { tokens: [await tokenOf(api, await resource(api, "grafana"))] } }),
  },
  "grafana:DeleteWorkspaceApiKey": {
    plan: async (api) => {
      const workspace = await oldWorkspace(api);
      const aws = new Aws(api.server.emulator.url, home.account, home.region);
      await aws.call("grafana", "POST", `/workspaces/${workspace.id}/apikeys`, { keyName: "ci", keyRole: "VIEWER", secondsToLive: 60 });
      return api.plan("revoke", { values: { keys: [{ workspace, name: "ci" }] } });
    },
  },
  "grafana:UpdatePermissions": {
    plan: async (api) => {
      const holder = { kind: "user", id: "0c2f0d1e-1111-4a4a-8b8b-0123456789ab" };
      return api.plan("grants", { batch: { wishes: [{ workspace: await resource(api, "grafana"), holder, role: "EDITOR" }] } });
    },
    word: "verified",
  },
  "aps:CreateWorkspace": {
    plan: async (api) => api.plan("create-prometheus", { values: { place, alias: fresh("operated"), kms_key_arn: "", tags: [] } }),
  },
  "aps:DeleteWorkspace": { plan: async (api) => api.plan("delete-resource", { key: await resource(api, "prometheus") }) },
  "aps:UpdateWorkspaceAlias": { plan: async (api) => api.edit("alias", await resource(api, "prometheus"), { alias: fresh("renamed") }) },
  "aps:UpdateWorkspaceConfiguration": {
    plan: async (api) => api.edit("workspace-configuration", await resource(api, "prometheus"), { retention_days: "400" }),
  },
  "codeartifact:CreateDomain": {
    plan: async (api) => api.plan("create-domain", { values: { place, name: fresh("operated"), encryption_key: "", tags: [] } }),
  },
  "codeartifact:DeleteDomain": { plan: async (api) => api.plan("delete-resource", { key: await resource(api, "codeartifact") }) },
  "codeartifact:PutDomainPermissionsPolicy": {
    plan: async (api) => api.edit("policy", await resource(api, "codeartifact"), { document: policy }),
  },
  "codeartifact:DeleteDomainPermissionsPolicy": {
    plan: async (api) => {
      const key = await resource(api, "codeartifact");
      await applied(api, await api.edit("policy", key, { document: policy }));
      return api.edit("policy", key, { document: "" });
    },
  },
};

for (const [prefix, kind] of [["grafana", "grafana"], ["aps", "prometheus"], ["codeartifact", "codeartifact"]] as const) {
  writes[`${prefix}:TagResource`] = { plan: async (api) => api.edit("tags", await resource(api, kind), { tags: [["team", "edge"]] }) };
  writes[`${prefix}:UntagResource`] = {
    plan: async (api) => {
      const key = await resource(api, kind);
      await applied(api, await api.edit("tags", key, { tags: [["team", "edge"]] }));
      return api.edit("tags", key, { tags: [] });
    },
  };
}

for (const [operation, { plan, secret, word = "applied" }] of Object.entries(writes)) {
  test(`${operation} works`, async ({ api }) => {
    const view = await api.apply(await plan(api), secret);
    expect(view.steps.map((step) => [step.operation, step.outcome?.word])).toEqual([[operation, word]]);
  });

  test(`${operation} is refused, and nothing is changed`, async ({ api }) => {
    const planned = await plan(api);
    await api.server.emulator.fault({ ...split(operation), kind: "denied" });
    const outcome = only(await api.apply(planned, secret));
    expect(outcome.word).toBe("failed");
    expect(outcome.message).toContain("nothing was changed");
    expect(outcome.message).toContain(operation);
  });
}

function only(view: { steps: { outcome?: Outcome }[] }): Outcome {
  expect(view.steps).toHaveLength(1);
  const outcome = view.steps[0]?.outcome;
  if (outcome === undefined) throw new Error("the step has no outcome");
  return outcome;
}

/** A mint has a door of its own, and answers with its secret. */
async function mint(api: Api): Promise<string> {
  const workspace = await resource(api, "grafana");
  const values = { workspace, account: await account(api, workspace), name: "ci", seconds_to_live: 3600 };
  return api.plan("mint-token", { values });
}

test("grafana:CreateWorkspaceServiceAccountToken works", async ({ api }) => {
  const plan = await mint(api);
  const { status } = await api.call("mint/reveal", { id: plan, reviewed: (await api.view(plan)).created_at });
  expect(status).toBe(200);
});

test("grafana:CreateWorkspaceServiceAccountToken is refused, and nothing is changed", async ({ api }) => {
  const plan = await mint(api);
  await api.server.emulator.fault({ ...split("grafana:CreateWorkspaceServiceAccountToken"), kind: "denied" });
  const { status } = await api.call("mint/reveal", { id: plan, reviewed: (await api.view(plan)).created_at });
  expect(status).toBe(409);
  expect(only(await api.view(plan)).message).toContain("nothing was changed");
});

/** The same of an API key. */
async function mintKey(api: Api): Promise<string> {
  const values = { workspace: await oldWorkspace(api), name: "ci", grafana_role: "VIEWER", seconds_to_live: 3600 };
  return api.plan("mint-key", { values });
}

test("grafana:CreateWorkspaceApiKey works", async ({ api }) => {
  const plan = await mintKey(api);
  const { status } = await api.call("mint/reveal", { id: plan, reviewed: (await api.view(plan)).created_at });
  expect(status).toBe(200);
});

test("grafana:CreateWorkspaceApiKey is refused, and nothing is changed", async ({ api }) => {
  const plan = await mintKey(api);
  await api.server.emulator.fault({ ...split("grafana:CreateWorkspaceApiKey"), kind: "denied" });
  const { status } = await api.call("mint/reveal", { id: plan, reviewed: (await api.view(plan)).created_at });
  expect(status).toBe(409);
  expect(only(await api.view(plan)).message).toContain("nothing was changed");
});

/** What each delivery is preceded by: a secret that is there gets a new version, and is tagged anew after it. */
const deliveries: Record<string, (api: Api) => Promise<string>> = {
  "secretsmanager:CreateSecret": async (api) => (await delivering(api, `belvedere/${fresh("made")}`))(),
  "secretsmanager:PutSecretValue": async (api) => {
    const plan = await delivering(api, `belvedere/${fresh("there")}`);
    await applied(api, await plan());
    return plan();
  },
};

for (const [operation, plan] of Object.entries(deliveries)) {
  test(`${operation} works`, async ({ api }) => {
    const view = await api.apply(await plan(api));
    expect(view.steps.slice(0, 2).map((step) => step.outcome?.word)).toEqual(["applied", "applied"]);
    expect(view.steps[1]?.operation).toBe(operation);
  });

  test(`${operation} is refused, and what was minted can be revoked`, async ({ api }) => {
    const planned = await plan(api);
    await api.server.emulator.fault({ ...split(operation), kind: "denied" });
    const view = await api.apply(planned);
    expect(view.steps.slice(0, 2).map((step) => step.outcome?.word)).toEqual(["applied", "failed"]);
    expect(view.steps[1]?.outcome?.message).toContain(operation);
    await api.server.emulator.clearFaults();
    const undo = (await api.ask("plan/undo", { id: planned })) as string;
    expect((await api.apply(undo)).state).toBe("applied");
  });
}

const tagging = "secretsmanager:TagResource";

/** The plan that delivers to the secret of another token, which is tagged then. */
async function retagging(api: Api): Promise<string> {
  const secret = `belvedere/${fresh("others")}`;
  await applied(api, await (await delivering(api, secret))());
  return (await delivering(api, secret))();
}

test(`${tagging} works`, async ({ api }) => {
  const view = await api.apply(await retagging(api));
  expect(view.steps.map((step) => step.outcome?.word)).toEqual(["applied", "applied", "applied"]);
  expect(view.steps[2]?.operation).toBe(tagging);
});

test(`${tagging} is refused, and what was minted is delivered`, async ({ api }) => {
  const planned = await retagging(api);
  await api.server.emulator.fault({ ...split(tagging), kind: "denied" });
  const view = await api.apply(planned);
  expect(view.steps.map((step) => step.outcome?.word)).toEqual(["applied", "applied", "failed"]);
  expect(view.steps[2]?.outcome?.message).toContain(tagging);
  expect(view.steps[2]?.outcome?.message).toContain("What was minted is delivered");
});

/** What reads each before anything is planned; answers as the server function does. */
const reads: Record<string, (api: Api) => Promise<{ status: number; answer: unknown }>> = {
  "grafana:DescribeWorkspace": async (api) => api.call("form/edit-settings", opening(await resource(api, "grafana"))),
  "grafana:DescribeWorkspaceAuthentication": async (api) => api.call("form/edit-sign-in", opening(await resource(api, "grafana"))),
  "grafana:DescribeWorkspaceConfiguration": async (api) => api.call("form/edit-configuration", opening(await resource(api, "grafana"))),
  "grafana:ListVersions": async (api) => api.call("form/upgrade", opening(await resource(api, "grafana"))),
  "grafana:ListWorkspaceServiceAccounts": async (api) => {
    const values = { workspace: await resource(api, "grafana"), name: "deployer", grafana_role: "EDITOR" };
    return api.call("plan/create-service-account", { form: await api.form(), values });
  },
  "grafana:ListWorkspaceServiceAccountTokens": async (api) => {
    const workspace = await resource(api, "grafana");
    return api.call("plan/delete-service-account", { form: await api.form(), workspace, account: await account(api, workspace) });
  },
  "grafana:ListTagsForResource": async (api) => api.call("form/edit-tags", opening(await resource(api, "grafana"))),
  "secretsmanager:DescribeSecret": async (api) => {
    const workspace = await resource(api, "grafana");
    const values = { workspace, account: await account(api, workspace), name: "ci", seconds_to_live: 3600, deliver_to: `belvedere/${fresh("secret")}` };
    return api.call("plan/mint-token", { form: await api.form(), values });
  },
  "aps:DescribeWorkspace": async (api) => api.call("form/edit-alias", opening(await resource(api, "prometheus"))),
  "aps:DescribeWorkspaceConfiguration": async (api) =>
    api.call("form/edit-workspace-configuration", opening(await resource(api, "prometheus"))),
  "codeartifact:DescribeDomain": async (api) => api.call("form/edit-tags", opening(await resource(api, "codeartifact"))),
  "codeartifact:ListTagsForResource": async (api) => api.call("form/edit-tags", opening(await resource(api, "codeartifact"))),
  "codeartifact:GetDomainPermissionsPolicy": async (api) => api.call("form/edit-policy", opening(await resource(api, "codeartifact"))),
};

for (const [operation, read] of Object.entries(reads)) {
  test(`${operation} works`, async ({ api }) => {
    expect((await read(api)).status).toBe(200);
  });

  test(`${operation} is refused, and said to be`, async ({ api }) => {
    await api.server.emulator.fault({ ...split(operation), kind: "denied" });
    const { status, answer } = await read(api);
    expect(status).toBe(403);
    expect((answer as { message: string }).message).toContain(operation);
  });
}

const holders = "grafana:ListPermissions";

/** What a plan says will be lost with a workspace. */
async function consequence(api: Api): Promise<string | undefined> {
  const plan = await api.plan("delete-resource", { key: await resource(api, "grafana") });
  return (await api.view(plan)).confirmation?.consequence;
}

test(`${holders} works`, async ({ api }) => {
  expect(await consequence(api)).toContain("Nobody holds a role in it");
});

test(`${holders} is refused, and said to be`, async ({ api }) => {
  await api.server.emulator.fault({ ...split(holders), kind: "denied" });
  expect(await consequence(api)).toContain("Who holds a role in it could not be read.");
});

interface Found {
  Here?: { sections: { operation: string; facts: { read_at: number | null; error: { message: string } | null } }[] };
}

const repositories = "codeartifact:ListRepositoriesInDomain";

/** The repositories of a fresh domain as its page has them, once they were asked for. */
async function repositoriesOnPage(api: Api): Promise<{ read_at: number | null; error: { message: string } | null }> {
  const key = await resource(api, "codeartifact");
  let facts: { read_at: number | null; error: { message: string } | null } = { read_at: null, error: null };
  const asked = async (): Promise<boolean> => {
    const { Here } = (await api.ask("resource/find", { key })) as Found;
    facts = Here?.sections.find((section) => section.operation === repositories)?.facts ?? facts;
    return facts.read_at !== null || facts.error !== null;
  };
  await until(asked, "the repositories were not asked for");
  return facts;
}

test(`${repositories} works`, async ({ api }) => {
  expect((await repositoriesOnPage(api)).error).toBeNull();
});

test(`${repositories} is refused, and said to be`, async ({ api }) => {
  await api.server.emulator.fault({ ...split(repositories), kind: "denied" });
  expect((await repositoriesOnPage(api)).error?.message).toContain(repositories);
});

interface Index {
  scopes: { scope: { account: string; region: string }; read_at?: number; error?: { message: string } }[];
}

const lists: Record<string, Kind> = {
  "grafana:ListWorkspaces": "grafana",
  "aps:ListWorkspaces": "prometheus",
  "codeartifact:ListDomains": "codeartifact",
};

/** How the list of a kind stands at home. */
async function listedAt(api: Api, kind: Kind): Promise<Index["scopes"][number] | undefined> {
  const { scopes } = (await api.ask("fleet/index", { kind })) as Index;
  return scopes.find(({ scope }) => scope.account === home.account && scope.region === home.region);
}

for (const [operation, kind] of Object.entries(lists)) {
  test(`${operation} works`, async ({ api }) => {
    await until(async () => (await listedAt(api, kind))?.read_at !== undefined, `${kind} is not read`);
  });

  test(`${operation} is refused, and said to be`, async ({ api }) => {
    await api.server.emulator.fault({ ...split(operation), kind: "denied" });
    const said = async (): Promise<boolean> => (await listedAt(api, kind))?.error?.message.includes(operation) ?? false;
    await until(said, `${kind} is not said to be unreadable`);
  });
}

/** A server that talks to an emulator outside of itself, with an account that is reached by a role or with the caller's own. */
async function outside(url: string, role?: string, more: string[] = []): Promise<Server> {
  fs.mkdirSync(scratch, { recursive: true });
  const config = path.join(fs.mkdtempSync(path.join(scratch, "operations-")), "belvedere.toml");
  const lines = [`endpoint_url = "${url}"`, `regions = ["${home.region}"]`];
  if (role !== undefined) lines.push("[[accounts]]", 'id = "903211874410"', `role_arn = "arn:aws:iam::903211874410:role/${role}"`);
  fs.writeFileSync(config, `${[...lines, ...more].join("\n")}\n`);
  const env = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "not-a-secret", AWS_REGION: home.region, AWS_EC2_METADATA_DISABLED: "true" };
  return startServer({ name: "operations-outside", emulator: false, args: ["--config", config], env });
}

/** Starts a server at which every call of an operation ends so, and answers whether it serves. */
async function serves(operation: string, worked: boolean, role?: string): Promise<boolean> {
  const { emulator, running } = await startEmulator(["--seed", "empty"]);
  try {
    if (!worked) await emulator.fault({ service: "sts", operation, kind: "denied" });
    const server = await outside(emulator.url, role).catch(() => undefined);
    const ended = async (): Promise<boolean> => (await emulator.callsOf(operation)).some(({ error }) => (error === null) === worked);
    await until(ended, `${operation} did not ${worked ? "work" : "fail"}`);
    await server?.stop();
    return server !== undefined;
  } finally {
    await running.stop();
  }
}

test("sts:GetCallerIdentity works", async () => {
  expect(await serves("GetCallerIdentity", true)).toBe(true);
});

test("sts:GetCallerIdentity is refused, and the server does not start", async () => {
  expect(await serves("GetCallerIdentity", false)).toBe(false);
});

test("sts:AssumeRole works", async () => {
  expect(await serves("AssumeRole", true, "belvedere")).toBe(true);
});

test("sts:AssumeRole is refused, and the server goes on without the account", async () => {
  expect(await serves("AssumeRole", false, "belvedere")).toBe(true);
});

/** The demo's directory, and the account that owns it. */
const directory = ["[[accounts]]", 'id = "441122338890"', "[directory]", 'identity_store_id = "d-9967123abc"', 'account = "441122338890"', 'region = "eu-west-1"'];

/** Starts a server that reads a directory at which every call of an operation ends so, and answers whether it serves. */
async function names(operation: string, worked: boolean): Promise<boolean> {
  const { emulator, running } = await startEmulator(["--seed", "demo"]);
  try {
    if (!worked) await emulator.fault({ service: "identitystore", operation, kind: "denied" });
    const server = await outside(emulator.url, undefined, directory);
    const ended = async (): Promise<boolean> => (await emulator.callsOf(operation)).some(({ error }) => (error === null) === worked);
    await until(ended, `${operation} did not ${worked ? "work" : "fail"}`);
    await emulator.keepCalls();
    const answer = await fetch(`${server.url}/healthz`);
    await server.stop();
    return answer.ok;
  } finally {
    await running.stop();
  }
}

for (const operation of ["ListUsers", "ListGroups", "ListGroupMemberships"]) {
  test(`identitystore:${operation} works`, async () => {
    expect(await names(operation, true)).toBe(true);
  });

  test(`identitystore:${operation} is refused, and the server goes on with ids`, async () => {
    expect(await names(operation, false)).toBe(true);
  });
}

/** Looks at a person of the directory while every call for its groups ends so; answers what is known of them. */
async function groupsOf(worked: boolean): Promise<{ own?: unknown[]; error?: { message: string } }> {
  const operation = "ListGroupMembershipsForMember";
  const server = await startServer({ name: "operations-groups", args: ["--emulator-seed", "demo"] });
  const { emulator } = server;
  try {
    if (!worked) await emulator.fault({ service: "identitystore", operation, kind: "denied" });
    const api = new Api(server);
    const { found } = (await api.ask("form/resolve-holders", { text: "ada.lindqvist@example.com" })) as { found: { holder: unknown }[] };
    let groups: { own?: unknown[]; read_at?: number; error?: { message: string } } = {};
    const ended = async (): Promise<boolean> => {
      groups = ((await api.ask("access/holder", { holder: found[0]?.holder })) as { groups: typeof groups }).groups;
      return (worked ? groups.read_at : groups.error) !== undefined;
    };
    await until(ended, `${operation} did not ${worked ? "work" : "fail"}`);
    expect((await emulator.callsOf(operation)).some(({ error }) => (error === null) === worked)).toBe(true);
    await emulator.keepCalls();
    return groups;
  } finally {
    await server.stop();
  }
}

test("identitystore:ListGroupMembershipsForMember works", async () => {
  expect((await groupsOf(true)).error).toBeUndefined();
});

test("identitystore:ListGroupMembershipsForMember is refused, and the page says so", async () => {
  expect((await groupsOf(false)).error?.message).toBeTruthy();
});

/** Looks for somebody who came into the directory after it was read, while every call of an operation ends so; answers what is said. */
async function lookedFor(operation: string, worked: boolean): Promise<{ found: unknown[]; problems: string[] }> {
  const server = await startServer({ name: "operations-look", args: ["--emulator-seed", "empty"] });
  const { emulator } = server;
  try {
    await until(async () => (await emulator.callsOf("ListGroups")).some(({ error }) => error === null), "the directory was not read");
    await emulator.reset("demo");
    if (!worked) await emulator.fault({ service: "identitystore", operation, kind: "denied" });
    const text = "ada.lindqvist@example.com\nplatform-engineering";
    const { answer } = await new Api(server).call("form/resolve-holders", { text });
    expect((await emulator.callsOf(operation)).some(({ error }) => (error === null) === worked)).toBe(true);
    await emulator.keepCalls();
    return answer as { found: unknown[]; problems: string[] };
  } finally {
    await server.stop();
  }
}

for (const operation of ["GetUserId", "DescribeUser", "GetGroupId", "DescribeGroup"]) {
  test(`identitystore:${operation} works`, async () => {
    expect(await lookedFor(operation, true)).toMatchObject({ found: [{}, {}], problems: [] });
  });

  test(`identitystore:${operation} is refused, and the line stays with the reason`, async () => {
    const { problems } = await lookedFor(operation, false);
    expect(problems.join(" ")).toMatch(/Line \d: ".*" could not be looked for\. /);
  });
}
