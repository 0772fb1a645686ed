//! Exports and answers of many programs, as small as possible, read by the general rule.

use crate::source::json::sketch::sketch;

#[test]
fn a_chat_whose_texts_are_in_pieces_has_its_name_and_answers() {
    let telegram = r#"{"name":"Harbour talk","type":"private_group","id":9,"messages":[
        {"id":1,"type":"service","date":"2023-04-21T10:00:00","actor":"mara","action":"create_group","text":""},
        {"id":2,"type":"message","date":"2023-04-21T10:01:00","from":"mara","from_id":"user1","text":["See ",{"type":"link","text":"lamp.example"}," now"]},
        {"id":3,"type":"message","date":"2023-04-21T10:02:00","from":"gull","reply_to_message_id":2,"text":"Fish"},
        {"id":4,"type":"message","date":"2023-04-21T10:03:00","from":"mara","text":"Fog"}]}"#;
    assert_eq!(
        sketch(telegram),
        "json · Harbour talk
-
  - #2 mara 2023-04-21 10:01 See lamp.example now
    - #3 gull 2023-04-21 10:02 Fish
  - #4 mara 2023-04-21 10:03 Fog"
    );
}

#[test]
fn messages_that_name_a_thread_by_its_first_moment_hang_below_that() {
    let slack = r#"[{"type":"message","user":"U1","text":"Q&amp;A","ts":"1682071260.000100","thread_ts":"1682071260.000100",
        "user_profile":{"real_name":"Mara M.","display_name":"mara"}},
        {"type":"message","user":"U2","text":"Fish &lt;3","ts":"1682071320.000200","thread_ts":"1682071260.000100"},
        {"type":"message","user":"U2","text":"Fog","ts":"1682071380.000300"}]"#;
    assert_eq!(
        sketch(slack),
        "json
-
  - #1682071260.000100 mara 2023-04-21 10:01 Q&A
    - #1682071320.000200 U2 2023-04-21 10:02 Fish <3
  - #1682071380.000300 U2 2023-04-21 10:03 Fog"
    );
}

#[test]
fn the_newest_first_is_turned_round_and_mangled_letters_are_put_right() {
    let messenger = r#"{"participants":[{"name":"mara"}],"messages":[
        {"sender_name":"gull","timestamp_ms":1682071380000,"content":"Caf\u00c3\u00a9"},{"sender_name":"mara","timestamp_ms":1682071320000,"content":"Fog"},
        {"sender_name":"mara","timestamp_ms":1682071260000,"content":"Lamp"}],"title":"Harbour"}"#;
    assert_eq!(
        sketch(messenger),
        "json · Harbour\n-\n  - mara 2023-04-21 10:01 Lamp\n  - mara 2023-04-21 10:02 Fog\n  - gull 2023-04-21 10:03 Café"
    );
}

#[test]
fn an_issue_is_the_article_of_what_stands_in_it_and_changes_without_words_are_none() {
    let redmine = r#"{"issue":{"id":1,"author":{"id":3,"name":"mara"},"subject":"Lamp","description":"It is out.","created_on":"2023-04-21T10:00:00Z","journals":[
        {"id":5,"user":{"id":4,"name":"gull"},"notes":"Fish","created_on":"2023-04-21T11:00:00Z"},
        {"id":6,"user":{"id":4,"name":"gull"},"notes":"","created_on":"2023-04-21T12:00:00Z","details":[{"name":"status_id","new_value":"2"}]}]}}"#;
    assert_eq!(
        sketch(redmine),
        "json · Lamp\n- #1 mara 2023-04-21 10:00 It is out.\n  - #5 gull 2023-04-21 11:00 Fish"
    );
    let jira = r#"{"id":"10","key":"LAMP-1","fields":{"summary":"Lamp","description":"It is out.","creator":{"displayName":"mara"},
        "created":"2023-04-21T10:00:00.000+0000","comment":{"comments":[{"id":"1","author":{"displayName":"gull"},"created":"2023-04-21T11:00:00.000+0000",
        "body":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Fi"},{"type":"text","text":"sh"}]},{"type":"paragraph","content":[{"type":"text","text":"Fog"}]}]}}]}}}"#;
    assert_eq!(
        sketch(jira),
        "json · Lamp\n- #10 mara 2023-04-21 10:00 It is out.\n  - #1 gull 2023-04-21 11:00 Fish\n\nFog"
    );
}

#[test]
fn lists_in_several_items_are_several_threads_that_their_first_posts_open() {
    let bugzilla = r#"{"bugs":{"7":{"comments":[{"id":70,"count":0,"text":"Lamp","creator":"mara","time":"2023-04-21T10:00:00Z"},
        {"id":71,"count":1,"text":"Fish","creator":"gull","time":"2023-04-21T11:00:00Z"}]},
        "8":{"comments":[{"id":80,"count":0,"text":"Fog","creator":"gull","time":"2023-04-22T10:00:00Z"}]}},"comments":{}}"#;
    assert_eq!(
        sketch(bugzilla),
        "json\n-\n  - #70 mara 2023-04-21 10:00 Lamp\n    - #71 gull 2023-04-21 11:00 Fish\n  - #80 gull 2023-04-22 10:00 Fog"
    );
    let lists = r#"[[{"author":"mara","text":"Lamp","date":"2023-04-21"},{"author":"gull","text":"Fish","date":"2023-04-22"}],
        [{"author":"gull","text":"Fog","date":"2023-04-21"}]]"#;
    assert_eq!(
        sketch(lists),
        "json\n-\n  - mara 2023-04-21 00:00 Lamp\n    - gull 2023-04-22 00:00 Fish\n  - gull 2023-04-21 00:00 Fog"
    );
}

#[test]
fn people_who_are_told_elsewhere_are_named() {
    let flarum = r#"{"data":{"type":"discussions","id":"3","attributes":{"title":"Lamp"}},"included":[
        {"type":"users","id":"5","attributes":{"displayName":"mara"}},{"type":"users","id":"6","attributes":{"displayName":"gull"}},
        {"type":"posts","id":"7","attributes":{"number":1,"contentHtml":"<p>Out</p>","createdAt":"2023-04-21T10:32:00+00:00"},"relationships":{"user":{"data":{"type":"users","id":"5"}}}},
        {"type":"posts","id":"8","attributes":{"number":2,"contentHtml":"<p>Fish</p>","createdAt":"2023-04-21T10:40:00+00:00"},"relationships":{"user":{"data":{"type":"users","id":"6"}}}}]}"#;
    assert_eq!(
        sketch(flarum),
        "json · Lamp\n- #7 mara 2023-04-21 10:32 <p>Out</p>\n  - #8 gull 2023-04-21 10:40 <p>Fish</p>"
    );
}

#[test]
fn posts_under_their_ids_stand_by_time_below_their_roots() {
    let mattermost = r#"{"order":["cc","bb"],"posts":{
        "cc":{"id":"cc","create_at":1682071380000,"delete_at":0,"user_id":"mara","root_id":"","message":"Fog"},
        "bb":{"id":"bb","create_at":1682071320000,"delete_at":0,"user_id":"gull","root_id":"aa","message":"Fish"},
        "aa":{"id":"aa","create_at":1682071260000,"delete_at":0,"user_id":"mara","root_id":"","message":"Lamp"}}}"#;
    assert_eq!(
        sketch(mattermost),
        "json\n-\n  - #aa mara 2023-04-21 10:01 Lamp\n    - #bb gull 2023-04-21 10:02 Fish\n  - #cc mara 2023-04-21 10:03 Fog"
    );
}

#[test]
fn a_quotation_on_an_image_board_says_what_is_answered() {
    let board = r#"{"posts":[{"no":100,"name":"Anonymous","sub":"Lamp","com":"Out<br>now","time":1682071260,"resto":0},
        {"no":101,"name":"Anonymous","com":"&gt;&gt;100<br>Fish","time":1682071320,"resto":100},
        {"no":102,"name":"Anonymous","com":"&gt;&gt;101<br>Fog","time":1682071380,"resto":100}]}"#;
    let drawn = sketch(board);
    assert!(drawn.starts_with("json · Lamp\n- #100 Anonymous 2023-04-21 10:01 Out<br>now\n  - #101"), "{drawn}");
    assert!(drawn.contains("\n    - #102"), "{drawn}");
}

#[test]
fn a_script_that_names_its_json_is_read() {
    let tweets = r#"window.YTD.tweets.part0 = [{"tweet":{"id_str":"10","full_text":"Fog","created_at":"Fri Apr 21 10:40:00 +0000 2023","in_reply_to_status_id_str":"9"}},
        {"tweet":{"id_str":"9","full_text":"Lamp","created_at":"Fri Apr 21 10:30:00 +0000 2023"}}]"#;
    assert_eq!(sketch(tweets), "json\n- #9 2023-04-21 10:30 Lamp\n  - #10 2023-04-21 10:40 Fog");
}

#[test]
fn replies_behind_a_long_text_and_long_lists_are_read() {
    let formats = format!(r#"{{"format_id":"1","url":"https://film.example/{}"}},"#, "a".repeat(900)).repeat(120);
    let film = format!(
        r#"{{"id":"v","title":"Lamp","formats":[{formats}{{}}],"description":"A film.","uploader":"mara","timestamp":1682071260,"comments":[
        {{"id":"a","parent":"root","text":"Fish","author":"gull","timestamp":1682071320}},{{"id":"a.b","parent":"a","text":"Fog","author":"mara","timestamp":1682071380}},
        {{"id":"c","parent":"root","text":"Mud","author":"gull","timestamp":1682071440}}]}}"#
    );
    assert_eq!(
        sketch(&film),
        "json · Lamp\n- #v mara 2023-04-21 10:01 A film.\n  - #a gull 2023-04-21 10:02 Fish\n    - #a.b mara 2023-04-21 10:03 Fog\n  - #c gull 2023-04-21 10:04 Mud"
    );
}

#[test]
fn of_several_lists_the_one_with_the_most_text_is_read() {
    let request = r#"{"title":"Lamp","approvals":[{"user":{"name":"tide"},"created_at":"2023-04-21T10:00:00Z","comment":"ok"}],
        "notes":[{"id":1,"author":{"name":"mara"},"body":"It went out again","created_at":"2023-04-21T10:10:00Z"},
        {"id":2,"author":{"name":"gull"},"body":"Fish are out too","created_at":"2023-04-21T10:20:00Z"}]}"#;
    assert_eq!(
        sketch(request),
        "json · Lamp\n-\n  - #1 mara 2023-04-21 10:10 It went out again\n  - #2 gull 2023-04-21 10:20 Fish are out too"
    );
}

#[test]
fn a_list_of_threads_is_a_shelf_whose_replies_are_elsewhere() {
    let hits = r#"{"hits":[{"objectID":"1","title":"Lamp","url":"https://lamp.example/","author":"mara","points":12,"num_comments":5,"created_at_i":1682071260},
        {"objectID":"2","title":"Gulls","url":"https://gull.example/","author":"gull","points":3,"num_comments":0,"created_at_i":1682071320}],"nbHits":2}"#;
    assert_eq!(
        sketch(hits),
        "json
-
  - #1 mara 2023-04-21 10:01 +12 <https://lamp.example/> “Lamp” https://lamp.example/
    + 5 more replies, not here
  - #2 gull 2023-04-21 10:02 +3 <https://gull.example/> “Gulls” https://gull.example/"
    );
    let latest = r#"{"users":[{"id":1,"username":"mara"}],"topic_list":{"topics":[
        {"id":7,"title":"Lamp","posts_count":3,"created_at":"2023-04-21T10:01:00Z","posters":[{"description":"Original Poster","user_id":1},{"description":"Most Recent Poster","user_id":2}]},
        {"id":8,"title":"Something about gulls","posts_count":1,"created_at":"2023-04-21T10:02:00Z","posters":[{"description":"Original Poster","user_id":1}]}]}}"#;
    assert_eq!(
        sketch(latest),
        "json\n-\n  - #7 2023-04-21 10:01 “Lamp”\n    + 2 more replies, not here\n  - #8 2023-04-21 10:02 “Something about gulls”"
    );
}

#[test]
fn nought_is_an_id() {
    let list = r#"{"title":"Lamp","posts":[{"id":0,"parent_id":null,"author":"mara","body":"Out"},{"id":1,"parent_id":0,"author":"gull","body":"Fish"},
        {"id":2,"parent_id":1,"author":"mara","body":"Fog"}]}"#;
    assert_eq!(sketch(list), "json · Lamp\n- #0 mara Out\n  - #1 gull Fish\n    - #2 mara Fog");
}
