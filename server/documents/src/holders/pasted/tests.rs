use super::super::limits::{MAX_CELL, MAX_COLUMNS};
use super::*;
use GrafanaRole::{Admin, Editor, Viewer};
use model::access::{GrafanaRole, HolderKind};

const ID: &str = "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab";

fn pasted(text: &str) -> Pasted {
    read(text).expect("a list")
}

/// Line and holder of each row of a text without problems.
fn who(text: &str) -> Vec<(usize, String)> {
    let pasted = pasted(text);
    assert_eq!(pasted.problems, [], "{text:?}");
    pasted.rows.into_iter().map(|row| (row.line, row.who)).collect()
}

/// The rows' roles, of a text without problems.
fn roles(text: &str) -> Vec<Option<Option<GrafanaRole>>> {
    let pasted = pasted(text);
    assert_eq!(pasted.problems, [], "{text:?}");
    pasted.rows.into_iter().map(|row| row.role).collect()
}

fn sentences(text: &str) -> Vec<String> {
    pasted(text).problems.into_iter().map(|problem| problem.sentence).collect()
}

fn trouble(text: &str) -> String {
    read(text).expect_err("a trouble").sentence
}

fn at(rows: &[(usize, &str)]) -> Vec<(usize, String)> {
    rows.iter().map(|(line, who)| (*line, (*who).to_owned())).collect()
}

mod lists {
    use super::*;

    #[test]
    fn each_line_is_one_holder_with_the_number_an_editor_shows() {
        let text = format!("\u{FEFF}ada@example.com\r\n\r\n  Platform team \t\rjdoe\n\n{ID}\n");
        assert_eq!(who(&text), at(&[(1, "ada@example.com"), (3, "Platform team"), (4, "jdoe"), (6, ID)]));
        assert!(
            pasted(&text).rows.iter().all(|row| row.role.is_none() && row.kind.is_none() && row.workspace.is_none())
        );
    }

    #[test]
    fn commas_in_a_name_survive() {
        assert_eq!(who("Doe, Jane\nUser, Test"), at(&[(1, "Doe, Jane"), (2, "User, Test")]));
        assert_eq!(who("User, Test\nDoe, Jane"), at(&[(1, "User, Test"), (2, "Doe, Jane")]));
    }

    #[test]
    fn a_prefix_says_the_kind_in_any_case() {
        let kinds: Vec<_> =
            pasted("user:ada\nGroup: Ops: all\nother:x").rows.into_iter().map(|row| (row.kind, row.who)).collect();
        assert_eq!(
            kinds,
            [
                (Some(HolderKind::User), "ada".to_owned()),
                (Some(HolderKind::Group), "Ops: all".to_owned()),
                (None, "other:x".to_owned())
            ]
        );
        assert_eq!(sentences("user: "), ["Line 1: there is nobody behind \"user:\". Enter who it is."]);
    }

    #[test]
    fn quotation_marks_around_a_whole_line_and_commas_behind_it_go() {
        let text = "\"Doe, \"\"JJ\"\" Jane\",\n\"ada@example.com\";\n\"A\" and \"B\"\nThe \"one\"";
        let expected = [(1, "Doe, \"JJ\" Jane"), (2, "ada@example.com"), (3, "\"A\" and \"B\""), (4, "The \"one\"")];
        assert_eq!(who(text), at(&expected));
    }

    #[test]
    fn several_holders_or_columns_in_a_line_are_no_name() {
        let text = format!("a@x.org; b@x.org\n{ID},ADMIN\nuser: ada@x.org,ADMIN\nAda <a@x.org>; Bob <b@x.org>");
        let told = sentences(&text);
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(
            told[0],
            "Line 1: there is more behind \"a@x.org\". Put each holder on a line of its own; for several columns put a header first, such as who,role."
        );
        assert!(sentences("Ada\tADMIN")[0].starts_with("Line 1: there is a tab in it."));
    }

    #[test]
    fn a_line_of_marks_alone_names_nobody() {
        assert_eq!(sentences("\"\"\n,").len(), 2);
    }
}

mod tables {
    use super::*;

    #[test]
    fn columns_are_found_in_any_order_and_case() {
        let text = "Role, WORKSPACE ,Type,User\nadmin,g-0123456789,SSO_GROUP,Ops\n,Team metrics,user,ada\n";
        let rows = pasted(text).rows;
        assert_eq!(
            (rows[0].who.as_str(), rows[0].kind, rows[0].role),
            ("Ops", Some(HolderKind::Group), Some(Some(Admin)))
        );
        assert_eq!(rows[0].workspace.as_deref(), Some("g-0123456789"));
        assert_eq!((rows[1].line, rows[1].kind, rows[1].role), (3, Some(HolderKind::User), Some(None)));
        assert_eq!(rows[1].workspace.as_deref(), Some("Team metrics"));
    }

    #[test]
    fn semicolons_and_tabs_separate_too() {
        assert_eq!(roles("who;role\nDoe, Jane;EDITOR"), [Some(Some(Editor))]);
        assert_eq!(who("who;role\nDoe, Jane;EDITOR"), at(&[(2, "Doe, Jane")]));
        assert_eq!(roles("e-mail\trole\r\na@x.org\tviewer\r\n"), [Some(Some(Viewer))]);
    }

    #[test]
    fn a_role_is_taken_by_an_empty_cell_and_by_the_words_for_it() {
        let taken = roles("who,role\na,\nb,-\nc,none\nd,Revoke\ne,\"\"");
        assert_eq!(taken, [Some(None); 5]);
        assert_eq!(roles("who,workspace\na,x"), [None]);
    }

    #[test]
    fn a_role_that_was_cut_off_is_not_taken() {
        assert_eq!(
            sentences("who,role\na"),
            ["Line 2: the role is missing. Write ADMIN, EDITOR or VIEWER, or - to take it."]
        );
    }

    #[test]
    fn words_that_are_no_role_or_kind_are_told_by_line() {
        let told = sentences("who,role,type\n\n\nx,owner,\ny,ADMIN,robot\nuser:z,ADMIN,group");
        assert_eq!(
            told,
            [
                "Line 4: \"owner\" is no Grafana role; use ADMIN, EDITOR or VIEWER.",
                "Line 5: \"robot\" is no kind of holder; use user or group.",
                "Line 6: it says user: before the name and group in its column. Use one of them."
            ]
        );
    }

    #[test]
    fn quotes_blank_lines_and_trailing_separators_are_read_as_spreadsheets_write_them() {
        let text =
            "\"who\",\"role\"\r\n\r\n\"Doe, \"\"JJ\"\" Jane\" , \"admin\" \r\n,,\r\nÀlex Ñandú 日本,viewer,,\r\n";
        assert_eq!(who(text), at(&[(3, "Doe, \"JJ\" Jane"), (5, "Àlex Ñandú 日本")]));
    }

    #[test]
    fn a_name_with_a_comma_without_quotes_is_told_how_to_write_it() {
        assert_eq!(
            sentences("who,role\nDoe, Jane,ADMIN"),
            ["Line 2: there are 3 cells, and the header has 2. Put a name with a comma in it into quotation marks."]
        );
    }

    #[test]
    fn one_column_under_a_header_keeps_its_commas() {
        assert_eq!(who("\nName\nDoe, Jane\n"), at(&[(3, "Doe, Jane")]));
    }

    #[test]
    fn of_several_columns_the_surest_says_who_it_is_and_it_is_told() {
        let text = format!("name,id,e-mail,team\nAda,17,a@x.org,ops\nBob,{ID},b@x.org,\nCy,,,\nDi,18,,");
        assert_eq!(who(&text), at(&[(2, "a@x.org"), (3, ID), (4, "Cy"), (5, "Di")]));
        assert_eq!(
            pasted(&text).notes,
            [
                "Line 1 is the header. Holders are read from the column \"id\".",
                "Where it names nobody, they are read from \"e-mail\", \"name\".",
                "Not used: \"team\"."
            ]
        );
    }

    #[test]
    fn a_mark_of_byte_order_inside_moves_no_line() {
        assert_eq!(who("who,role\n\u{FEFF}\n\u{FEFF}a,ADMIN"), at(&[(3, "a")]));
    }

    #[test]
    fn a_row_of_nobody_is_a_problem() {
        assert_eq!(sentences("who,role\n,ADMIN"), ["Line 2: there is nobody in this line. Enter who it is."]);
    }

    #[test]
    fn a_quotation_mark_that_stays_open_swallows_no_line_in_silence() {
        let text = "who,role,note\na,ADMIN,\"see\nb,ADMIN,\"mine\"\nc,ADMIN,x\nd,\"EDITOR";
        let pasted = pasted(text);
        assert_eq!(pasted.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4]);
        assert_eq!(
            pasted.problems[0].sentence,
            "Line 2: a quotation mark opens a cell that goes on to line 3. Close it in the line it is opened in, or write it twice where it is part of a name. None of these lines was read."
        );
        assert!(pasted.problems[1].sentence.starts_with("Line 5: a quotation mark is not closed."));
    }

    #[test]
    fn headers_that_cannot_be_understood_are_refused() {
        assert!(trouble("role,workspace\nADMIN,x").contains("no column that says who it is"));
        assert!(trouble("who,Role,role\na,b,c").contains("\"Role\" and \"role\" of the header say the same"));
    }

    #[test]
    fn columns_are_bounded_at_their_limit() {
        let header = |columns: usize| format!("who,role{}\na,ADMIN", ",x".repeat(columns - 2));
        assert_eq!(who(&header(MAX_COLUMNS)), at(&[(2, "a")]));
        assert!(trouble(&header(MAX_COLUMNS + 1)).contains("more than 100 columns"));
    }
}

mod characters {
    use super::*;

    #[test]
    fn what_does_not_show_is_written_out_and_refused() {
        assert_eq!(
            sentences("a\u{0}b\nx\u{202E}y\nq\u{200B}r"),
            [
                "Line 1: \"a\\u{0000}b\" has the invisible character U+0000 in it. Remove it.",
                "Line 2: \"x\\u{202E}y\" has the invisible character U+202E in it. Remove it.",
                "Line 3: \"q\\u{200B}r\" has the invisible character U+200B in it. Remove it."
            ]
        );
        assert_eq!(sentences("who,role,note\na,ADMIN,x\u{7}y").len(), 1);
        assert!(sentences("who,role\na,A\u{2066}x")[0].contains("U+2066"));
    }

    #[test]
    fn what_pages_leave_around_a_name_goes_and_what_joins_letters_stays() {
        assert_eq!(who("\u{200E}\u{A0}ada@x.org\u{200B}\u{A0}"), at(&[(1, "ada@x.org")]));
        assert_eq!(who("می\u{200C}خواهم"), at(&[(1, "می\u{200C}خواهم")]));
    }
}

mod limits {
    use super::*;

    #[test]
    fn bytes_are_bounded_at_their_limit() {
        let text = |bytes: usize| "é".repeat(3) + &"\n".repeat(bytes - 6);
        assert_eq!(who(&text(MAX_BYTES)).len(), 1);
        assert!(trouble(&text(MAX_BYTES + 1)).contains("at most 1048576 bytes"));
    }

    #[test]
    fn rows_are_bounded_at_their_limit_whether_they_can_be_taken_or_not() {
        let list = |rows: usize| (0..rows).map(|n| format!("p{n}\n\n")).collect::<String>();
        assert_eq!(pasted(&list(MAX_ROWS)).rows.len(), MAX_ROWS);
        assert_eq!(pasted(&format!("who,role\n{}", list(MAX_ROWS))).problems.len(), MAX_ROWS);
        for text in [list(MAX_ROWS + 1), format!("who,role\n{}", list(MAX_ROWS + 1))] {
            assert!(trouble(&text).contains("at most 10000 lines"));
        }
    }

    #[test]
    fn cells_are_bounded_in_characters_at_their_limit() {
        let name = |characters: usize| "é".repeat(characters);
        assert_eq!(who(&name(MAX_CELL)).len(), 1);
        assert!(sentences(&name(MAX_CELL + 1))[0].ends_with("has 321 characters; at most 320 are read."));
        assert!(sentences(&format!("who,role\n{},ADMIN", name(MAX_CELL + 1)))[0].contains("321"));
        assert_eq!(who(&format!("who,role,note\na,ADMIN,{}", name(5000))).len(), 1);
    }

    #[test]
    fn nothing_at_all_is_told_what_to_paste() {
        for nothing in ["", " \r\n\t", "\u{FEFF}", "\u{200B}\n"] {
            assert!(trouble(nothing).starts_with("There is no text."), "{nothing:?}");
        }
    }
}
