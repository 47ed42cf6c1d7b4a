//! What a Grafana token is pasted into, without the token.

use ui::Snippet;

/// Stands where the address of the workspace is not known.
const PLACEHOLDER: &str = "GRAFANA-ENDPOINT";
const HISTORY: &str = "A shell may keep what is typed into it in its history.";
const TERRAFORM: &str = "The grafana provider reads both, so the token is neither in a file under version control nor in \
     the state.";
const PROVISIONED: &str = "Lets another Grafana query a Prometheus data source of this workspace. Put in that data source's \
     UID, and keep the file out of version control.";

/// Where a workspace answers, from the path of its page.
pub fn endpoint(path: &str) -> Option<String> {
    let mut parts = path.strip_prefix("/grafana/")?.split('/').skip(1);
    let (region, id) = (parts.next()?, parts.next()?);
    Some([id, ".grafana-workspace.", region, ".amazonaws.com"].concat())
}

pub fn of(endpoint: Option<&str>) -> Vec<Snippet> {
    let url = ["https://", endpoint.unwrap_or(PLACEHOLDER)].concat();
    let header = ["\" ", &url, "/api/org"].concat();
    let terraform = ["export GRAFANA_URL='", &url, "'\nexport GRAFANA_AUTH='"].concat();
    vec![
        snippet("Request with curl", "curl -H \"Authorization: Bearer ", header, HISTORY),
        snippet("Environment variable", "export GRAFANA_TOKEN='", quote(), HISTORY),
        snippet("Terraform provider", terraform, quote(), TERRAFORM),
        snippet("Grafana data source", provisioning(&url), quote(), PROVISIONED),
    ]
}

fn snippet(label: &'static str, before: impl Into<String>, after: String, note: &'static str) -> Snippet {
    Snippet { label, before: before.into(), after, note }
}

fn quote() -> String {
    "'".to_owned()
}

fn provisioning(url: &str) -> String {
    let head = "apiVersion: 1\ndatasources:\n  - name: Prometheus through Grafana\n    type: prometheus\n    \
         access: proxy\n    url: ";
    let header = "/api/datasources/proxy/uid/DATA-SOURCE-UID\n    jsonData:\n      httpHeaderName1: Authorization\n    \
         secureJsonData:\n      httpHeaderValue1: 'Bearer ";
    [head, url, header].concat()
}

#[cfg(test)]
mod tests {
    use super::{endpoint, of};

    fn filled(endpoint: Option<&str>) -> Vec<String> {
        of(endpoint).into_iter().map(|one| [one.before.as_str(), "T", one.after.as_str()].concat()).collect()
    }

    #[test]
    fn a_workspace_answers_at_its_id_in_its_region() {
        let found = endpoint("/grafana/441122338890/eu-west-1/g-0a1b2c3d4e");
        assert_eq!(found.as_deref(), Some("g-0a1b2c3d4e.grafana-workspace.eu-west-1.amazonaws.com"));
        assert_eq!(endpoint("/grafana/441122338890/eu-west-1"), None);
        assert_eq!(endpoint("/prometheus/441122338890/eu-west-1/ws-1"), None);
    }

    #[test]
    fn each_snippet_is_whole_once_the_token_is_in_it() {
        let expected = [
            "curl -H \"Authorization: Bearer T\" https://g.example/api/org",
            "export GRAFANA_TOKEN='T'",
            "export GRAFANA_URL='https://g.example'\nexport GRAFANA_AUTH='T'",
            "apiVersion: 1\ndatasources:\n  - name: Prometheus through Grafana\n    type: prometheus\n    access: proxy\n    \
             url: https://g.example/api/datasources/proxy/uid/DATA-SOURCE-UID\n    jsonData:\n      \
             httpHeaderName1: Authorization\n    secureJsonData:\n      httpHeaderValue1: 'Bearer T'",
        ];
        assert_eq!(filled(Some("g.example")), expected);
    }

    #[test]
    fn without_an_endpoint_its_place_is_marked() {
        assert!(filled(None)[0].ends_with("https://GRAFANA-ENDPOINT/api/org"));
    }
}
