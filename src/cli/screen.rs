//! The way from the command line to the reader.

use super::args::{Args, Theme as Wanted};
use super::config;
use super::door::Door;
use super::message::Stop;
use crate::input::Origin;
use crate::store::Store;
pub(super) use crate::term::now;
use crate::term::{self, Keeping, Opening, Trouble};
use crate::ui::{Palette, Theme};
use std::env;

/// Opens the reader on a thread.
///
/// Where the thread comes through standard input, the keyboard is at `/dev/tty`.
pub(super) fn read(origin: Origin, door: &Door<'_>, args: &Args) -> Result<(), Stop> {
    let (config, wrong) = config::load(args.config.as_deref())?;
    let theme = theme(args.theme.or(config.theme).unwrap_or(Wanted::Auto));
    let opening = Opening {
        origin,
        client: door.client_of(config.web),
        format: args.from,
        theme,
        setup: config.setup,
        wrong,
        keeping: (!args.no_store).then(|| Keeping { folder: Store::folder(), limits: config.keep }),
        sort: args.sort,
        query: args.query.clone(),
        fold: args.fold.clone(),
        fold_off_topic: args.fold_off_topic,
    };
    match term::read(opening) {
        Ok(None) => Ok(()),
        Ok(Some(lost)) => Err(Stop::Lost(lost)),
        Err(Trouble::Input(failure)) => Err(Stop::Input(failure)),
        Err(Trouble::Terminal(error)) => Err(Stop::output("the terminal")(error)),
    }
}

/// The theme for what was asked for and what the terminal says of itself: `NO_COLOR` (no-color.org), `COLORFGBG`
/// (rxvt's, whose last number is the background's colour), `COLORTERM` and `TERM`.
fn theme(wanted: Wanted) -> Theme {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let named = |name| env::var(name).unwrap_or_default();
    let many = is_set("COLORTERM") || named("TERM").contains("256color") || named("TERM").contains("kitty");
    let palette = match wanted {
        Wanted::Dark => Palette::Dark,
        Wanted::Light => Palette::Light,
        Wanted::Mono => Palette::Mono,
        Wanted::Auto if is_set("NO_COLOR") || named("TERM") == "dumb" => Palette::Mono,
        Wanted::Auto => match named("COLORFGBG").rsplit(';').next() {
            Some("7" | "15") => Palette::Light,
            _ => Palette::Dark,
        },
    };
    Theme::new(palette, many)
}
