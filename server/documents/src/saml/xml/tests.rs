use super::*;

fn said(document: &str) -> String {
    parse(document).map(|_| ()).expect_err("a trouble").sentence
}

fn root(document: &str) -> Element {
    parse(document).expect("a document").root
}

#[test]
fn prefixes_do_not_matter_and_namespaces_do() {
    for document in [
        r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>"#,
        r#"<x:EntityDescriptor xmlns:x="urn:oasis:names:tc:SAML:2.0:metadata"/>"#,
        r#"<é:EntityDescriptor xmlns:é='urn:oasis:names:tc:SAML:2.0:metadata'></é:EntityDescriptor>"#,
    ] {
        assert!(root(document).is(Namespace::Metadata, "EntityDescriptor"), "{document}");
    }
    assert!(root("<EntityDescriptor/>").is(Namespace::None, "EntityDescriptor"));
    assert!(root(r#"<md:EntityDescriptor xmlns:md="urn:other"/>"#).is(Namespace::Other, "EntityDescriptor"));
}

#[test]
fn a_prefix_can_be_bound_anew_inside() {
    let root = root(r#"<p:a xmlns:p="urn:other"><p:b xmlns:p="urn:oasis:names:tc:SAML:2.0:metadata"/><p:c/></p:a>"#);
    let inside: Vec<_> = root.children.iter().map(|child| child.namespace).collect();
    assert_eq!(inside, [Namespace::Metadata, Namespace::Other]);
}

#[test]
fn an_undeclared_prefix_is_refused() {
    assert_eq!(said("<md:a/>"), "Line 1, column 1: the prefix \"md\" is not declared.");
    assert!(said("<a x:b='1'/>").contains("the prefix \"x\" is not declared"));
}

#[test]
fn attributes_with_a_prefix_are_not_taken_for_those_without() {
    let root = root(r#"<a xmlns:o="urn:other" o:entityID="theirs" entityID="ours"/>"#);
    assert_eq!(root.attribute("entityID"), Some("ours"));
}

#[test]
fn the_five_entities_and_numbers_are_resolved() {
    let root = root("<a b='&lt;&quot;&#65;&#x2713;'>&amp;&apos;&gt;<![CDATA[&x;<]]>&#233;</a>");
    assert_eq!(root.attribute("b"), Some("<\"A✓"));
    assert_eq!(root.whole_text(), "&'>&x;<é");
}

#[test]
fn comments_do_not_cut_text() {
    assert_eq!(root("<a>ad<!-- x -->min<b> one</b></a>").whole_text(), "admin one");
}

#[test]
fn other_entities_are_refused_in_text_and_attributes() {
    assert!(said("<a>\n&nbsp;</a>").starts_with("Line 2, column 1: the entity &nbsp; is not read."));
    assert!(said("<a b='&nbsp;'/>").contains("not well-formed"));
    assert!(said("<a>&#0;</a>").contains("not well-formed"));
    assert!(said("<a>&#xD800;</a>").contains("not well-formed"));
}

#[test]
fn a_doctype_is_refused_with_whatever_is_in_it() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><lolz>&lol2;</lolz>";
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    for bomb in [laughs, outside, "<!doctype a><a/>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1/'><a/>"] {
        assert!(said(bomb).contains("a DOCTYPE is not read"), "{}", said(bomb));
    }
}

#[test]
fn depth_is_bounded_at_its_limit() {
    let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert!(said(&nested(MAX_DEPTH + 1)).contains("deeper than 32 levels"));
    assert!(said(&"<a>".repeat(MAX_BYTES / 3)).contains("deeper than 32 levels"));
}

#[test]
fn elements_are_bounded_at_their_limit() {
    let wide = |n: usize| format!("<a>{}</a>", "<b/>".repeat(n - 1));
    assert!(parse(&wide(MAX_ELEMENTS)).is_ok());
    assert!(said(&wide(MAX_ELEMENTS + 1)).contains("more than 10000 elements"));
}

#[test]
fn attributes_are_bounded_in_number_and_length() {
    let many = |n: usize| format!("<a {}/>", (0..n).map(|i| format!("b{i}='' ")).collect::<String>());
    assert!(parse(&many(MAX_ATTRIBUTES)).is_ok());
    assert!(said(&many(MAX_ATTRIBUTES + 1)).contains("more than 64 attributes"));
    let long = |n: usize| format!("<a b='{}'/>", "x".repeat(n));
    assert!(parse(&long(MAX_ATTRIBUTE_BYTES)).is_ok());
    assert!(said(&long(MAX_ATTRIBUTE_BYTES + 1)).contains("longer than 8192 bytes"));
    assert!(said(&format!("<{}/>", "x".repeat(MAX_ATTRIBUTE_BYTES + 1))).contains("is not a name"));
}

#[test]
fn namespaces_are_bounded() {
    let many: String = (0..40_000).map(|i| format!("xmlns:n{i}='u' ")).collect();
    assert!(said(&format!("<a {}/>", &many[..500_000].trim_end_matches(|c| c != ' '))).contains("namespaces"));
}

#[test]
fn bytes_are_bounded_at_their_limit() {
    let long = |n: usize| format!("<a>{}</a>", "x".repeat(n - 7));
    assert!(parse(&long(MAX_BYTES)).is_ok());
    assert!(said(&long(MAX_BYTES + 1)).contains("at most 512 KiB"));
    assert!(said(&long(10_000_000)).contains("at most 512 KiB"));
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_place() {
    assert!(
        said("<a>\n<b></a>").starts_with("Line 2, column 4: this is not well-formed XML"),
        "{}",
        said("<a>\n<b></a>")
    );
    for bad in [
        "<a",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "</a>",
        "<a><!-- -- --></a>",
        "<a>&amp</a>",
        "<a b='<'/>",
        "<1/>",
        "<a\u{1}/>",
        "<!-- x",
    ] {
        assert!(parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_text_that_is_cut_off_names_what_is_missing() {
    assert_eq!(said("<a><bc>"), "Line 1, column 8: the text ends before </bc>. Is it cut off?");
}

#[test]
fn one_document_and_nothing_beside_it_is_read() {
    assert!(said("<a/><b/>").contains("a second document begins here"));
    assert!(said("x<a/>").contains("text outside of the document"));
    assert!(said("<a/>x").contains("text outside of the document"));
    assert!(said("<a/><?xml version='1.0'?>").contains("very beginning"));
    assert!(said("").contains("no element"));
    assert!(parse("\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n<!-- x --><?pi?><a/>\n").is_ok());
}

#[test]
fn forbidden_characters_are_noticed() {
    assert_eq!(parse("<a>x\u{1}</a>").expect("a document").forbidden, Some('\u{1}'));
    assert_eq!(parse("<a b='&#11;'/>").expect("a document").forbidden, Some('\u{B}'));
    assert_eq!(parse("<a>\t\r\n</a>").expect("a document").forbidden, None);
}
