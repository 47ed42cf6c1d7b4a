//! The identity provider's metadata: an address, or a document that is looked at while the form is filled in.

use super::api::check_metadata;
use super::fields::{ADDRESS, DOCUMENT, Fields};
use super::file::FileField;
use super::findings::{counted, findings};
use crate::Failure;
use crate::pages::create::form::Check;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::document::{Certificate, MetadataReport};
use model::{Code, Error};
use ui::{
    Banner, Button, Choice, KeyValue, KeyValues, RadioGroup, Section, Tone, all, announce, date, following, maybe,
};

/// The document as it was last looked at.
#[derive(Clone, Copy)]
struct Inspection {
    xml: RwSignal<String>,
    /// What was asked about last; a late answer about another text is dropped.
    asked: RwSignal<String>,
    answer: RwSignal<Option<Result<MetadataReport, Error>>>,
    busy: RwSignal<bool>,
}

impl Inspection {
    fn of(xml: RwSignal<String>) -> Self {
        let asked = RwSignal::new(String::new());
        Self { xml, asked, answer: RwSignal::new(None), busy: RwSignal::new(false) }
    }

    /// Looks at the document as it stands. Not when it was left unchanged, unless `again`.
    fn look(self, again: bool) {
        let text = self.xml.get_untracked();
        let known = self.asked.with_untracked(|asked| *asked == text);
        if text.is_empty() || model::form::too_large(text.len()).is_some() || (known && !again) {
            return;
        }
        self.asked.set(text.clone());
        self.answer.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let answer = check_metadata(text.clone()).await.map_err(|Failure(error)| error);
            if self.asked.try_with_untracked(|asked| *asked == text) != Some(true) {
                return;
            }
            announce(&said(&answer));
            self.answer.try_set(Some(answer));
            self.busy.try_set(false);
        });
    }

    /// The answer, as long as it is about the text in view.
    fn shown(self) -> Option<Result<MetadataReport, Error>> {
        let current = self.xml.with(|xml| self.asked.with(|asked| xml == asked));
        if current { self.answer.get() } else { None }
    }
}

fn said(answer: &Result<MetadataReport, Error>) -> String {
    match answer {
        Ok(report) => ["Metadata was checked. ", &counted(&report.findings), "."].concat(),
        Err(error) => sentence(error),
    }
}

fn sentence(error: &Error) -> String {
    error.fields.first().map_or_else(|| error.message.clone(), |field| field.message.clone())
}

pub fn section(check: Check, fields: Fields) -> AnyView {
    let inspection = Inspection::of(fields.metadata_xml);
    Effect::new(move |_| inspection.look(false));
    let choices = vec![
        Choice::new(ADDRESS, "Address")
            .help("AWS fetches it from there, now and when it changes. Belvedere never opens it."),
        Choice::new(DOCUMENT, "Document").help("The XML itself, pasted or from a file. Belvedere looks at it first."),
    ];
    let document = Memo::new(move |_| fields.from.with(|from| from == DOCUMENT));
    let body = following(move || if document.get() { pasted(check, inspection) } else { address(check, fields) });
    view! {
        <Section title="Identity provider's metadata">
            <div class="flex flex-col gap-4">
                <RadioGroup id="metadata_from" label="It comes from" value=fields.from choices />
                {body}
            </div>
        </Section>
    }
    .into_any()
}

fn address(check: Check, fields: Fields) -> AnyView {
    let plain = Memo::new(move |_| fields.metadata_url.with(|url| url.trim_start().starts_with("http://")));
    let warning = following(move || {
        maybe(plain.get().then(|| {
            view! {
                <Banner tone=Tone::Warn title="This address is not encrypted." live=true>
                    "Whoever is on the way can put in a certificate of their own, and sign in as anybody. Use https: if the identity provider has it."
                </Banner>
            }
        }))
    });
    let help = "At most 2048 characters. AWS has to reach it from the internet. To see what is in it, open it yourself and paste it as a document.";
    (check.optional_id("metadata_url", fields.metadata_url, help), warning).into_any()
}

fn pasted(check: Check, inspection: Inspection) -> AnyView {
    let help = "The whole file, at most 512 KiB. It is checked when you leave the field.";
    let read = Callback::new(move |text: String| {
        inspection.xml.set(text);
        check.changed("metadata_xml");
        inspection.look(true);
    });
    let obstacle = Signal::derive(move || {
        if inspection.xml.with(String::is_empty) { "There is nothing to check yet".to_owned() } else { String::new() }
    });
    let report = following(move || {
        maybe(inspection.shown().map(|answer| match answer {
            Ok(report) => said_by(report),
            Err(error) => unreadable(error),
        }))
    });
    view! {
        <div class="flex flex-col gap-4" on:focusout=move |_| inspection.look(false)>
            {check.lines("metadata_xml", inspection.xml, help, 8, true)}
            <FileField read />
        </div>
        <div>
            <Button busy=inspection.busy reason=obstacle on_click=move |_| inspection.look(true)>"Check"</Button>
        </div>
        {report}
    }
    .into_any()
}

/// The document cannot be read, or the server could not be asked.
fn unreadable(error: Error) -> AnyView {
    let title =
        if error.code == Code::Invalid { "This cannot be used as metadata." } else { "The metadata was not checked." };
    view! { <Banner tone=Tone::Bad title>{sentence(&error)}</Banner> }.into_any()
}

fn said_by(report: MetadataReport) -> AnyView {
    let MetadataReport {
        entity_id, sign_on, certificates, wants_signed_requests, valid_until, findings: found, ..
    } = report;
    let entity = entity_id.map(|id| view! { <KeyValue label="Entity ID" copy=id.clone() mono=true>{id}</KeyValue> });
    let sign_on = all(sign_on.into_iter().map(|endpoint| {
        let label = ["Sign-on URL, ", &endpoint.binding].concat();
        view! { <KeyValue label mono=true>{endpoint.url}</KeyValue> }
    }));
    let until = valid_until.map(|at| view! { <KeyValue label="Valid until">{date(at)}</KeyValue> });
    let signed = if wants_signed_requests { "demanded" } else { "not demanded" };
    view! {
        <div class="flex flex-col gap-4" data-report="">
            <h3 class="font-semibold">"What the document says"</h3>
            {findings(found)}
            <KeyValues>
                {maybe(entity)}
                {sign_on}
                {all(certificates.into_iter().map(certificate))}
                <KeyValue label="Signed requests">{signed}</KeyValue>
                {maybe(until)}
            </KeyValues>
        </div>
    }
    .into_any()
}

fn certificate(certificate: Certificate) -> AnyView {
    let Certificate { purpose, subject, fingerprint, not_before, not_after } = certificate;
    let label = ["Certificate for ", &purpose].concat();
    let valid = ["from ", &date(not_before), " to ", &date(not_after)].concat();
    view! {
        <KeyValue label>{subject}</KeyValue>
        <KeyValue label="Its validity">{valid}</KeyValue>
        <KeyValue label="Its fingerprint, SHA-256" copy=fingerprint.clone() mono=true>{fingerprint}</KeyValue>
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
pub fn rendered(report: MetadataReport) -> String {
    said_by(report).to_html()
}
