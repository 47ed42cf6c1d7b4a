/** A server that talks to an AWS outside of itself, as it would to the real one: configured scopes, keys from the environment. */
import fs from "node:fs";
import path from "node:path";
import type { Emulator } from "./emulator";
import { scratch } from "./paths";
import { type Server, startServer } from "./server";

export interface Outside {
  /** Regions of the one account, 441122338890. */
  regions: string[];
  /** Further environment of the server. */
  env?: Record<string, string>;
}

/** The account that any plain key of the emulator belongs to. */
export const account = "441122338890";

/** Starts a server against `emulator`; `opening` is the address it printed, with the token that opens one session. */
export async function startAgainst(emulator: Emulator, { regions, env }: Outside): Promise<{ server: Server; opening: string }> {
  const folder = fs.mkdtempSync(path.join(ensured(scratch), "outside-"));
  const config = path.join(folder, "belvedere.toml");
  const lines = [
    `endpoint_url = "${emulator.url}"`,
    `regions = ${JSON.stringify(regions)}`,
    "[[accounts]]",
    `id = "${account}"`,
    `name = "prod-observability"`,
  ];
  fs.writeFileSync(config, `${lines.join("\n")}\n`);
  const keys = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "not-a-secret", AWS_EC2_METADATA_DISABLED: "true" };
  const server = await startServer({
    name: "outside",
    emulator: false,
    args: ["--config", config],
    env: { ...keys, ...env },
  });
  const opening = /Belvedere is at (\S+)/.exec(server.logs())?.[1];
  if (opening === undefined) throw new Error("the server printed no address");
  return { server, opening };
}

function ensured(folder: string): string {
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}
