//! Fills the keys in force into messages that name commands.

use crate::app::keys::keymap::Bindings;

/// Replaces each command named in braces by its first key: `{undo} takes it back`. A command without a key appears as
/// called from the palette: `:undo`.
pub(in crate::app) fn keyed(text: &str, bindings: &Bindings) -> String {
    let mut keyed = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        keyed += before;
        match after.split_once('}') {
            Some((name, after)) if is_name(name) => {
                keyed += &key_of(name, bindings);
                rest = after;
            }
            _ => {
                keyed.push('{');
                rest = after;
            }
        }
    }
    keyed + rest
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

fn key_of(name: &str, bindings: &Bindings) -> String {
    match (bindings.of_name(name), bindings.of_name("palette")) {
        (Some(keys), _) => keys.to_owned(),
        (None, Some(palette)) => format!("{palette}{name}"),
        (None, None) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::keymap::{Keymap, Moment};

    #[test]
    fn commands_in_braces_become_the_keys_in_force() {
        let mut keymap = Keymap::default();
        let told = |keymap: &Keymap, text: &str| keyed(text, keymap.at(Moment::Thread));
        assert_eq!(told(&keymap, "{undo} takes it back"), "u takes it back");
        keymap.bind("U", "undo").unwrap();
        keymap.bind("X", "none").unwrap();
        assert_eq!(told(&keymap, "{undo} takes it back, {review} lists all"), "U takes it back, :review lists all");
        assert_eq!(told(&keymap, "{ and {} stay, { as well"), "{ and {} stay, { as well");
    }
}
