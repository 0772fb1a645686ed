//! Finds out whether a shell can wake the program after it stops.

use std::fs;
use std::process;

/// A process in `/proc/PID/stat` (proc_pid_stat(5)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Process {
    parent: u32,
    group: u32,
    session: u32,
}

/// Processes between the program and the shell at most: there is no ring, but the table may change while it is read.
const FARTHEST: usize = 64;

/// Whether anybody can wake the program when it stops. In a terminal that runs nothing else nobody can, and it would
/// stop forever. True if that cannot be found out.
pub(super) fn can_wake() -> bool {
    somebody_else(process::id(), |id| parse(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)).unwrap_or(true)
}

/// Whether the first process above `id` in another group has the same session: then its shell controls the group.
fn somebody_else(mut id: u32, process: impl Fn(u32) -> Option<Process>) -> Option<bool> {
    let own = process(id)?;
    for _ in 0..FARTHEST {
        // A parent that is not visible is outside: another user's, or in another namespace.
        let Some(parent) = process(process(id)?.parent) else { return Some(false) };
        if parent.session != own.session {
            return Some(false);
        }
        if parent.group != own.group {
            return Some(true);
        }
        id = process(id)?.parent;
    }
    None
}

/// `42 (a name) S 41 42 40 …`: the name may contain anything.
fn parse(stat: &str) -> Option<Process> {
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(1).map(str::parse);
    let mut next = || fields.next()?.ok();
    Some(Process { parent: next()?, group: next()?, session: next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Processes as `id parent group session`.
    fn woken(id: u32, processes: &[[u32; 4]]) -> Option<bool> {
        somebody_else(id, |id| {
            let &[_, parent, group, session] = processes.iter().find(|process| process[0] == id)?;
            Some(Process { parent, group, session })
        })
    }

    #[test]
    fn a_shell_with_jobs_can_wake_and_a_terminal_or_a_script_cannot() {
        let terminal = [1, 0, 1, 1];
        let shell = [2, 1, 2, 2];
        assert_eq!(woken(3, &[terminal, shell, [3, 2, 3, 2]]), Some(true), "a job of the shell");
        assert_eq!(woken(4, &[terminal, shell, [3, 2, 3, 2], [4, 3, 3, 2]]), Some(true), "a script that is a job");
        assert_eq!(woken(2, &[terminal, shell]), Some(false), "alone in its terminal");
        assert_eq!(woken(3, &[terminal, shell, [3, 2, 2, 2]]), Some(false), "of a shell without jobs");
        assert_eq!(woken(9, &[]), None);
    }

    #[test]
    fn names_with_brackets_and_spaces_do_not_mislead() {
        let process = Process { parent: 41, group: 42, session: 40 };
        assert_eq!(parse("42 (a) R 1 (b) S 41 42 40 34816 42"), Some(process));
        assert_eq!(parse("42 (a) S 41"), None);
    }
}
