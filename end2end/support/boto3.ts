/** boto3, a client of AWS that shares nothing with the product; in the virtual environment of scripts/setup-awscli, which installs it or fails. */
import path from "node:path";
import { type Caller, python } from "./awscli";
import { checkout } from "./paths";

/** Who holds what in each of some workspaces, read to the last page: "id ROLE", sorted. */
export async function holders(endpoint: string, { account, region }: Required<Caller>, workspaces: readonly string[]): Promise<string[][]> {
  const program = path.join(checkout, "end2end", "support", "holders.py");
  const listed = JSON.parse(await python(program, endpoint, account, region, ...workspaces)) as string[][];
  if (listed.length !== workspaces.length) throw new Error(`boto3 listed ${listed.length} of ${workspaces.length} workspaces`);
  return listed;
}
