/** AWS's own protocols by hand, for what happens to resources outside of the product. The emulator checks no HMAC. */
export type AwsService = "grafana" | "aps" | "codeartifact";

/** Calls as one account in one region. */
export class Aws {
  constructor(
    private readonly endpoint: string,
    /** Twelve digits: the emulator takes such an access key for the account. */
    readonly account = "441122338890",
    readonly region = "eu-west-1",
  ) {}

  /** Sends one call and gives its JSON answer; anything but success is an error with AWS's text. */
  async call(service: AwsService, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const scope = `${this.account}/20260101/${this.region}/${service}/aws4_request`;
    const answer = await fetch(`${this.endpoint}${path}`, {
      method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** Creates a Grafana workspace and answers its id. */
  async createWorkspace(name: string, version?: string): Promise<string> {
    const answer = await this.call("grafana", "POST", "/workspaces", {
      workspaceName: name,
      accountAccessType: "CURRENT_ACCOUNT",
      authenticationProviders: ["AWS_SSO"],
      permissionType: "CUSTOMER_MANAGED",
      ...(version === undefined ? {} : { grafanaVersion: version }),
    });
    return (answer.workspace as { id: string }).id;
  }

  async deleteWorkspace(id: string): Promise<void> {
    await this.call("grafana", "DELETE", `/workspaces/${id}`);
  }

  /** What DescribeWorkspace says of a Grafana workspace. */
  async workspace(id: string): Promise<Record<string, unknown>> {
    return (await this.call("grafana", "GET", `/workspaces/${id}`)).workspace as Record<string, unknown>;
  }
}
