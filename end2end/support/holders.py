"""Who holds which role in Managed Grafana workspaces, as boto3 lists them: a JSON list with one list of "ID ROLE" for each
workspace, in their order. A client that shares nothing with the product.

    python holders.py http://127.0.0.1:4566 441122338890 eu-west-1 g-0123456789 ...
"""

import json
import os
import sys

try:
    import boto3
except ImportError:
    sys.exit(f"boto3 is missing from {sys.executable}: scripts/setup-awscli installs it")

# Whatever this machine is configured for has no say.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull

# Small, so that there are several pages.
PAGE = 10


def holders(grafana, workspace):
    pages = grafana.get_paginator("list_permissions").paginate(
        workspaceId=workspace, PaginationConfig={"PageSize": PAGE}
    )
    return sorted(f"{one['user']['id']} {one['role']}" for page in pages for one in page["permissions"])


def main(endpoint, account, region, *workspaces):
    grafana = boto3.client(
        "grafana",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="not-a-secret",
    )
    print(json.dumps([holders(grafana, workspace) for workspace in workspaces]))


main(*sys.argv[1:])
