//! Opens the reader from the command line.

use super::args::Args;
use super::config;
use super::division::{self, Kept};
use super::door::Door;
use super::message::Stop;
use super::theme::{self, Wanted};
use crate::app::Setup;
use crate::input::Origin;
use crate::store::Store;
pub(super) use crate::term::now;
use crate::term::{self, Keeping, Left, Opening, Trouble};
use std::time::Duration;

/// Opens the reader on a thread.
///
/// If standard input is the thread, the keyboard is read from `/dev/tty`.
pub(super) fn read(origin: Origin, door: &Door<'_>, args: &Args) -> Result<(), Stop> {
    let (config, wrong) = config::load(args.config.as_deref())?;
    let is_kept = !args.no_store;
    let kept = is_kept.then(division::read).flatten().unwrap_or_default();
    let theme::Shown { theme, other, is_light } =
        theme::shown(args.theme.clone().or(config.theme).unwrap_or(Wanted::Auto), kept.is_light);
    door.remember(config.web, config.saved);
    let opening = Opening {
        origin,
        places: door.places()?,
        follows: door.client()?.off().is_none(),
        post: door.post(),
        watch: args.watch.map(Duration::from_secs),
        format: args.from,
        theme,
        other_theme: other,
        is_light,
        is_guess: kept.is_light.is_none(),
        setup: Setup { division: kept.division, ..config.setup },
        wrong,
        keeping: is_kept.then(|| Keeping { folder: Store::folder(), limits: config.keep }),
        sort: args.sort,
        query: args.query.clone(),
        fold: args.fold.clone(),
        fold_off_topic: args.fold_off_topic,
    };
    match term::read(opening) {
        Ok(Left { division, is_light, lost }) => {
            if is_kept {
                division::write(Kept { division, is_light: is_light.or(kept.is_light) });
            }
            lost.map_or(Ok(()), |lost| Err(Stop::Lost(lost)))
        }
        Err(Trouble::Input(failure)) => Err(Stop::Input(failure)),
        Err(Trouble::Terminal(error)) => Err(Stop::output("the terminal")(error)),
    }
}
