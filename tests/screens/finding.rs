//! Finding: as one types, by author, by category.

use crate::{crowd, talk};

#[test]
fn the_reader_is_taken_to_the_first_match_while_typing() {
    let mut stage = talk();
    stage.press("/ c h");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
        > │ │   ◆ tide  A chart
          │   ◆ gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    assert_eq!(stage.marked(), ["ch", "ch", "Ch", "Ch"]);
    stage.status_is("/ch  1 of 2 posts · n N next · Esc ends");
    stage.press("i");
    stage.selected_is(4);
    stage.press("Backspace");
    stage.selected_is(3);
}

#[test]
fn enter_keeps_what_was_found_and_n_goes_on_and_round() {
    let mut stage = talk();
    stage.press("/ l a m p Enter");
    stage.selected_is(1);
    stage.status_is("/lamp  1 of 2 posts · n N next · Esc ends");
    stage.press("n");
    stage.selected_is(2);
    stage.press("n");
    stage.selected_is(1);
    stage.status_is("on from the top");
    stage.press("N");
    stage.status_is("on from the end");
    stage.selected_is(2);
}

#[test]
fn a_match_inside_a_fold_is_counted_on_its_line_and_opens_it_when_gone_to() {
    let mut stage = talk();
    stage.press("z M / f o u r");
    stage.outline_is(
        "
          ¶ The lamp
          ▸   mara  +3  A lamp
          ▾   gull  Ferry
        > │   ◆ nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("Esc");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("/ h a r t Enter");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
        > │ │   ◆ tide  A chart
          │     gull  Chips
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
}

#[test]
fn matches_that_are_still_folded_are_counted() {
    let mut stage = talk();
    stage.press("j h / l a n");
    stage.press("Esc / c h");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
        > │ │   ◆ tide  A chart
          │   ◆ gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("Esc 7 G / i Enter");
    stage.outline_is(
        "
          ¶ The lamp
          ▸   mara  +3 (2 matches)  …
          ▾   gull  Ferry
          │   ◆ nils  Four sixty
        >   ◆ yuki  Lantern
    ",
    );
}

#[test]
fn escape_after_enter_gives_the_folds_back_and_ends_the_search() {
    let mut stage = talk();
    stage.press("z M / h a r t Enter");
    stage.selected_is(3);
    stage.press("Esc");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    assert_eq!(stage.marked(), [""; 0]);
    stage.press("n");
    stage.status_is("nothing is searched for; / searches");
}

#[test]
fn escape_while_typing_goes_back_to_where_it_began() {
    let mut stage = talk();
    stage.press("6 j / l a m p Esc");
    stage.selected_is(6);
}

#[test]
fn slashes_make_a_regular_expression() {
    let mut stage = talk();
    stage.press("/ / ^ f . u r / Enter");
    stage.selected_is(6);
    stage.press("/ ^ f . u r");
    stage.status_is("/^f.ur  not found · n N next · Esc ends");
}

#[test]
fn a_broken_regular_expression_says_what_is_wrong() {
    let mut stage = talk();
    stage.press("/ / ( a");
    stage.status_is("//(a  column 1: unclosed group");
    stage.press("Enter");
    stage.selected_is(0);
    stage.status_is("//(a  column 1: unclosed group");
}

#[test]
fn case_matters_as_soon_as_there_is_a_capital_letter() {
    let mut stage = talk();
    stage.press("/ a Space l a m p Enter");
    stage.selected_is(1);
    stage.press("/ L a m p Enter");
    stage.status_is("not found");
    stage.press("/ L a n t Enter");
    stage.selected_is(7);
}

#[test]
fn what_is_not_there_is_said_and_nothing_moves() {
    let mut stage = talk();
    stage.press("2 j / x y");
    stage.selected_is(2);
    stage.press("Enter");
    stage.selected_is(2);
    stage.status_is("not found");
    stage.press("n");
    stage.status_is("not found");
}

#[test]
fn taking_back_what_was_typed_goes_back_to_where_it_began() {
    let mut stage = talk();
    stage.press("2 j / x");
    stage.selected_is(6);
    stage.press("Backspace");
    stage.selected_is(2);
    stage.press("y");
    stage.selected_is(5);
}

#[test]
fn a_name_is_found_too() {
    let mut stage = talk();
    stage.press("/ n i l s Enter");
    stage.selected_is(6);
    assert_eq!(stage.marked(), ["nils", "nils"]);
}

#[test]
fn what_is_outside_of_a_narrowed_view_is_told_of() {
    let mut stage = talk();
    stage.press("j Enter / f e r r y Enter");
    stage.selected_is(1);
    stage.status_is("not in this subthread; 1 outside: Backspace widens");
}

#[test]
fn star_and_hash_go_to_the_next_and_the_previous_post_by_the_same_author() {
    let mut stage = talk();
    stage.press("4 j *");
    stage.selected_is(5);
    stage.status_is("by gull  2 of 2 posts · n N next · Esc ends");
    stage.press("*");
    stage.selected_is(4);
    stage.press("#");
    stage.selected_is(5);
}

#[test]
fn brackets_go_through_the_posts_of_a_category_that_a_list_picks() {
    let mut stage = talk();
    stage.press("4 j g ]");
    stage.find("2 posts by the author of this one");
    stage.press("2");
    stage.selected_is(5);
    stage.press("[");
    stage.selected_is(4);
    stage.press("]");
    stage.selected_is(5);
}

#[test]
fn a_category_that_needs_an_author_says_so_where_there_is_none() {
    let mut stage = talk();
    stage.press("]");
    stage.status_is("nobody knows who that is; g ] picks another category");
}

#[test]
fn a_search_that_is_begun_on_a_match_stays_there() {
    let mut stage = talk();
    stage.press("2 j / l a m p");
    stage.selected_is(2);
}

#[test]
fn the_nearest_match_is_gone_to_in_a_thread_that_is_searched_in_parts() {
    let mut stage = crowd(20_000, &[(10, "mara"), (4_900, "mara"), (5_000, "mara"), (19_000, "mara")]);
    stage.press("5 0 0 0 G #");
    stage.selected_is(4_900);
    stage.press("# #");
    stage.selected_is(19_000);
    stage.press("/ m a r a");
    stage.selected_is(19_000);
    stage.press("Enter n");
    stage.selected_is(10);
    stage.press("1 0 0 0 G [");
    stage.status_is("nobody knows who that is; g ] picks another category");
}

#[test]
fn who_folds_on_from_a_match_keeps_what_the_search_has_opened_until_it_is_undone() {
    let mut stage = talk();
    stage.press("z M / h a r t Enter K j z c Esc");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
        > │ ▸   gull  Chips
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("2 u");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("u");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn what_was_typed_in_a_prompt_comes_back_in_prompts_of_its_kind() {
    let mut stage = talk();
    stage.press("/ l a m p Enter Esc / c h i p s Enter Esc & f e r r y Enter Esc");
    stage.press("/ l Up");
    stage.find("/chips ");
    stage.press("Ctrl-p Ctrl-p");
    stage.find("/lamp ");
    stage.press("Down Down");
    stage.find("/l ");
    stage.press("Esc & Up");
    stage.find("&ferry ");
    stage.press("Up");
    stage.find("&ferry ");
    stage.press("Esc s Ctrl-u a . m d Enter s Up");
    stage.find("save as: a.md");
    stage.press("Down Esc | Up");
    stage.find("pipe to:");
    stage.press("Esc : f o l d - a l l Enter : Down Up Up");
    stage.find(": fold-all");
    stage.press("Down Down");
    stage.find(": ");
}
