//! Writes every part of the kit, in every state, as one static page to standard output, to be looked at:
//! `cargo run -p ui --features ssr --example gallery -- dark compact > gallery.html`, served beside `public/` and a
//! built style sheet `main.css`. Nothing in it runs: it shows what the server renders.

use leptos::prelude::*;
use std::io::Write;
use ui::*;

const NOW: i64 = 1_763_682_432_000;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let theme = arguments.next().unwrap_or_else(|| "light".to_owned());
    let density = arguments.next().unwrap_or_else(|| "comfortable".to_owned());
    let owner = Owner::new();
    let page = owner.with(|| view! { <Gallery /> }.to_html());
    let head = "<meta charset=utf-8><meta name=viewport content='width=device-width'><title>Kit</title>\
        <link rel=stylesheet href=main.css>";
    writeln!(
        std::io::stdout(),
        "<!doctype html><html lang=en data-theme={theme} data-density={density}><head>{head}</head><body>{page}</body></html>"
    )
}

#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <SkipLink />
        <header class="flex items-center justify-between border-b border-line h-12 px-6">
            <Breadcrumbs items=vec![Crumb::link("Fleet", "#"), Crumb::link("Grafana workspaces", "#"), Crumb::here("edge-telemetry")] />
            <div class="flex gap-2">
                <Menu label="Theme" icon=IconName::Sun icon_only=true align_end=true>
                    <MenuButton current=true>"System"</MenuButton>
                    <MenuButton>"Light"</MenuButton>
                </Menu>
            </div>
        </header>
        <Refreshing active=true />
        <main id="main" class="p-6 grid grid-cols-1 gap-6 max-w-[1600px]">
            <Lists />
            <Messages />
            <Buttons />
            <Forms />
            <Detail />
            <Waiting />
            <Dialogs />
        </main>
        <LiveRegion />
    }
}

#[component]
fn Lists() -> impl IntoView {
    let tally = [
        (Tone::Ok, "Active", Some(119)),
        (Tone::Busy, "Changing", Some(4)),
        (Tone::Warn, "Needs attention", Some(3)),
        (Tone::Bad, "Failed", Some(1)),
        (Tone::Idle, "Unknown", None),
    ];
    let items: Vec<_> = tally
        .into_iter()
        .map(|(tone, label, count)| TallyItem {
            tone,
            label: label.into(),
            count,
            href: "#".into(),
            current: tone == Tone::Warn,
        })
        .collect();
    view! {
        <PageHead
            title="Grafana workspaces"
            count="(5/128)"
            actions=|| view! { <ButtonLink href="#" icon=IconName::Download>"Export"</ButtonLink><Button kind=Kind::Main icon=IconName::Plus>"Create workspace"</Button> }
        >
            "6 accounts, 5 regions, read 14 s ago, 1 region not reachable, "<a href="#">"details"</a>
        </PageHead>
        <Tally label="Workspaces by state" items />
        <div class="flex flex-wrap gap-2 items-center">
            <Chip label="account = prod-observability" remove_href="#" remove_label="Remove filter account = prod-observability" />
            <Chip label="status != Active" remove_href="#" remove_label="Remove filter status != Active" />
        </div>
        <TableBox label="Grafana workspaces">
            <thead>
                <tr>
                    <SortHead href="#" sort=Sort::Ascending>"Name"</SortHead>
                    <SortHead href="#">"Status"</SortHead>
                    <Head>"Workspace ID"</Head>
                    <Head>"Account"</Head>
                    <Head>"Region"</Head>
                    <SortHead href="#" numeric=true sort=Sort::Descending>"Version"</SortHead>
                    <Head>"Sign-in"</Head>
                    <Head numeric=true>"Last read"</Head>
                </tr>
            </thead>
            <tbody>
                <Line tone=Tone::Ok name="payments-prod" word="Active" at=120_000 />
                <Line tone=Tone::Busy name="checkout-staging" word="Updating" at=12_000 />
                <Line tone=Tone::Warn name="ml-platform-with-a-name-of-sixty-four-characters-for-the-widest-case" word="License expires in 6 d" at=240_000 />
                <Line tone=Tone::Bad name="edge-telemetry" word="Upgrade failed" at=3_600_000 />
                <Line tone=Tone::Idle name="legacy-batch" word="Not reachable" at=300_000_000 />
            </tbody>
        </TableBox>
        <Pager label="1 to 50 of 128" next="#" />
    }
}

#[component]
fn Line(tone: Tone, #[prop(into)] name: String, #[prop(into)] word: String, at: i64) -> impl IntoView {
    view! {
        <Row tone>
            <RowHead><a href="#">{name}</a></RowHead>
            <Cell><StatusMark tone word /></Cell>
            <Cell><ShortId value="g-0a1b2c3d4e" copy_label="Copy workspace ID" /></Cell>
            <Cell>"prod-observability "<AccountNumber value="441122338890" /></Cell>
            <Cell kind=CellKind::Mono>"ap-southeast-2"</Cell>
            <Cell kind=CellKind::Number>"10.4"</Cell>
            <Cell>"SAML"</Cell>
            <Cell kind=CellKind::Quiet><TimeAgo at=NOW - at now=NOW /></Cell>
        </Row>
    }
}

#[component]
fn Messages() -> impl IntoView {
    let flashes = RwSignal::new(vec![
        Flash::new(1, Tone::Ok, "First"),
        Flash::new(2, Tone::Ok, "payments-prod is active.").body("It took 3 min."),
        Flash::new(3, Tone::Busy, "Creating checkout-staging.").body("It is safe to leave this page."),
        Flash::new(4, Tone::Bad, "3 of 20 role changes were not applied.")
            .body("17 are applied. Nothing was rolled back."),
    ]);
    view! {
        <Section title="Messages">
            <FlashList flashes />
            <Banner tone=Tone::Warn title="2 scopes could not be read.">"Their workspaces are missing from this list. "<a href="#">"See why"</a></Banner>
            <Banner tone=Tone::Idle title="Read-only.">"You may look at this workspace but not change it."</Banner>
        </Section>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <Section title="Buttons">
            <div class="flex flex-wrap gap-2 items-center">
                <Button kind=Kind::Main>"Apply 20 changes"</Button>
                <Button>"Export"</Button>
                <Button kind=Kind::Quiet>"Cancel"</Button>
                <Button kind=Kind::Danger>"Delete workspace"</Button>
                <Button kind=Kind::Main busy=true>"Creating workspace"</Button>
                <Button reason="Only an admin may delete a workspace">"Delete"</Button>
                <ButtonLink href="#" external=true>"Open in Grafana"</ButtonLink>
                <IconButton icon=IconName::Refresh label="Read again" on_click=|_| () />
                <Menu label="View: expiring soon">
                    <MenuLink href="#" current=true>"Expiring soon"</MenuLink>
                    <MenuLink href="#">"SAML not configured"</MenuLink>
                </Menu>
            </div>
            <div class="flex flex-wrap gap-2 text-ink-2">
                {IconName::ALL.iter().map(|&name| view! { <Icon name /> }).collect_view()}
            </div>
        </Section>
    }
}

#[component]
fn Forms() -> impl IntoView {
    let text = RwSignal::new("edge telemetry!".to_owned());
    let wrong = Signal::stored(Some("Use letters, digits, hyphens, dots and underscores only.".to_owned()));
    let role = RwSignal::new("viewer".to_owned());
    let sources = RwSignal::new(vec!["cloudwatch".to_owned()]);
    let roles = || {
        vec![
            Choice::new("viewer", "Viewer").help("Reads dashboards."),
            Choice::new("editor", "Editor"),
            Choice::new("admin", "Admin").unavailable("Needs the admin role."),
        ]
    };
    view! {
        <Section title="Form">
            <form class="form">
                <ErrorSummary
                    title="2 things to correct"
                    errors=vec![("name".to_owned(), "Name has a space and an exclamation mark.".to_owned()), ("days".to_owned(), "Lifetime is longer than 30 days.".to_owned())]
                />
                <TextField id="name" label="Name" value=text help="1 to 255 characters. Can be changed later." error=wrong />
                <TextField id="note" label="Description" value=RwSignal::new(String::new()) optional=true placeholder="What it is for" />
                <NumberField id="days" label="Lifetime" value=RwSignal::new("40".to_owned()) min=1 max=30 unit="days" error=Signal::stored(Some("Enter a number from 1 to 30.".to_owned())) />
                <Select id="region" label="Region" value=RwSignal::new("eu-west-1".to_owned()) choices=vec![Choice::new("eu-west-1", "Ireland, eu-west-1"), Choice::new("us-east-1", "N. Virginia, us-east-1").unavailable("not configured")] />
                <TextArea id="xml" label="Identity provider metadata" value=RwSignal::new(String::new()) mono=true help="Paste the XML document." />
                <RadioGroup id="role" label="Role" value=role choices=roles() />
                <CheckboxGroup id="sources" label="Data sources" value=sources optional=true choices=vec![Choice::new("cloudwatch", "CloudWatch"), Choice::new("prometheus", "Prometheus"), Choice::new("xray", "X-Ray")] />
                <Switch id="alerting" label="Grafana alerting" value=RwSignal::new(true) help="Shows alerts of all data sources in one place." />
                <Switch id="plugins" label="Plugin management" value=RwSignal::new(false) />
                <FormActions><Button kind=Kind::Main submit=true>"Review"</Button><Button kind=Kind::Quiet>"Cancel"</Button></FormActions>
            </form>
        </Section>
    }
}

#[component]
fn Detail() -> impl IntoView {
    view! {
        <Tabs label="edge-telemetry">
            <Tab href="#" current=true>"Overview"</Tab>
            <Tab href="#" current=false count=4>"Service accounts"</Tab>
            <Tab href="#" current=false>"History"</Tab>
        </Tabs>
        <KeyValues>
            <KeyValue label="Workspace ID" copy="g-dead10cc77" mono=true>"g-dead10cc77"</KeyValue>
            <KeyValue label="Status"><StatusMark tone=Tone::Bad word="Upgrade failed" /></KeyValue>
            <KeyValue label="ARN" copy="arn" mono=true>"arn:aws:grafana:ap-southeast-2:221099870031:/workspaces/g-dead10cc77"</KeyValue>
            <KeyValue label="Account"><AccountNumber value="221099870031" /></KeyValue>
            <KeyValue label="Created"><TimeAgo at=NOW - 900_000_000 now=NOW /></KeyValue>
        </KeyValues>
        <Diff label="Changes" lines=vec![
            DiffLine::add("tags.team", "observability"),
            DiffLine::remove("tags.owner", "batch"),
            DiffLine::change("name", "edge-telemetry", "edge-telemetry-2"),
            DiffLine::same("region", "ap-southeast-2"),
        ] />
        <Panel>
            <Steps label="Progress">
                <Step tone=Tone::Ok word="Done" note="1 s">"Request sent"</Step>
                <Step tone=Tone::Busy word="Creating" note="2 min">"Workspace is made"</Step>
                <Step tone=Tone::Bad word="Failed">"Sign-in is set"</Step>
                <Step tone=Tone::Idle word="Waiting">"Permissions are applied"</Step>
            </Steps>
        </Panel>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <Panel>
            <Empty what="No workspace matches." why="2 filters are set: account = prod-observability, status != Active.">
                <ButtonLink href="#">"Clear filters"</ButtonLink>
            </Empty>
        </Panel>
        <Skeleton rows=4 label="Reading workspaces" />
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    let done = Callback::new(|()| ());
    let (deleting, minted) = (RwSignal::new(false), RwSignal::new(false));
    let secret = RwSignal::new(String::new());
    let (before, after) = ("export GRAFANA_TOKEN='".to_owned(), "'".to_owned());
    let note = "A shell may keep what is typed into it.";
    let snippets = vec![Snippet { label: "Environment variable", before, after, note }];
    let shown = snippets.clone();
    let mint = move |_| {
        secret.set("not-a-real-token-but-as-long-as-one-0123456789".to_owned());
        minted.set(true);
    };
    view! {
        <Section title="Dialogs">
            <div class="flex flex-wrap gap-2">
                <Button opens="delete" icon=IconName::Trash>"Delete edge-telemetry"</Button>
                <Button on_click=mint icon=IconName::Key>"Create token"</Button>
            </div>
        </Section>
        <ConfirmDialog id="delete" title="Delete edge-telemetry?" open=deleting confirm="Delete edge-telemetry" expected="edge-telemetry" on_confirm=move |()| deleting.set(false)>
            <p>"Dashboards, users and service accounts of this workspace are deleted with it. This cannot be undone."</p>
        </ConfirmDialog>
        <Panel><SecretValue id="shown" secret taken=RwSignal::new(false) snippets=shown /></Panel>
        <SecretDialog id="minted" title="Token ci-writer" open=minted secret snippets on_done=done>
            <p>"Writes dashboards in edge-telemetry until 20 Dec 2025."</p>
        </SecretDialog>
    }
}
