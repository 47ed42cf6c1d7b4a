/** The real AWS command line, from a virtual environment that scripts/setup-awscli makes once per machine. */
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { checkout } from "./paths";

/** Who calls, and from where. */
export interface Caller {
  /** Twelve digits; the emulator takes such an access key for the account. Without it, its first account. */
  account?: string;
  region?: string;
}

/** An AWS command line that talks to one endpoint. */
export class AwsCli {
  constructor(
    private readonly endpoint: string,
    private readonly caller: Caller = {},
  ) {}

  /** Runs `aws <args>` and gives its JSON answer (undefined if it printed nothing); AWS's error text is the error's message. */
  async run(...args: string[]): Promise<unknown> {
    try {
      const options = { env: this.env(), maxBuffer: 16 * 1024 * 1024, timeout: 60_000 };
      const { stdout } = await promisify(execFile)(aws(), ["--endpoint-url", this.endpoint, "--output", "json", ...args], options);
      return stdout.trim() === "" ? undefined : JSON.parse(stdout);
    } catch (error) {
      const { stderr, message } = error as { stderr?: string; message: string };
      throw new Error(`aws ${args.join(" ")}: ${(stderr || message).trim()}`);
    }
  }

  private env(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      HOME: path.join(checkout, "end2end", "test-results"),
      AWS_ACCESS_KEY_ID: this.caller.account ?? "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "not-a-secret",
      AWS_DEFAULT_REGION: this.caller.region ?? "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
    };
  }
}

/** Runs a Python program that uses boto3; its output. Its errors are the error's message. */
export async function python(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(path.join(path.dirname(aws()), "python"), [program, ...args], { timeout: 60_000 });
  return stdout;
}

let found: string | undefined;

/** The program; made by the set-up script if a person runs the tests without `make test`. */
function aws(): string {
  if (found === undefined) {
    const printed = execFileSync(path.join(checkout, "scripts", "setup-awscli"), { encoding: "utf8" });
    found = printed.trim().split("\n").at(-1) ?? "";
    if (!fs.existsSync(found)) throw new Error(`scripts/setup-awscli named no program: ${printed}`);
  }
  return found;
}
