//! What an earlier authentication configuration said, for people to tell one from another.

use model::form::SignIn;

pub fn describe_authentication(form: &SignIn) -> Vec<String> {
    let list = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    let mut lines = vec![format!("Sign-in: {}", list(&form.providers))];
    if form.has_metadata() {
        let metadata = match form.metadata_url.as_str() {
            "" => format!("a document of {} characters", form.metadata_xml.chars().count()),
            url => url.to_owned(),
        };
        lines.push(format!("Metadata: {metadata}"));
        lines.push(format!("Admins: {}; editors: {}", list(&form.admin_values), list(&form.editor_values)));
    }
    lines
}
