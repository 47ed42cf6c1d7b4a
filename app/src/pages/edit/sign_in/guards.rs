//! Who can still get in: said while the ways in are being chosen, before anything is planned.

use super::parts::banner;
use leptos::prelude::*;
use model::form::SignIn;
use ui::{Tone, all, following};

/// (how grave, what it comes to, why or what to do)
type Guard = (Tone, &'static str, &'static str);

const SSO: &str = "AWS_SSO";

/// What a person should know before they go on, the gravest first.
fn guards(base: &SignIn, now: &SignIn) -> Vec<Guard> {
    let sso = |form: &SignIn| form.providers.iter().any(|provider| provider == SSO);
    let mut found = Vec::new();
    match (sso(now), now.has_saml()) {
        (false, false) => found.push((
            Tone::Bad,
            "Nobody can sign in.",
            "No way to sign in is ticked, and Belvedere does not plan that. Tick at least one.",
        )),
        (false, true) if !now.has_metadata() => found.push((
            Tone::Bad,
            "Nobody can sign in.",
            "SAML is the only way in and has no metadata. Give an address or a document below.",
        )),
        (false, true) if sso(base) => found.push((
            Tone::Warn,
            "SAML becomes the last way in.",
            "If it does not work, nobody gets in. Try an assertion below before you go on.",
        )),
        (true, false) if base.has_saml() => found.push((
            Tone::Warn,
            "IAM Identity Center becomes the last way in.",
            "Only its people and groups with a role in this workspace get in.",
        )),
        (true, true) if !now.has_metadata() => found.push((
            Tone::Warn,
            "Nobody can sign in by SAML yet.",
            "It is on and has no metadata. Give an address or a document below.",
        )),
        _ => {}
    }
    if base.has_saml() && base.has_metadata() && !(now.has_saml() && now.has_metadata()) {
        found.push((
            Tone::Warn,
            "The SAML configuration is taken away.",
            "Belvedere keeps it under \"Earlier configurations\", from where it can be brought back.",
        ));
    }
    found
}

/// The guards as they follow the form.
pub fn shown(base: SignIn, now: Memo<SignIn>) -> AnyView {
    // By their titles: they change more rarely than what is typed, and are read out each time they appear.
    let found = Memo::new(move |_| now.with(|now| guards(&base, now)));
    following(move || {
        all(found.get().into_iter().map(|(tone, title, body)| banner(tone, title.to_owned(), body.to_owned())))
    })
}

/// What it means that no value makes an admin.
pub fn without_admins(now: Memo<SignIn>) -> AnyView {
    let state = Memo::new(move |_| {
        now.with(|now| {
            (now.no_admins && now.admin_values.is_empty()).then(|| now.providers.iter().all(|one| one != SSO))
        })
    });
    following(move || {
        all(state.get().map(|alone| {
            let body = if alone {
                "There is no other way in: nobody can administer this Grafana until that is changed here."
            } else {
                "Whoever signs in by SAML is an editor or a viewer. Admins come through IAM Identity Center alone."
            };
            banner(Tone::Warn, "Nobody becomes an admin by SAML.".to_owned(), body.to_owned())
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::guards;
    use model::form::SignIn;

    fn form(providers: &[&str], metadata_url: &str) -> SignIn {
        let providers = providers.iter().map(|&provider| provider.to_owned()).collect();
        SignIn { providers, metadata_url: metadata_url.to_owned(), ..SignIn::default() }
    }

    fn titles(base: &SignIn, now: &SignIn) -> Vec<&'static str> {
        guards(base, now).into_iter().map(|(_, title, _)| title).collect()
    }

    const ADDRESS: &str = "https://idp.example.com/m";

    #[test]
    fn a_form_that_takes_no_way_in_away_is_not_warned_of() {
        let both = form(&["AWS_SSO", "SAML"], ADDRESS);
        assert!(titles(&both, &both).is_empty());
        assert!(titles(&form(&["AWS_SSO"], ""), &both).is_empty());
    }

    #[test]
    fn nobody_can_sign_in_without_a_way_or_by_saml_alone_without_metadata() {
        let base = form(&["AWS_SSO"], "");
        assert_eq!(titles(&base, &form(&[], "")), ["Nobody can sign in."]);
        assert_eq!(titles(&base, &form(&["SAML"], "")), ["Nobody can sign in."]);
    }

    #[test]
    fn the_last_way_in_is_named() {
        let both = form(&["AWS_SSO", "SAML"], ADDRESS);
        assert_eq!(titles(&both, &form(&["SAML"], ADDRESS)), ["SAML becomes the last way in."]);
        let gone = titles(&both, &form(&["AWS_SSO"], ADDRESS));
        assert_eq!(gone, ["IAM Identity Center becomes the last way in.", "The SAML configuration is taken away."]);
    }
}
