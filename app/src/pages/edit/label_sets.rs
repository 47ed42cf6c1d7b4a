//! Limits per label set as they are edited: the whole list, since AWS replaces all of it.

use crate::pages::create::form::{Check, focus_soon};
use leptos::prelude::*;
use model::form::{LabelSetLimit, Tag};
use ui::{Button, IconButton, IconName, Mark, NumberField, TextArea, Tone, following, maybe};

/// Lines of the text area: the labels most sets have.
const ROWS: u32 = 2;

#[derive(Clone, Copy)]
struct Line {
    /// Tells the sets apart while they come and go.
    number: u32,
    /// One label a line, as `name=value`.
    labels: RwSignal<String>,
    most: RwSignal<String>,
    /// As AWS has them: what is not touched is not rewritten.
    before: StoredValue<Vec<Tag>>,
}

impl Line {
    fn of(number: u32, limit: &LabelSetLimit) -> Self {
        let (labels, most) = (RwSignal::new(written(&limit.labels)), RwSignal::new(limit.max_series.clone()));
        Self { number, labels, most, before: StoredValue::new(limit.labels.clone()) }
    }

    fn read(self) -> LabelSetLimit {
        let labels = self.labels.with(|text| {
            self.before.with_value(|before| if *text == written(before) { before.clone() } else { read(text) })
        });
        LabelSetLimit { labels, max_series: self.most.with(|text| text.trim().to_owned()) }
    }
}

/// The sets of one form.
#[derive(Clone, Copy)]
pub struct LabelSets(RwSignal<Vec<Line>>);

impl LabelSets {
    pub fn of(limits: &[LabelSetLimit]) -> Self {
        Self(RwSignal::new((0..).zip(limits).map(|(number, limit)| Line::of(number, limit)).collect()))
    }

    /// As they stand. An empty one is a set as well: that of all other series.
    pub fn read(self) -> Vec<LabelSetLimit> {
        self.0.with(|lines| lines.iter().map(|line| line.read()).collect())
    }

    fn add(self) -> u32 {
        let number = self.0.with_untracked(|lines| lines.iter().map(|line| line.number + 1).max().unwrap_or(0));
        self.0.update(|lines| lines.push(Line::of(number, &LabelSetLimit::default())));
        number
    }

    fn remove(self, number: u32) {
        self.0.update(|lines| lines.retain(|line| line.number != number));
    }
}

fn written(labels: &[Tag]) -> String {
    labels.iter().map(|(name, value)| [name, "=", value].concat()).collect::<Vec<_>>().join("\n")
}

/// What has no `=` is a name without a value, which the form tells.
fn read(text: &str) -> Vec<Tag> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let label = |line: &str| {
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        (name.trim().to_owned(), value.trim().to_owned())
    };
    lines.map(label).collect()
}

/// The list with its error and the button that adds a set.
pub fn editor(check: Check, sets: LabelSets) -> AnyView {
    let error = check.error("limits");
    // Sets are made long after the form; their signals have to end with it.
    let owner = Owner::current().unwrap_or_default();
    let add = move |_| {
        let number = owner.with(|| sets.add());
        check.changed("limits");
        focus_soon(labels_id(number));
    };
    view! {
        <fieldset id="limits" class="flex flex-col gap-3" aria-describedby="limits-help limits-error">
            <legend class="sr">{check.label("limits")}</legend>
            <p class="help" id="limits-help">
                "AWS replaces the whole list with the label sets below: a set that you remove has no limit afterwards. "
                "A set without labels limits all series that match no other set. With the maximum 0, AWS measures the series and does not limit them."
            </p>
            <For each=move || sets.0.get() key=|line| line.number let:line>
                {one(check, line, sets)}
            </For>
            <div id="limits-error">
                {following(move || maybe(error.get().map(|error| view! { <p class="error"><Mark tone=Tone::Bad />{error}</p> })))}
            </div>
            <div><Button id="limits-add" icon=IconName::Plus on_click=add>"Add label set"</Button></div>
        </fieldset>
    }
    .into_any()
}

fn one(check: Check, line: Line, sets: LabelSets) -> AnyView {
    let Line { number, labels, most, .. } = line;
    let at = (number + 1).to_string();
    let remove = move |_| {
        sets.remove(number);
        check.changed("limits");
        focus_soon("limits-add".to_owned());
    };
    let label = |of: &str| [of, &at].concat();
    view! {
        <div class="flex items-end gap-2" role="group" aria-label=label("Label set ")>
            <div class="grow">
                <TextArea
                    id=labels_id(number)
                    name="limits"
                    label=label("Labels of label set ")
                    value=labels
                    help="One label per line. Example: team=payments"
                    optional=true
                    mono=true
                    rows=ROWS
                />
            </div>
            <div class="grow">
                <NumberField
                    id=["limits-most-", &number.to_string()].concat()
                    name="limits"
                    label=label("Maximum of label set ")
                    value=most
                    min=0
                    unit="active series"
                />
            </div>
            <IconButton icon=IconName::Trash label=label("Remove label set ") on_click=remove />
        </div>
    }
    .into_any()
}

fn labels_id(number: u32) -> String {
    ["limits-labels-", &number.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(pairs: &[(&str, &str)]) -> Vec<Tag> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn labels_are_read_one_a_line_and_a_value_may_hold_anything_else() {
        assert_eq!(read(" team = a=b, c \n\nenv=prod\n"), labels(&[("team", "a=b, c"), ("env", "prod")]));
        assert_eq!(read("team"), labels(&[("team", "")]));
        assert!(read(" \n").is_empty());
    }

    #[test]
    fn what_was_not_touched_stays_as_aws_has_it() {
        let owner = Owner::new();
        owner.set();
        let odd = LabelSetLimit { labels: labels(&[("team", " a ")]), max_series: "1".to_owned() };
        let sets = LabelSets::of(std::slice::from_ref(&odd));
        assert_eq!(sets.read(), [odd]);
        sets.0.with_untracked(|lines| lines[0].labels.set("team= b ".to_owned()));
        assert_eq!(sets.read()[0].labels, labels(&[("team", "b")]));
    }

    #[test]
    fn a_set_is_added_empty_and_removed_by_its_number() {
        let owner = Owner::new();
        owner.set();
        let set = |team: &str| LabelSetLimit { labels: labels(&[("team", team)]), max_series: "1".to_owned() };
        let sets = LabelSets::of(&[set("a"), set("b")]);
        assert_eq!(sets.add(), 2);
        sets.remove(0);
        assert_eq!(sets.read(), [set("b"), LabelSetLimit::default()]);
        assert_eq!(sets.add(), 3, "no number is used twice while a later one is there");
    }
}
