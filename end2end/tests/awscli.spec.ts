/** Side by side with the real AWS command line, against an emulator that runs by itself. */
import path from "node:path";
import { FleetPage } from "../pages/fleet";
import { AwsCli, python } from "../support/awscli";
import { expect, test as base } from "../support/fixtures";
import { account, startAgainst } from "../support/outside";
import { checkout } from "../support/paths";
import { until } from "../support/process";
import { startEmulator } from "../support/server";

/** An emulator by itself, a server that talks to it, and the page of the one who was given the printed address. */
const test = base.extend<{ aws: AwsCli }>({
  aws: async ({ page }, use) => {
    const { emulator, running } = await startEmulator(["--seed", "empty"]);
    try {
      const { server, opening } = await startAgainst(emulator, { regions: ["eu-central-1", "us-east-1"] });
      try {
        await page.goto(opening);
        await use(new AwsCli(emulator.url, { account, region: "eu-central-1" }));
      } finally {
        await server.stop();
      }
    } finally {
      await running.stop();
    }
  },
});

interface Listed {
  workspaces: { id: string; name: string; status: string }[];
}

test("a workspace created with the AWS CLI appears without a reload, and one deleted on its page is gone for the CLI", async ({
  page,
  aws,
}) => {
  test.setTimeout(90_000);
  const listed = async () => ((await aws.run("grafana", "list-workspaces")) as Listed).workspaces.map(({ name }) => name);
  const list = new FleetPage(page);
  await expect(page.getByText("No Grafana workspaces yet.")).toBeVisible();

  await aws.run(
    ...["grafana", "create-workspace", "--workspace-name", "from-the-cli", "--account-access-type", "CURRENT_ACCOUNT"],
    ...["--authentication-providers", "AWS_SSO", "--permission-type", "CUSTOMER_MANAGED", "--workspace-data-sources", "PROMETHEUS"],
  );
  await expect(list.row("from-the-cli").getByRole("cell").first()).toHaveText("Active");
  expect(await listed()).toEqual(["from-the-cli"]);

  await list.row("from-the-cli").getByRole("link", { name: "from-the-cli" }).click();
  const remove = page.getByRole("button", { name: "Delete workspace" });
  await expect(remove).not.toHaveAttribute("aria-disabled", "true");
  await remove.click();
  await page.getByLabel("Type from-the-cli to confirm").fill("from-the-cli");
  await page.getByRole("button", { name: "Delete workspace" }).click();
  await expect(page.getByText("No Grafana workspaces yet.")).toBeVisible();
  await until(async () => (await listed()).length === 0, "the CLI still lists it");
});

base("boto3 calls every operation of the emulator, with good and with bad input", async () => {
  const { emulator, running } = await startEmulator([]);
  try {
    const check = path.join(checkout, "server", "emulator", "tests", "clients", "boto3_check.py");
    expect(await python(check, emulator.url)).toMatch(/^\d+ operations, \d+ calls$/m);
  } finally {
    await running.stop();
  }
});
