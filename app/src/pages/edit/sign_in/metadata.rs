//! The identity provider's metadata: an address, or a document that is looked at while the form is filled in.

use super::api::check_metadata;
use super::fields::{ADDRESS, DOCUMENT, Fields};
use super::findings::{counted, findings};
use super::parts::{self, Fact, banner, button, facts, stack};
use crate::Failure;
use crate::pages::create::form::{Check, FileField};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::document::{Certificate, MetadataReport};
use model::{Code, Error};
use ui::{Choice, RadioGroup, Tone, announce, date, following};

/// What a file of metadata is called and is.
const XML: &str = ".xml,text/xml,application/xml,application/samlmetadata+xml";

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
        // A form that is taken away loses the focus, too, when it is gone already.
        let Some(text) = self.xml.try_get_untracked() else { return };
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
    let from = view! { <RadioGroup id="metadata_from" label="It comes from" value=fields.from choices /> };
    parts::section("Identity provider's metadata", vec![from.into_any(), body])
}

fn address(check: Check, fields: Fields) -> AnyView {
    let plain = Memo::new(move |_| fields.metadata_url.with(|url| url.trim_start().starts_with("http://")));
    let warning = following(move || match plain.get() {
        true => {
            let body = "Whoever is on the way can put in a certificate of their own, and sign in as anybody. Use https: if the identity provider has it.";
            banner(Tone::Warn, "This address is not encrypted.".to_owned(), body.to_owned())
        }
        false => ().into_any(),
    });
    let help = "At most 2048 characters. AWS has to reach it from the internet. To see what is in it, open it yourself and paste it as a document.";
    stack(vec![check.optional_id("metadata_url", fields.metadata_url, help), warning])
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
    let report = following(move || match inspection.shown() {
        None => ().into_any(),
        Some(Ok(report)) => said_by(report),
        Some(Err(error)) => unreadable(&error),
    });
    let field = view! {
        <div class="flex flex-col gap-4" on:focusout=move |_| inspection.look(false)>
            {check.lines("metadata_xml", inspection.xml, help, 8, true)}
            <FileField id="metadata_file" accept=XML refuse=model::form::too_large read />
        </div>
    };
    let press = Callback::new(move |()| inspection.look(true));
    stack(vec![field.into_any(), button("Check", None, inspection.busy, obstacle, press), report])
}

/// The document cannot be read, or the server could not be asked.
fn unreadable(error: &Error) -> AnyView {
    let title =
        if error.code == Code::Invalid { "This cannot be used as metadata." } else { "The metadata was not checked." };
    banner(Tone::Bad, title.to_owned(), sentence(error))
}

fn said_by(report: MetadataReport) -> AnyView {
    let MetadataReport {
        entity_id, sign_on, certificates, wants_signed_requests, valid_until, findings: found, ..
    } = report;
    let mut told: Vec<Fact> = entity_id.map(|id| Fact::new("Entity ID", id).mono().copied()).into_iter().collect();
    told.extend(sign_on.into_iter().map(|endpoint| {
        let label = ["Sign-on URL, ", &endpoint.binding].concat();
        Fact::new(label, endpoint.url).mono()
    }));
    told.extend(certificates.into_iter().flat_map(certificate));
    told.push(Fact::new("Signed requests", if wants_signed_requests { "demanded" } else { "not demanded" }));
    told.extend(valid_until.map(|at| Fact::new("Valid until", date(at))));
    view! {
        <div class="flex flex-col gap-4" data-report="">
            <h3 class="font-semibold">"What the document says"</h3>
            {findings(found)}
            {facts(told)}
        </div>
    }
    .into_any()
}

fn certificate(certificate: Certificate) -> [Fact; 3] {
    let Certificate { purpose, subject, fingerprint, not_before, not_after } = certificate;
    let valid = ["from ", &date(not_before), " to ", &date(not_after)].concat();
    [
        Fact::new(["Certificate for ", &purpose].concat(), subject),
        Fact::new("Its validity", valid),
        Fact::new("Its fingerprint, SHA-256", fingerprint).mono().copied(),
    ]
}

#[cfg(all(test, feature = "ssr"))]
pub fn rendered(report: MetadataReport) -> String {
    said_by(report).to_html()
}
