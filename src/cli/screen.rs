//! Opens the reader from the command line.

use super::args::Args;
use super::config;
use super::division::{self, Kept};
use super::door::Door;
use super::message::Stop;
use super::theme::{self, Wanted};
use crate::app::{Division, Look, Setup, Signs};
use crate::input::Origin;
use crate::store::Store;
pub(super) use crate::term::now;
use crate::term::{self, Keeping, Left, Opening, Trouble};
use std::env;
use std::time::Duration;

/// Opens the reader on a thread.
///
/// If standard input is the thread, the keyboard is read from `/dev/tty`.
pub(super) fn read(origin: Origin, door: &Door<'_>, args: &Args) -> Result<(), Stop> {
    let (config, wrong) = config::load(args.config.as_deref())?;
    let is_kept = !args.no_store;
    let kept = is_kept.then(division::read).flatten().unwrap_or_default();
    let theme::Shown { theme, other, is_light, all } =
        theme::shown(args.theme.clone().or(config.theme).unwrap_or(Wanted::Auto), kept.is_light);
    let signs = args.plain.then_some(Signs::Words).or(config.signs).unwrap_or_else(usual_signs);
    let look = Look { signs, ..config.setup.look };
    let outline = kept.division.outline.or(config.setup.division.outline);
    let division = Division { outline, ..kept.division };
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
        setup: Setup { look, division, themes: all.iter().map(|(name, _)| *name).collect(), ..config.setup },
        themes: all,
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
                // What the configuration says is not remembered as the reader's own choice.
                let outline = division.outline.filter(|_| division.outline != outline).or(kept.division.outline);
                let division = Division { outline, ..division };
                division::write(Kept { division, is_light: is_light.or(kept.is_light) });
            }
            lost.map_or(Ok(()), |lost| Err(Stop::Lost(lost)))
        }
        Err(Trouble::Input(failure)) => Err(Stop::Input(failure)),
        Err(Trouble::Terminal(error)) => Err(Stop::output("the terminal")(error)),
    }
}

/// What the terminal can draw beside texts, as far as its name says.
fn usual_signs() -> Signs {
    match env::var("TERM").as_deref() {
        Ok("linux" | "dumb" | "vt100" | "vt220") => Signs::Ascii,
        _ => Signs::Drawn,
    }
}
