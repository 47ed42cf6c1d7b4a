//! Every part of the kit with one text put wherever a part takes text.

use leptos::prelude::*;
use ui::*;

type Part = (&'static str, String);

/// Renders a view as the server does.
pub fn html<V: RenderHtml + 'static>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    // Erased views part their texts with an empty marker, which shows nothing.
    owner.with(|| view().to_html()).replace("<!>", "")
}

/// Name and markup of every part.
pub fn everything(text: &'static str) -> Vec<Part> {
    // Signals that are made beside a view need an arena as well.
    let owner = Owner::new();
    owner.set();
    let mut parts = states(text);
    parts.extend(actions(text));
    parts.extend(data(text));
    parts.extend(pages(text));
    parts.extend(fields(text));
    parts.extend(dialogs(text));
    parts
}

fn states(text: &'static str) -> Vec<Part> {
    let t = move || text.to_owned();
    let tally = TallyItem { tone: Tone::Bad, label: t(), count: Some(3), href: t(), current: true };
    vec![
        ("Mark", html(|| view! { <Mark tone=Tone::Busy /><Rail tone=Tone::Ok /> })),
        ("Icon", html(|| view! { <Icon name=IconName::Copy /> })),
        ("StatusMark", html(|| view! { <StatusMark tone=Tone::Warn word=t() /> })),
        ("Tally", html(|| view! { <Tally label=t() items=vec![tally] /> })),
        ("Steps", html(|| view! { <Steps label=t()><Step tone=Tone::Bad word=t() note=t()>{t()}</Step></Steps> })),
        ("Banner", html(|| view! { <Banner tone=Tone::Bad title=t() live=true on_dismiss=|()| ()>{t()}</Banner> })),
        (
            "FlashList",
            html(|| view! { <FlashList flashes=RwSignal::new(vec![Flash::new(1, Tone::Ok, t()).body(t())]) /> }),
        ),
        ("Empty", html(|| view! { <Empty what=t() why=t()>{t()}</Empty> })),
        ("Skeleton", html(|| view! { <Skeleton rows=2 label=t() /> })),
        ("Refreshing", html(|| view! { <Refreshing active=true /> })),
    ]
}

fn actions(text: &'static str) -> Vec<Part> {
    let t = move || text.to_owned();
    vec![
        (
            "Button",
            html(|| view! { <Button id="b" name=t() value=t() reason=t() busy=true opens="elsewhere">{t()}</Button> }),
        ),
        ("IconButton", html(|| view! { <IconButton icon=IconName::Refresh label=t() on_click=|_| () /> })),
        ("ButtonLink", html(|| view! { <ButtonLink href=t() external=true>{t()}</ButtonLink> })),
        (
            "CopyButton",
            html(|| view! { <CopyButton value=t() label=t() /><CopyButton value=t() label=t() wide=true /> }),
        ),
        (
            "Menu",
            html(
                || view! { <Menu label=t()><MenuLink href=t()>{t()}</MenuLink><MenuButton name=t() value=t()>{t()}</MenuButton></Menu> },
            ),
        ),
        ("Chip", html(|| view! { <Chip label=t() remove_href=t() remove_label=t() /> })),
    ]
}

fn data(text: &'static str) -> Vec<Part> {
    let t = move || text.to_owned();
    let lines = vec![
        DiffLine::add(t(), t()),
        DiffLine::remove(t(), t()),
        DiffLine::change(t(), t(), t()),
        DiffLine::same(t(), t()),
    ];
    vec![
        ("ShortId", html(|| view! { <ShortId value=t() copy_label=t() /> })),
        (
            "KeyValues",
            html(|| view! { <KeyValues><KeyValue label=t() copy=t() mono=true>{t()}</KeyValue></KeyValues> }),
        ),
        ("Diff", html(|| view! { <Diff label=t() lines /> })),
        (
            "TableBox",
            html(|| {
                view! {
                    <TableBox label=t()>
                        <thead><tr><SortHead href=t() sort=Sort::Ascending>{t()}</SortHead><Head numeric=true>{t()}</Head></tr></thead>
                        <tbody><Row tone=Tone::Ok><RowHead>{t()}</RowHead><Cell kind=CellKind::Number>{t()}</Cell></Row></tbody>
                    </TableBox>
                }
            }),
        ),
    ]
}

fn pages(text: &'static str) -> Vec<Part> {
    let t = move || text.to_owned();
    let (heading, part) = (t(), t());
    vec![
        ("PageHead", html(|| view! { <PageHead title=t() count=t() actions=move || heading.clone()>{t()}</PageHead> })),
        (
            "Section",
            html(
                || view! { <Section title=t() actions=move || part.clone()><SectionLabel>{t()}</SectionLabel><Panel>{t()}</Panel></Section> },
            ),
        ),
        ("Breadcrumbs", html(|| view! { <Breadcrumbs items=vec![Crumb::link(t(), t()), Crumb::here(t())] /> })),
        ("Tabs", html(|| view! { <Tabs label=t()><Tab href=t() current=true count=3>{t()}</Tab></Tabs> })),
        ("Pager", html(|| view! { <Pager label=t() previous=t() next="" /> })),
        ("SkipLink", html(|| view! { <SkipLink /> })),
        ("LiveRegion", html(|| view! { <LiveRegion /> })),
        ("VisuallyHidden", html(|| view! { <VisuallyHidden>{t()}</VisuallyHidden> })),
    ]
}

fn fields(text: &'static str) -> Vec<Part> {
    let t = move || text.to_owned();
    let value = || RwSignal::new(text.to_owned());
    let error = || Signal::stored(Some(text.to_owned()));
    let choices = || vec![Choice::new(text, text).help(text), Choice::new("other", text).unavailable(text)];
    vec![
        (
            "TextField",
            html(
                || view! { <TextField id="f" label=t() value=value() help=t() name=t() placeholder=t() error=error() optional=true /> },
            ),
        ),
        // Its content is set by script alone, so that here nothing of it may be seen.
        (
            "TextArea",
            html(
                || view! { <TextArea id="f" label="Label" value=value() help="Help." error=Signal::stored(Some("Wrong.".to_owned())) /> },
            ),
        ),
        (
            "TextArea texts",
            html(|| view! { <TextArea id="f" label=t() value=value() help=t() error=error() name=t() /> }),
        ),
        (
            "NumberField",
            html(
                || view! { <NumberField id="f" label=t() value=value() help=t() unit=t() error=error() min=1 max=9 /> },
            ),
        ),
        (
            "Select",
            html(|| view! { <Select id="f" label=t() value=value() choices=choices() help=t() error=error() /> }),
        ),
        (
            "RadioGroup",
            html(|| view! { <RadioGroup id="f" label=t() value=value() choices=choices() help=t() error=error() /> }),
        ),
        (
            "CheckboxGroup",
            html(
                || view! { <CheckboxGroup id="f" label=t() value=RwSignal::new(vec![t()]) choices=choices() help=t() error=error() /> },
            ),
        ),
        ("Switch", html(|| view! { <Switch id="f" label=t() value=RwSignal::new(true) help=t() /> })),
        ("Checkbox", html(|| view! { <Checkbox id="f" label=t() value=RwSignal::new(true) help=t() name=t() /> })),
        ("ErrorSummary", html(|| view! { <ErrorSummary title=t() errors=vec![(t(), t())] /> })),
        ("FormActions", html(|| view! { <FormActions>{t()}</FormActions> })),
    ]
}

fn dialogs(text: &'static str) -> Vec<Part> {
    let t = move || text.to_owned();
    let open = || RwSignal::new(true);
    let nothing = || Callback::new(|()| ());
    let (actions, body) = (t(), t());
    let secret = RwSignal::new(t());
    let snippets = vec![Snippet { label: text, before: t(), after: t(), note: text }];
    vec![
        (
            "Dialog",
            html(|| view! { <Dialog id="d" title=t() open=open() actions=move || actions.clone()>{t()}</Dialog> }),
        ),
        (
            "ConfirmDialog",
            html(|| {
                let error = Signal::stored(Some(t()));
                view! { <ConfirmDialog id="d" title=t() open=open() confirm=t() expected=t() error on_confirm=nothing()>{t()}</ConfirmDialog> }
            }),
        ),
        ("SecretValue", html(|| view! { <SecretValue id="s" secret taken=RwSignal::new(false) /> })),
        (
            "SecretDialog",
            html(
                || view! { <SecretDialog id="d" title=t() open=open() secret snippets on_done=nothing()>{body.clone()}</SecretDialog> },
            ),
        ),
    ]
}
