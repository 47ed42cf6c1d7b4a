"""Calls every operation of the emulator with boto3, with good and with bad input, and leaves non-zero on the first
surprise. Needs boto3 and a running emulator, which it resets:

    python boto3_check.py http://127.0.0.1:4566
"""

import hashlib
import json
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:4566"
ACCOUNT, REGION = "441122338890", "eu-west-1"
# boto3 itself must not stop bad input from reaching the emulator, nor repeat what fails.
CONFIG = Config(parameter_validation=False, retries={"max_attempts": 0})
SEEN = set()


def own(method, route, body=None):
    """One of the emulator's own routes."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/_emulator/{route}", data=data, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()
    return text if route == "health" else json.loads(text)


def client(service, account=ACCOUNT, region=REGION, **more):
    made = boto3.client(
        service,
        endpoint_url=URL,
        region_name=region,
        aws_access_key_id=more.pop("key", account),
        aws_secret_access_key="anything",
        config=CONFIG,
        **more,
    )
    made.meta.events.register("before-call", lambda model, **_: SEEN.add((service, model.name)))
    return made


def check(condition, what):
    if not condition:
        sys.exit(f"surprise: {what}")


def fails(code, status, call, /, **parameters):
    """The call fails so; gives back the whole error."""
    try:
        call(**parameters)
    except ClientError as error:
        answer = error.response
        got = (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"])
        check(got == (code, status), f"{call.__name__} {parameters}: {got} and not {(code, status)}")
        headers = answer["ResponseMetadata"]["HTTPHeaders"]
        check(headers.get("x-amzn-requestid"), f"{call.__name__}: no request id")
        return answer
    sys.exit(f"surprise: {call.__name__} {parameters} worked")


def field(name, call, /, **parameters):
    """The call is refused because of one field."""
    answer = fails("ValidationException", 400, call, **parameters)
    check(answer.get("reason") == "FIELD_VALIDATION_FAILED", f"{call.__name__}: reason {answer.get('reason')}")
    names = [one["name"] for one in answer.get("fieldList", [])]
    check(names == [name], f"{call.__name__}: fields {names} and not {name}")


def settle(read, wanted):
    """Ends all passing states; what is read then is as wanted."""
    own("POST", "settle", {})
    check(read() == wanted, f"{read()} and not {wanted}")


def grafana():
    g = client("grafana")
    everything = g.list_workspaces()["workspaces"]
    check(len(everything) > 5, "the demo has workspaces")
    pages = list(g.get_paginator("list_workspaces").paginate(PaginationConfig={"PageSize": 2}))
    check([w for page in pages for w in page["workspaces"]] == everything, "pages add up to the whole")
    fails("ValidationException", 400, g.list_workspaces, maxResults=101)
    fails("ValidationException", 400, g.list_workspaces, nextToken="made-up")

    versions = g.list_versions()["grafanaVersions"]
    check(versions == ["8.4", "9.4", "10.4", "12.4"], f"versions {versions}")
    field("workspaceId", g.list_versions, workspaceId="nonsense")

    good = dict(
        accountAccessType="CURRENT_ACCOUNT",
        authenticationProviders=["AWS_SSO", "SAML"],
        permissionType="CUSTOMER_MANAGED",
        workspaceName="boto3-check",
        workspaceDescription="made by boto3",
        grafanaVersion="10.4",
        clientToken="token-1",
        configuration=json.dumps({"unifiedAlerting": {"enabled": True}}),
        networkAccessControl={"prefixListIds": [], "vpceIds": ["vpce-1"]},
        vpcConfiguration={"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1", "subnet-2"]},
        workspaceDataSources=["CLOUDWATCH"],
        workspaceNotificationDestinations=["SNS"],
        tags={"team": "checks"},
    )
    made = g.create_workspace(**good)["workspace"]
    check(made["status"] == "CREATING", "it begins as CREATING")
    check(g.create_workspace(**good)["workspace"]["id"] == made["id"], "the client token is idempotent")
    fails("ConflictException", 409, g.create_workspace, **{**good, "workspaceName": "another"})
    fails("ConflictException", 409, g.delete_workspace, workspaceId=made["id"])
    for name, value in [
        ("workspaceName", "no blanks"),
        ("workspaceDescription", "x" * 2049),
        ("accountAccessType", "SOMEONE"),
        ("permissionType", "NOBODY"),
        ("grafanaVersion", "7.0"),
        ("configuration", "{"),
        ("clientToken", "x" * 65),
        ("vpcConfiguration", {"securityGroupIds": ["sg-1"], "subnetIds": ["only-one"]}),
    ]:
        field(name + (".subnetIds" if name == "vpcConfiguration" else ""), g.create_workspace,
              **{**good, "clientToken": "fresh", name: value})
    field("permissionType", g.create_workspace, **{k: v for k, v in good.items() if k != "permissionType"})

    wid = made["id"]
    status = lambda: g.describe_workspace(workspaceId=wid)["workspace"]["status"]
    check(status() == "CREATING", "CREATING is seen")
    settle(status, "ACTIVE")
    field("workspaceId", g.describe_workspace, workspaceId="nonsense")
    missing = fails("ResourceNotFoundException", 404, g.describe_workspace, workspaceId="g-0000000000")
    check((missing["resourceId"], missing["resourceType"]) == ("g-0000000000", "workspace"), "the error names it")
    check(g.list_versions(workspaceId=wid)["grafanaVersions"] == ["12.4"], "upgrade targets")

    described = g.describe_workspace(workspaceId=wid)["workspace"]
    for name in ["vpcConfiguration", "networkAccessControl", "permissionType", "accountAccessType"]:
        check(described[name] == good[name], f"{name} comes back")
    g.update_workspace(workspaceId=wid, workspaceDescription="changed", removeVpcConfiguration=True)
    settle(status, "ACTIVE")
    described = g.describe_workspace(workspaceId=wid)["workspace"]
    check("vpcConfiguration" not in described and described["description"] == "changed", "update and clear")
    field("removeVpcConfiguration", g.update_workspace, workspaceId=wid, removeVpcConfiguration=True,
          vpcConfiguration=good["vpcConfiguration"])
    field("workspaceName", g.update_workspace, workspaceId=wid, workspaceName="no blanks")

    check(g.describe_workspace_authentication(workspaceId=wid)["authentication"]["saml"]["status"] == "NOT_CONFIGURED",
          "SAML is not configured at first")
    saml = {"idpMetadata": {"url": "https://idp.example.com/metadata"}, "roleValues": {"admin": ["A B"]},
            "loginValidityDuration": 60}
    answer = g.update_workspace_authentication(workspaceId=wid, authenticationProviders=["SAML"], samlConfiguration=saml)
    check(answer["authentication"]["saml"] == {"status": "CONFIGURED", "configuration": saml}, "SAML is configured")
    check("awsSso" not in answer["authentication"], "leaving out AWS_SSO switches it off")
    field("samlConfiguration.idpMetadata", g.update_workspace_authentication, workspaceId=wid,
          authenticationProviders=["SAML"], samlConfiguration={"idpMetadata": {"url": "https://a", "xml": "<a/>"}})
    field("workspaceId", g.describe_workspace_authentication, workspaceId="nonsense")

    text = g.describe_workspace_configuration(workspaceId=wid)["configuration"]
    check(json.loads(text) == {"unifiedAlerting": {"enabled": True}}, "configuration comes back")
    g.update_workspace_configuration(workspaceId=wid, configuration=text, grafanaVersion="12.4")
    check(status() == "VERSION_UPDATING", "VERSION_UPDATING is seen")
    settle(status, "ACTIVE")
    check(g.describe_workspace(workspaceId=wid)["workspace"]["grafanaVersion"] == "12.4", "the version is raised")
    field("grafanaVersion", g.update_workspace_configuration, workspaceId=wid, configuration=text, grafanaVersion="9.4")
    field("configuration", g.update_workspace_configuration, workspaceId=wid, configuration="[]")
    fails("ResourceNotFoundException", 404, g.describe_workspace_configuration, workspaceId="g-0000000000")

    token = "5d1c1b34-6d3e-4b0a-9d57-2f0e8a1c0f11"
    g.associate_license(workspaceId=wid, licenseType="ENTERPRISE", grafanaToken=token)
    check(status() == "UPGRADING", "UPGRADING is seen")
    settle(status, "ACTIVE")
    described = g.describe_workspace(workspaceId=wid)["workspace"]
    check(described["licenseType"] == "ENTERPRISE" and described["grafanaToken"] == token, "licensed")
    field("licenseType", g.associate_license, workspaceId=wid, licenseType="GOLD", grafanaToken=token)
    field("grafanaToken", g.associate_license, workspaceId=wid, licenseType="ENTERPRISE")
    field("grafanaToken", g.associate_license, workspaceId=wid, licenseType="ENTERPRISE", grafanaToken="x" * 37)
    g.disassociate_license(workspaceId=wid, licenseType="ENTERPRISE")
    settle(status, "ACTIVE")
    check("licenseType" not in g.describe_workspace(workspaceId=wid)["workspace"], "the licence is gone")
    field("licenseType", g.disassociate_license, workspaceId=wid, licenseType="ENTERPRISE")

    person = lambda name: {"id": name, "type": "SSO_USER"}
    add = lambda role, *names: {"action": "ADD", "role": role, "users": [person(name) for name in names]}
    answer = g.update_permissions(workspaceId=wid, updateInstructionBatch=[add("ADMIN", "a", "b"), add("VIEWER", "refused-c")])
    check([one["causedBy"]["users"][0]["id"] for one in answer["errors"]] == ["refused-c"], "partial errors")
    listed = g.list_permissions(workspaceId=wid)["permissions"]
    check({(p["user"]["id"], p["role"]) for p in listed} == {("a", "ADMIN"), ("b", "ADMIN")}, f"permissions {listed}")
    check(len(g.list_permissions(workspaceId=wid, userId="a")["permissions"]) == 1, "filter by user")
    field("groupId", g.list_permissions, workspaceId=wid, userId="a", groupId="b")
    field("updateInstructionBatch", g.update_permissions, workspaceId=wid, updateInstructionBatch=[add("ADMIN", "a")] * 21)
    field("updateInstructionBatch.0.role", g.update_permissions, workspaceId=wid, updateInstructionBatch=[add("KING", "a")])

    key = g.create_workspace_api_key(workspaceId=wid, keyName="k/1", keyRole="VIEWER", secondsToLive=60)
    check(key["key"].startswith("eyJ"), "a key looks like one")
    fails("ConflictException", 409, g.create_workspace_api_key, workspaceId=wid, keyName="k/1", keyRole="VIEWER", secondsToLive=60)
    field("secondsToLive", g.create_workspace_api_key, workspaceId=wid, keyName="k2", keyRole="VIEWER", secondsToLive=2592001)
    field("keyRole", g.create_workspace_api_key, workspaceId=wid, keyName="k2", keyRole="KING", secondsToLive=60)
    check(g.delete_workspace_api_key(workspaceId=wid, keyName="k/1")["keyName"] == "k/1", "a key is deleted")
    fails("ResourceNotFoundException", 404, g.delete_workspace_api_key, workspaceId=wid, keyName="k/1")

    account = g.create_workspace_service_account(workspaceId=wid, name="ci", grafanaRole="EDITOR")
    fails("ConflictException", 409, g.create_workspace_service_account, workspaceId=wid, name="ci", grafanaRole="EDITOR")
    field("name", g.create_workspace_service_account, workspaceId=wid, name="x" * 129, grafanaRole="EDITOR")
    listed = g.list_workspace_service_accounts(workspaceId=wid)["serviceAccounts"]
    check([(a["name"], a["isDisabled"]) for a in listed] == [("ci", "false")], f"accounts {listed}")
    where = dict(workspaceId=wid, serviceAccountId=account["id"])
    minted = g.create_workspace_service_account_token(**where, name="t", secondsToLive=2592000)["serviceAccountToken"]
    check(minted["key"].startswith("glsa_") and len(minted["key"]) == 46, "a token looks like one")
    fails("ConflictException", 409, g.create_workspace_service_account_token, **where, name="t", secondsToLive=60)
    field("secondsToLive", g.create_workspace_service_account_token, **where, name="u", secondsToLive=0)
    listed = g.list_workspace_service_account_tokens(**where)["serviceAccountTokens"]
    check(len(listed) == 1 and "key" not in listed[0], "tokens are listed without secrets")
    check((listed[0]["expiresAt"] - listed[0]["createdAt"]).days == 30, "a token lives thirty days")
    fails("ResourceNotFoundException", 404, g.list_workspace_service_account_tokens, workspaceId=wid, serviceAccountId="999")
    fails("ResourceNotFoundException", 404, g.delete_workspace_service_account_token, **where, tokenId="999")
    g.delete_workspace_service_account_token(**where, tokenId=minted["id"])
    g.delete_workspace_service_account(**where)
    fails("ResourceNotFoundException", 404, g.delete_workspace_service_account, **where)

    arn = f"arn:aws:grafana:{REGION}:{ACCOUNT}:/workspaces/{wid}"
    g.tag_resource(resourceArn=arn, tags={"env": "check"})
    check(g.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "checks", "env": "check"}, "tags merge")
    g.untag_resource(resourceArn=arn, tagKeys=["team", "absent"])
    check(g.list_tags_for_resource(resourceArn=arn)["tags"] == {"env": "check"}, "a tag is gone")
    field("resourceArn", g.list_tags_for_resource, resourceArn="arn")
    field("tags", g.tag_resource, resourceArn=arn, tags={f"k{n}": "v" for n in range(51)})
    field("tagKeys.0", g.untag_resource, resourceArn=arn, tagKeys=["x" * 129])
    fails("ResourceNotFoundException", 404, g.untag_resource, resourceArn=arn.replace(wid, "g-0000000000"), tagKeys=["a"])

    check(client("grafana", region="sa-east-1").list_workspaces()["workspaces"] == [], "regions isolate")
    fails("ResourceNotFoundException", 404, client("grafana", account="903211874410").describe_workspace, workspaceId=wid)
    check(g.delete_workspace(workspaceId=wid)["workspace"]["status"] == "DELETING", "DELETING is seen")
    gone = lambda: wid not in [one["id"] for one in g.list_workspaces()["workspaces"]]
    settle(gone, True)

    failed = g.create_workspace(**{**good, "workspaceName": "fails-check", "clientToken": "token-2"})["workspace"]["id"]
    settle(lambda: g.describe_workspace(workspaceId=failed)["workspace"]["status"], "CREATION_FAILED")


def prometheus():
    p = client("amp")
    made = p.create_workspace(alias="boto3 check", tags={"team": "checks"}, clientToken="one")
    check(made["status"]["statusCode"] == "CREATING", "it begins as CREATING")
    check(p.create_workspace(alias="boto3 check", tags={"team": "checks"}, clientToken="one")["workspaceId"] == made["workspaceId"],
          "the client token is idempotent")
    fails("ConflictException", 409, p.create_workspace, alias="other", clientToken="one")
    field("alias", p.create_workspace, alias="x" * 101)
    field("kmsKeyArn", p.create_workspace, kmsKeyArn="arn:aws:s3:::not-a-key-of-any-kind")
    wid = made["workspaceId"]
    own("POST", "settle", {})
    p.get_waiter("workspace_active").wait(workspaceId=wid, WaiterConfig={"Delay": 1})
    check(p.describe_workspace(workspaceId=wid)["workspace"]["prometheusEndpoint"].startswith("https://aps-workspaces."), "endpoint")
    field("workspaceId", p.describe_workspace, workspaceId="-")
    fails("ResourceNotFoundException", 404, p.describe_workspace, workspaceId="ws-unknown")
    p.update_workspace_alias(workspaceId=wid, alias="renamed")
    fails("ConflictException", 409, p.delete_workspace, workspaceId=wid)
    own("POST", "settle", {})
    p.get_waiter("workspace_active").wait(workspaceId=wid, WaiterConfig={"Delay": 1})
    check([w["workspaceId"] for w in p.list_workspaces(alias=" renam ")["workspaces"]] == [wid], "alias filters by prefix")
    fails("ValidationException", 400, p.list_workspaces, maxResults=1001)
    fails("ValidationException", 400, p.update_workspace_alias, workspaceId=wid, alias="")
    held = p.describe_workspace_configuration(workspaceId=wid)["workspaceConfiguration"]
    check((held["retentionPeriodInDays"], held["limitsPerLabelSet"]) == (150, []), "a configuration that nobody changed")
    limits = [{"labelSet": {}, "limits": {"maxSeries": 0}}, {"labelSet": {"team": "a"}, "limits": {"maxSeries": 1000}}]
    answer = p.update_workspace_configuration(workspaceId=wid, retentionPeriodInDays=30, limitsPerLabelSet=limits)
    check(answer["status"]["statusCode"] == "UPDATING", "a configuration is updated")
    own("POST", "settle", {})
    held = p.describe_workspace_configuration(workspaceId=wid)["workspaceConfiguration"]
    check((held["retentionPeriodInDays"], held["limitsPerLabelSet"]) == (30, limits), "a configuration is changed")
    check(held["status"] == {"statusCode": "ACTIVE"}, "its state")
    fails("ValidationException", 400, p.update_workspace_configuration, workspaceId=wid)
    field("retentionPeriodInDays", p.update_workspace_configuration, workspaceId=wid, retentionPeriodInDays=0)
    fails("ResourceNotFoundException", 404, p.describe_workspace_configuration, workspaceId="ws-unknown")
    p.tag_resource(resourceArn=made["arn"], tags={"env": "check"})
    check(p.list_tags_for_resource(resourceArn=made["arn"])["tags"] == {"team": "checks", "env": "check"}, "tags merge")
    p.untag_resource(resourceArn=made["arn"], tagKeys=["env"])
    check(p.list_tags_for_resource(resourceArn=made["arn"])["tags"] == {"team": "checks"}, "a tag is gone")
    fails("ValidationException", 400, p.tag_resource, resourceArn=made["arn"], tags={"semi;colon": "v"})
    fails("ValidationException", 400, p.list_tags_for_resource, resourceArn="arn")
    fails("ValidationException", 400, p.untag_resource, resourceArn=made["arn"], tagKeys=[""])
    p.delete_workspace(workspaceId=wid)
    own("POST", "settle", {})
    p.get_waiter("workspace_deleted").wait(workspaceId=wid, WaiterConfig={"Delay": 1})
    fails("ResourceNotFoundException", 404, p.delete_workspace, workspaceId=wid)


def codeartifact():
    c = client("codeartifact")
    names = [one["name"] for one in c.list_domains()["domains"]]
    check("platform-packages" in names, "the demo has domains")
    pages = list(c.get_paginator("list_repositories_in_domain").paginate(domain="platform-packages", PaginationConfig={"PageSize": 3}))
    check(sum(len(page["repositories"]) for page in pages) == 7 and len(pages) == 3, "repositories in pages")
    made = c.create_domain(domain="boto3-check", tags=[{"key": "team", "value": "checks"}])["domain"]
    check(made["status"] == "Active" and made["repositoryCount"] == 0, "a domain is active at once")
    conflict = fails("ConflictException", 409, c.create_domain, domain="boto3-check")
    check(conflict["resourceType"] == "domain", "the error names it")
    for bad in ["A", "1digit", "x", "x" * 51]:
        answer = fails("ValidationException", 400, c.create_domain, domain=bad)
        check(answer["reason"] == "FIELD_VALIDATION_FAILED" and "fieldList" not in answer, "CodeArtifact has no field list")
    check(c.describe_domain(domain="boto3-check")["domain"]["arn"] == made["arn"], "described")
    fails("ResourceNotFoundException", 404, c.describe_domain, domain="unknown")
    fails("ValidationException", 400, c.describe_domain, domain="boto3-check", domainOwner="12")
    fails("ValidationException", 400, c.list_domains, maxResults=0)
    fails("ValidationException", 400, c.list_repositories_in_domain, domain="platform-packages", maxResults=1001)
    fails("ResourceNotFoundException", 404, c.get_domain_permissions_policy, domain="boto3-check")
    first = c.put_domain_permissions_policy(domain="boto3-check", policyDocument="{}")["policy"]
    c.put_domain_permissions_policy(domain="boto3-check", policyDocument='{"a":1}', policyRevision=first["revision"])
    fails("ConflictException", 409, c.put_domain_permissions_policy, domain="boto3-check", policyDocument="{}", policyRevision=first["revision"])
    fails("ValidationException", 400, c.put_domain_permissions_policy, domain="boto3-check", policyDocument="")
    check(c.get_domain_permissions_policy(domain="boto3-check")["policy"]["document"] == '{"a":1}', "the policy comes back")
    fails("ConflictException", 409, c.delete_domain_permissions_policy, domain="boto3-check", policyRevision="old")
    c.delete_domain_permissions_policy(domain="boto3-check")
    c.tag_resource(resourceArn=made["arn"], tags=[{"key": "env", "value": "check"}])
    check(len(c.list_tags_for_resource(resourceArn=made["arn"])["tags"]) == 2, "tags merge")
    c.untag_resource(resourceArn=made["arn"], tagKeys=["env"])
    check(c.list_tags_for_resource(resourceArn=made["arn"])["tags"] == [{"key": "team", "value": "checks"}], "a tag is gone")
    fails("ValidationException", 400, c.tag_resource, resourceArn=made["arn"], tags=[{"key": "", "value": ""}])
    fails("ResourceNotFoundException", 404, c.list_tags_for_resource, resourceArn=made["arn"] + "x")
    fails("ValidationException", 400, c.untag_resource, resourceArn="", tagKeys=["a"])
    fails("ConflictException", 409, c.delete_domain, domain="platform-packages")
    other = client("codeartifact", account="903211874410")
    check(other.describe_domain(domain="platform-packages", domainOwner=ACCOUNT)["domain"]["owner"] == ACCOUNT, "shared by policy")
    fails("AccessDeniedException", 403, other.describe_domain, domain="ml-artifacts", domainOwner=ACCOUNT)
    check(c.delete_domain(domain="boto3-check")["domain"]["status"] == "Deleted", "a domain is deleted")
    fails("ValidationException", 400, c.delete_domain, domain="A")


def sts():
    s = client("sts", key="AKIAANYTHING00000000")
    check(s.get_caller_identity()["Account"] == ACCOUNT, "any AKIA key is the first account's")
    role = "arn:aws:iam::903211874410:role/belvedere"
    lent = s.assume_role(RoleArn=role, RoleSessionName="check", DurationSeconds=900, Tags=[{"Key": "a", "Value": "b"}])
    check(lent["AssumedRoleUser"]["Arn"] == "arn:aws:sts::903211874410:assumed-role/belvedere/check", "assumed")
    keys = lent["Credentials"]
    as_role = dict(key=keys["AccessKeyId"], aws_session_token=keys["SessionToken"])
    check(client("sts", **as_role).get_caller_identity()["Arn"] == lent["AssumedRoleUser"]["Arn"], "identity of the role")
    names = [one["name"] for one in client("grafana", **as_role).list_workspaces()["workspaces"]]
    check("payments-staging" in names and "payments-prod" not in names, "the role sees its own account")
    fails("ValidationError", 400, s.assume_role, RoleArn=role, RoleSessionName="x")
    fails("ValidationError", 400, s.assume_role, RoleArn=role, RoleSessionName="check", DurationSeconds=1)
    fails("ValidationError", 400, s.assume_role, RoleArn="arn:aws:iam::903211874410:user/belvedere", RoleSessionName="check")
    fails("AccessDenied", 403, s.assume_role, RoleArn="arn:aws:iam::903211874410:role/denied-role", RoleSessionName="check")
    fails("InvalidClientTokenId", 403, client("sts", key="INVALID").get_caller_identity)
    fails("UnrecognizedClientException", 403, client("grafana", key="INVALID").list_workspaces)
    fails("UnrecognizedClientException", 403, client("grafana", key="ASIAFORGED").list_workspaces)


def identitystore():
    i, store = client("identitystore"), {"IdentityStoreId": "d-9967123abc"}
    pages = lambda operation, **more: i.get_paginator(operation).paginate(**store, **more, PaginationConfig={"PageSize": 5})
    users = [user for page in pages("list_users") for user in page["Users"]]
    groups = [group for page in pages("list_groups") for group in page["Groups"]]
    check((len(users), len(groups)) == (24, 12), "everybody is listed, page by page")
    user, group = users[0]["UserId"], groups[0]["GroupId"]
    check(i.describe_user(**store, UserId=user)["UserName"] == users[0]["UserName"], "a person is described")
    check(i.describe_group(**store, GroupId=group)["DisplayName"] == groups[0]["DisplayName"], "a group is described")
    unique = lambda path, value: {"UniqueAttribute": {"AttributePath": path, "AttributeValue": value}}
    for path, value in [("userName", users[0]["UserName"]), ("emails.value", users[0]["Emails"][0]["Value"])]:
        check(i.get_user_id(**store, AlternateIdentifier=unique(path, value))["UserId"] == user, f"found by {path}")
    external = {"ExternalId": users[0]["ExternalIds"][0]}
    check(i.get_user_id(**store, AlternateIdentifier=external)["UserId"] == user, "found by external id")
    by_name = unique("displayName", groups[0]["DisplayName"])
    check(i.get_group_id(**store, AlternateIdentifier=by_name)["GroupId"] == group, "a group is found by its name")
    members = [one for page in pages("list_group_memberships", GroupId=group) for one in page["GroupMemberships"]]
    member = members[0]["MemberId"]
    of = [one for page in pages("list_group_memberships_for_member", MemberId=member) for one in page["GroupMemberships"]]
    check(group in [one["GroupId"] for one in of], "memberships are the same from both sides")
    gone = fails("ResourceNotFoundException", 400, i.describe_user, **store, UserId="01234567-89ab-4cde-8f01-23456789abcd")
    check(gone["ResourceType"] == "USER", "what is missing is said")
    fails("ResourceNotFoundException", 400, i.get_user_id, **store, AlternateIdentifier=unique("userName", "nobody"))
    fails("ResourceNotFoundException", 400, i.list_users, IdentityStoreId="d-0000000000")
    fails("ValidationException", 400, i.list_users, IdentityStoreId="directory")
    fails("ValidationException", 400, i.list_users, **store, MaxResults=101)
    fails("ValidationException", 400, i.list_users, **store, NextToken="forged")
    fails("ValidationException", 400, i.get_user_id, **store, AlternateIdentifier={})
    fails("AccessDeniedException", 400, client("identitystore", account="903211874410").list_users, **store)


def secretsmanager():
    s = client("secretsmanager")
    name, values = "grafana/boto3-check", ["glsa_first", "glsa_second"]
    token = lambda number: f"{number:032}"
    given = dict(Name=name, SecretString=values[0], ClientRequestToken=token(1))
    made = s.create_secret(**given, Description="check", Tags=[{"Key": "team", "Value": "checks"}])
    check(made["ARN"].startswith(f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-"), "the ARN ends in the name")
    again = s.create_secret(**given)
    check((again["ARN"], again["VersionId"]) == (made["ARN"], token(1)), "creation is idempotent")
    fails("ResourceExistsException", 400, s.create_secret, Name=name, SecretString=values[0])
    fails("ValidationException", 400, s.create_secret, Name="no blanks", SecretString=values[0])
    fails("AccessDeniedException", 400, s.create_secret, Name="grafana/denied-check", SecretString=values[0])
    fails("InternalServiceError", 500, s.create_secret, Name="grafana/internal-check", SecretString=values[0])
    new = dict(SecretId=made["ARN"], SecretString=values[1], ClientRequestToken=token(2))
    check(s.put_secret_value(**new)["VersionStages"] == ["AWSCURRENT"], "a new value is current")
    check(s.put_secret_value(**new)["VersionId"] == token(2), "a new value is idempotent")
    fails("ResourceExistsException", 400, s.put_secret_value, **{**new, "SecretString": "another"})
    fails("InvalidRequestException", 400, s.put_secret_value, SecretId=name)
    fails("ValidationException", 400, s.put_secret_value, SecretId=name, SecretString="")
    fails("ResourceNotFoundException", 400, s.put_secret_value, SecretId="absent", SecretString=values[0])
    held = s.describe_secret(SecretId=name)
    check(held["VersionIdsToStages"] == {token(1): ["AWSPREVIOUS"], token(2): ["AWSCURRENT"]}, f"stages {held}")
    check(held["Tags"] == [{"Key": "team", "Value": "checks"}] and held["LastChangedDate"] >= held["CreatedDate"], "described")
    s.tag_resource(SecretId=made["ARN"], Tags=[{"Key": "team", "Value": "edge"}, {"Key": "of", "Value": "ci"}])
    check(s.describe_secret(SecretId=name)["Tags"] == [{"Key": "of", "Value": "ci"}, {"Key": "team", "Value": "edge"}], "tagged")
    fails("ResourceNotFoundException", 400, s.tag_resource, SecretId="absent", Tags=[])
    fails("ValidationException", 400, s.tag_resource, SecretId=name, Tags=[{"Key": "aws:team", "Value": "edge"}])
    fails("ResourceNotFoundException", 400, s.describe_secret, SecretId="absent")
    fails("ValidationException", 400, s.describe_secret, SecretId="")
    listed = own("GET", f"secrets?account={ACCOUNT}&region={REGION}")
    digests = [one["sha256"] for one in listed[0]["versions"]]
    check(digests == [hashlib.sha256(value.encode()).hexdigest() for value in values], "values are told by their digests")


def mishaps():
    g = client("grafana")
    make = lambda name: g.create_workspace(
        accountAccessType="CURRENT_ACCOUNT", authenticationProviders=["AWS_SSO"], permissionType="SERVICE_MANAGED", workspaceName=name)
    names = lambda: [one["name"] for one in g.list_workspaces()["workspaces"]]
    throttled = fails("ThrottlingException", 429, make, name="throttled-x")
    check(throttled["ResponseMetadata"]["HTTPHeaders"].get("retry-after") == "1", "throttling says when to come back")
    fails("ThrottlingException", 429, make, name="throttled-x")
    make("throttled-x")
    fails("AccessDeniedException", 403, make, name="denied-x")
    fails("InternalServerException", 500, make, name="internal-x")
    for name, done in [("cut-before-x", False), ("cut-after-x", True)]:
        try:
            make(name)
            sys.exit(f"surprise: {name} was answered")
        except ConnectionClosedError:
            check((name in names()) == done, f"{name}: done or not")
    own("POST", "faults", {"operation": "ListWorkspaces", "service": "grafana", "kind": "internal", "times": 1})
    fails("InternalServerException", 500, g.list_workspaces)
    g.list_workspaces()


def operations(service, only=None):
    model = client(service).meta.service_model
    return {(service, name) for name in (only or model.operation_names)}


def main():
    check(own("GET", "health") == "ok", "health")
    own("POST", "reset", {"seed": "demo"})
    own("POST", "switches", {"quotas": False, "life_cycle_ms": 3600000})
    for part in [grafana, prometheus, codeartifact, identitystore, secretsmanager, sts, mishaps]:
        part()
        print(f"{part.__name__}: as expected")
    amp = "CreateWorkspace DescribeWorkspace ListWorkspaces UpdateWorkspaceAlias DeleteWorkspace".split()
    amp += ["DescribeWorkspaceConfiguration", "UpdateWorkspaceConfiguration"]
    tags = "TagResource UntagResource ListTagsForResource".split()
    wanted = operations("grafana") | operations("amp", amp + tags) | operations("sts", ["AssumeRole", "GetCallerIdentity"])
    domains = "CreateDomain DescribeDomain ListDomains DeleteDomain ListRepositoriesInDomain".split()
    policies = [verb + "DomainPermissionsPolicy" for verb in ("Get", "Put", "Delete")]
    wanted |= operations("codeartifact", domains + policies + tags)
    people = "ListUsers ListGroups DescribeUser DescribeGroup GetUserId GetGroupId".split()
    wanted |= operations("identitystore", people + ["ListGroupMemberships", "ListGroupMembershipsForMember"])
    wanted |= operations("secretsmanager", ["CreateSecret", "PutSecretValue", "DescribeSecret", "TagResource"])
    check(wanted <= SEEN, f"not called: {sorted(wanted - SEEN)}")
    calls = own("GET", "calls")
    check(len(calls) > 100 and not any("glsa_" in json.dumps(call) for call in calls), "calls are listed without secrets")
    own("POST", "reset", {"seed": "demo"})
    print(f"{len(wanted)} operations, {len(calls)} calls")


if __name__ == "__main__":
    main()
