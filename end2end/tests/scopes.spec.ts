/** Accounts and regions that cannot be read: listed with the reason, never counted as empty, while the rest works. */
import { FleetPage, fleetRead } from "../pages/fleet";
import { expect, test } from "../support/fixtures";
import { account, startAgainst } from "../support/outside";
import { startEmulator } from "../support/server";
import { Aws } from "../support/aws";

test.use({ serverOptions: { name: "scopes" } });

const denied = { service: "grafana", operation: "ListWorkspaces", kind: "denied" } as const;

test("a scope that stops being readable is listed with the reason, and its rows are marked as what was read before", async ({
  page,
  server,
  emulator,
}) => {
  await fleetRead(server);
  const list = new FleetPage(page);
  await list.open("?account=edge&region=eu-central-1");
  await expect(list.row("iot-sensors").getByRole("cell").first()).toHaveText("Active");
  await emulator.fault({ ...denied, account: "221099870031", region: "eu-central-1" });
  const line = list.notReadable.getByRole("row", { name: /edge 221099870031/ });
  await expect(line.getByRole("cell").first()).toHaveText("eu-central-1");
  await expect(line.getByRole("cell").last()).toHaveText(/is not allowed/i);
  await expect(list.row("iot-sensors").getByRole("cell").first()).toHaveText("Not readable, was active");
  await expect(page.getByRole("link", { name: "1 scope not readable" })).toBeVisible();
  await expect(list.tally("Unknown")).toHaveText(/Unknown\s*2/);
  await emulator.clearFaults();
  await expect(list.notReadable).toBeHidden();
  await expect(list.row("iot-sensors").getByRole("cell").first()).toHaveText("Active");
});

test("an account that cannot be read at all is listed region by region while the others are shown", async ({
  page,
  server,
  emulator,
}) => {
  await fleetRead(server, "prometheus");
  await emulator.fault({ service: "prometheus", operation: "ListWorkspaces", account: "778812004532", kind: "denied" });
  const list = new FleetPage(page, "prometheus");
  await list.open("?account=prod-observability");
  await expect(list.notReadable.getByRole("rowheader", { name: "legacy 778812004532" })).toHaveCount(5);
  await expect(list.names).toHaveCount(5);
});

test("what was never read makes the total open, and is named with the reason", async ({ page }) => {
  const { emulator, running } = await startEmulator(["--seed", "empty"]);
  try {
    await new Aws(emulator.url, account, "us-east-1").createWorkspace("the-only-one-read");
    await emulator.fault({ ...denied, account, region: "eu-west-1" });
    const { server, opening } = await startAgainst(emulator, { regions: ["eu-west-1", "us-east-1"] });
    try {
      await page.goto(opening);
      const list = new FleetPage(page);
      await expect(list.heading).toHaveText(/\(1\+\)$/);
      await expect(list.names).toHaveText(["the-only-one-read"]);
      const line = list.notReadable.getByRole("row", { name: /prod-observability/ });
      await expect(line.getByRole("cell")).toHaveText(["eu-west-1", "never read", /is not allowed/i]);
    } finally {
      await server.stop();
    }
  } finally {
    await running.stop();
  }
});

test("a fleet of which nothing could be read is never counted as empty", async ({ page }) => {
  const { emulator, running } = await startEmulator(["--seed", "empty"]);
  try {
    await emulator.fault(denied);
    const { server, opening } = await startAgainst(emulator, { regions: ["eu-west-1"] });
    try {
      await page.goto(opening);
      const list = new FleetPage(page);
      await expect(page.getByText("None of the accounts and regions could be read.")).toBeVisible();
      await expect(list.heading).toHaveText(/^Grafana workspaces\s*$/);
      await expect(list.tally("Active")).toHaveText(/not known/);
      await expect(page.getByText("No Grafana workspaces yet.")).toBeHidden();
    } finally {
      await server.stop();
    }
  } finally {
    await running.stop();
  }
});
