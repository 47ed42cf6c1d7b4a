/** Ways through the pages that many tests take, by what a person sees. Each ends where its name says, and checks nothing else. */
import { randomUUID } from "node:crypto";
import { type Locator, type Page, expect } from "@playwright/test";
import { hydrated } from "./fixtures";
import { type Kind, type Scope, home } from "./listing";

/** What the kinds are called on their pages. */
export const words = {
  grafana: { page: "Create workspace", apply: "Create workspace", name: "Name", remove: "Delete workspace", removed: "Delete workspace" },
  prometheus: {
    page: "Create Prometheus workspace",
    apply: "Create Prometheus workspace",
    name: "Alias",
    remove: "Delete Prometheus workspace",
    removed: "Delete Prometheus workspace",
  },
  codeartifact: {
    page: "Create CodeArtifact domain",
    apply: "Create domain",
    name: "Name",
    remove: "Delete CodeArtifact domain",
    removed: "Delete domain",
  },
} as const;

/** A name nobody has used: `prefix-` and a few letters. */
export function fresh(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** Opens an address and waits until the page answers to hands. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await hydrated(page);
}

/** A text field by the beginning of its label: optional ones have a word more. */
export function field(page: Page | Locator, label: string): Locator {
  return page.getByRole("textbox", { name: new RegExp(`^${label}( optional)?$`) });
}

/** The sentence under a field, as it is tied to its control. */
export function errorUnder(page: Page, id: string): Locator {
  return page.locator(`#${id}-error`);
}

/** The fresh form of a kind with place and name filled in. */
export async function fillNew(page: Page, kind: Kind, name: string, scope: Scope = home): Promise<void> {
  await open(page, `/${kind}/create`);
  await page.getByLabel("Account and region", { exact: true }).selectOption(`${scope.account}/${scope.region}`);
  await field(page, words[kind].name).fill(name);
}

/** From a filled form to its plan. */
export async function review(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review" }).click();
  await page.waitForURL("**/changes/*");
  await expect(page.getByRole("heading", { name: "Calls to AWS" })).toBeVisible();
}

/** The button that applies the plan in view. */
export function applyButton(page: Page, action: string): Locator {
  return page.getByRole("main").getByRole("button", { name: action, exact: true });
}

/** From a fresh form to the plan of it. */
export async function planNew(page: Page, kind: Kind, name: string, scope: Scope = home): Promise<void> {
  await fillNew(page, kind, name, scope);
  await review(page);
}

/** From the plan in view to the page of what it made or touched: a plan that was applied leads there by itself. */
export async function apply(page: Page, action: string): Promise<void> {
  await applyButton(page, action).click();
  await arrived(page);
}

/** Waits until an applied plan has led to its result. */
export async function arrived(page: Page): Promise<void> {
  await page.waitForURL((url) => !url.pathname.startsWith("/changes"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** From the plan in view to an end that keeps the reader there; `outcome` says which. */
export async function applyInVain(page: Page, action: string, outcome: string): Promise<void> {
  await applyButton(page, action).click();
  await expect(page.getByText(outcome, { exact: true })).toBeVisible({ timeout: 30_000 });
}

/** A service account through its form, ending on the workspace's page. */
export async function createAccount(page: Page, workspace: string, name: string, role = "Viewer"): Promise<void> {
  await open(page, `${workspace}/service-accounts/create`);
  await field(page, "Name").fill(name);
  await page.getByRole("radio", { name: role, exact: true }).check();
  await review(page);
  await apply(page, "Create service account");
}

/** From the workspace's page to the plan of a token for one of its accounts. */
export async function planToken(page: Page, account: string, token: string): Promise<void> {
  await page.getByRole("link", { name: `Mint token for ${account}`, exact: true }).click();
  await page.waitForURL("**/mint**");
  await field(page, "Name").fill(token);
  await review(page);
}

/** Types what the plan in view, or about to be, asks for before it can be applied, if it asks. */
export async function confirm(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Calls to AWS" })).toBeVisible();
  const asked = page.getByRole("textbox", { name: /^Type .* to confirm$/ });
  if ((await asked.count()) === 0) return;
  const label = await page.locator("label[for=confirmation]").innerText();
  await asked.fill(label.replace(/^Type /, "").replace(/ to confirm$/, ""));
}

/** Presses the button of a mint's plan; the dialog it ends in. */
export async function mint(page: Page, action = "Mint token"): Promise<Locator> {
  await confirm(page);
  await applyButton(page, action).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Puts a mark into the document: it is gone after any reload. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute("data-test-mark", ""));
}

/** Fails if the document was loaded anew since `mark`. */
export async function expectSameDocument(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-test-mark", "");
}

/** The state of a plan as the server knows it, once it is over. */
export async function stateAtEnd(page: Page, id: string | undefined): Promise<string> {
  let state = "";
  const look = async () => {
    const { body } = await call(page, "changes/view", { id });
    state = (body as { value: { state: string } }).value.state;
    return state;
  };
  await expect.poll(look).not.toBe("applying");
  return state;
}

/** What the page of a plan sends to have it applied as it is shown. */
export async function decision(page: Page, id: string | undefined, typed = ""): Promise<{ id?: string; reviewed: number; typed: string }> {
  const { body } = await call(page, "changes/view", { id });
  return { id: id ?? "", reviewed: (body as { value: { created_at: number } }).value.created_at, typed };
}

/** Calls a server function as the page in view would, past its forms; answers status and body. */
export async function call(page: Page, endpoint: string, body: unknown): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ({ endpoint, body }) => {
      const build = document.querySelector("meta[name=build]")?.getAttribute("content") ?? "";
      const headers = { "content-type": "application/json", accept: "application/json", "x-belvedere": build };
      const answer = await fetch(`/api/${endpoint}`, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
    },
    { endpoint, body },
  );
}
