//! Keys that a message tells are those that do it, whatever the keymap is.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::{Action, App, COMMANDS, Given, inner};

const PRESETS: [&str; 4] = ["", "preset = 'mutt'", "preset = 'less'", "preset = 'trn'"];

/// Some commands, the words of the message that comes of them behind the keys that it tells, and the command that those
/// keys are to be.
const MESSAGES: [(&[&str], &str, &str); 10] = [
    (&["select-next", "put-away-noise"], " takes it back", "undo"),
    (&["select-next", "put-away-noise"], " lists all", "review"),
    (&["select-next", "put-away-noise", "unfold"], " brings it back", "bring-back"),
    (&["select-next", "put-away-noise", "unfold"], " folds it again", "fold-or-parent"),
    (&["select-next", "put-away-noise", "put-away-noise"], " brings it back", "bring-back"),
    (&["select-next", "put-away-noise", "bring-back"], " puts it away again", "undo"),
    (&["bring-back"], " lists what is", "review"),
    (&["review"], " puts a subthread away", "put-away"),
    (&["fold-branch"], " goes to the first one", "next-branch"),
    (&["next-match"], " searches", "search"),
];

fn stage(config: &str) -> Stage {
    let mut app = App::new(thread(TALK).into(), crate::stage::NOW);
    inner::set_up(&mut app, config).unwrap();
    Stage::of(app, 120, 34)
}

fn run(stage: &mut Stage, name: &str) {
    let command = COMMANDS.iter().find(|command| command.name == name).unwrap();
    stage.act(Action::Run(command, Given::default()));
}

/// The keys that the last line tells before some words.
fn told(stage: &Stage, words: &str) -> String {
    let text = stage.text();
    let line = text.lines().last().unwrap_or_default();
    let before = line.split_once(words).unwrap_or_else(|| panic!("no {words:?} in {line}")).0;
    before.rsplit_once([':', ',', ';']).map_or(before, |(_, keys)| keys).trim().to_owned()
}

#[test]
fn keys_of_messages_do_what_the_message_says_under_every_preset() {
    for config in PRESETS {
        for (commands, words, command) in MESSAGES {
            let (mut by_keys, mut by_name) = (stage(config), stage(config));
            for stage in [&mut by_keys, &mut by_name] {
                commands.iter().for_each(|name| run(stage, name));
            }
            let keys = told(&by_keys, words);
            match keys.strip_prefix(':') {
                Some(name) => assert_eq!(name, command, "{config}: {words}"),
                None => {
                    by_keys.press(&keys);
                    run(&mut by_name, command);
                    // What was said before goes at the next key.
                    [&mut by_keys, &mut by_name].into_iter().for_each(|stage| stage.press("Alt-z"));
                    assert_eq!(by_keys.text(), by_name.text(), "{config}: {keys}{words}");
                }
            }
        }
    }
}

#[test]
fn hints_tell_the_keys_in_force() {
    talk().status_is("Space read on  j k move  h l fold  / search  ? keys  q quit");
    for config in PRESETS {
        let (mut by_keys, mut by_name) = (stage(config), stage(config));
        let text = by_keys.text();
        let line = text.lines().last().unwrap_or_default();
        let next = line.split_once(" move").and_then(|(before, _)| before.rsplit_once("  "));
        let next = next.and_then(|(_, keys)| keys.split(' ').next()).unwrap_or_else(|| panic!("{config}: {line}"));
        by_keys.press(next);
        run(&mut by_name, "select-next");
        [&mut by_keys, &mut by_name].into_iter().for_each(|stage| stage.press("Alt-z"));
        assert_eq!(by_keys.text(), by_name.text(), "{config}: {next}");
    }
}
