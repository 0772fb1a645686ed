//! Tells why an input was read as it was: for a page that is read wrongly, and for whoever wants to mend that.

use super::door::Door;
use super::message::Stop;
use super::print;
use crate::input::{self, Origin, Watch};
use crate::source::Source;
use crate::thread::{Notice, PostId, Text, Thread};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Reads what is named and writes what was weighed, what was chosen and what came of it. If it cannot be read, what was
/// weighed is written before the failure.
pub(super) fn write(door: &Door<'_>, format: Option<&'static dyn Source>) -> Result<(), Stop> {
    let origin = door.origin()?;
    let (parsed, reasons) = input::explain(&origin, format, &Watch::default());
    print(|out| {
        tell(&origin, &reasons, out)?;
        if let Ok(parsed) = &parsed {
            outcome(&parsed.thread, &parsed.notices, out)?;
        }
        Ok(())
    })?;
    parsed.map(|_| ()).map_err(Stop::Input)
}

/// Writes reasons under the names of the inputs that they are about.
fn tell(origin: &Origin, reasons: &[Notice], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", Text::line(&origin.name()))?;
    let mut about = None;
    for reason in reasons {
        let input = reason.input();
        if input != about {
            input.into_iter().try_for_each(|input| writeln!(out, "{}", Text::line(input)))?;
            about = input;
        }
        writeln!(out, "  {}", Text::line(reason.message()))?;
    }
    Ok(())
}

/// Writes what came of it.
fn outcome(thread: &Thread, notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
    let count = |is_so: &dyn Fn(PostId) -> bool| thread.ids().filter(|&id| is_so(id)).count();
    let people: BTreeSet<_> =
        thread.ids().filter_map(|id| thread.writer(id)).map(|writer| writer.name.to_string()).collect();
    let deepest = thread.ids().map(|id| thread.depth(id)).max().unwrap_or(0);
    writeln!(
        out,
        "  thread: {} posts, {} with a name, of {} people; {} with a time, {} without text; {deepest} deep",
        thread.len(),
        count(&|id| thread.writer(id).is_some()),
        people.len(),
        count(&|id| thread.post(id).time().is_some()),
        count(&|id| thread.body(id).raw.trim().is_empty()),
    )?;
    notices.iter().try_for_each(|notice| writeln!(out, "  notice: {}", Text::line(&notice.to_string())))
}
