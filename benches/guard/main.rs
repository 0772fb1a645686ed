//! Whether something got slower: how many instructions eight small jobs take, counted by valgrind, beside the table in
//! `counts.tsv`. More than 5 % on top fail.
//!
//! Instructions are the same on a busy machine and on a quiet one. What could tell two machines apart is kept out: the
//! inputs are made here and always alike, the jobs see no environment, have one core, and write nothing that is looked
//! at. Another compiler makes other code, so the table names its own, and under another one nothing is judged.
//! `UPDATE_GUARD=1` writes the table anew.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

mod jobs;
#[expect(unreachable_pub, dead_code, reason = "shared by the benchmarks, which need different parts of it")]
#[path = "../made/mod.rs"]
mod made;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

const TABLE: &str = include_str!("counts.tsv");
/// Instructions that a job may take on top of its count in the table, in percent.
const MORE: u64 = 5;

/// A job: what it is, and the arguments of the program or, if there are none, of this one.
struct Job {
    name: &'static str,
    arguments: &'static [&'static str],
}

/// Opening is recognising, reading and writing what was read as JSON, which is the least that can be done with it.
const JOBS: [Job; 8] = [
    Job { name: "open JSON", arguments: &["-t", "json", "news.json"] },
    Job { name: "open a mailbox", arguments: &["-t", "json", "mail.mbox"] },
    Job { name: "open a page", arguments: &["-t", "json", "page.html"] },
    Job { name: "open a text dump", arguments: &["-t", "json", "dump.txt"] },
    Job { name: "write text", arguments: &["-t", "text", "news.json"] },
    Job { name: "keys", arguments: &[] },
    Job { name: "search", arguments: &[] },
    Job { name: "who quotes whom", arguments: &[] },
];

fn main() -> ExitCode {
    let job = env::args().skip_while(|argument| argument != "--job").nth(1);
    if let Some(name) = job {
        jobs::run(&name);
        return ExitCode::SUCCESS;
    }
    if !is_of_its_profile() {
        println!("nothing is counted: that takes `--profile guard --no-default-features`, as in .ci/run");
        return ExitCode::SUCCESS;
    }
    if !is_there("valgrind") {
        println!("nothing is counted: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    match counted() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("the jobs could not be counted: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Counts all jobs and compares them. Returns whether all are within their bounds.
fn counted() -> io::Result<bool> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guard");
    fs::create_dir_all(&folder)?;
    jobs::write_inputs(&folder)?;
    let machine = machine()?;
    let mut lines = TABLE.lines();
    let is_of_this = lines.next() == Some(&*format!("# {machine}"));
    let known: Vec<(&str, u64)> = lines.filter_map(row).collect();
    let mut table = format!("# {machine}\n");
    let mut slower = Vec::new();
    println!("| job | instructions, millions | before | change |\n| --- | ---: | ---: | ---: |");
    for job in &JOBS {
        let now = instructions(job, &folder)?;
        table.push_str(&format!("{}\t{now}\n", job.name));
        let before = known.iter().find(|(name, _)| *name == job.name).map_or(0, |&(_, count)| count);
        let percent = if before == 0 { 0.0 } else { 100.0 * (now as f64 / before as f64 - 1.0) };
        println!("| {} | {:.1} | {:.1} | {percent:+.1} % |", job.name, now as f64 / 1e6, before as f64 / 1e6);
        if now * 100 > before * (100 + MORE) {
            slower.push(job.name);
        }
    }
    if env::var_os("UPDATE_GUARD").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/guard/counts.tsv"), table)?;
        return Ok(true);
    }
    if !is_of_this {
        println!("nothing is judged: the table is of another compiler or machine than {machine}");
        return Ok(true);
    }
    for name in &slower {
        println!("{name} takes more than {MORE} % more; if that is worth it, UPDATE_GUARD=1 takes it into the table");
    }
    Ok(slower.is_empty())
}

fn row(line: &str) -> Option<(&str, u64)> {
    let (name, count) = line.split_once('\t')?;
    Some((name, count.parse().ok()?))
}

/// The instructions of a job.
fn instructions(job: &Job, folder: &Path) -> io::Result<u64> {
    let program = if job.arguments.is_empty() { env::current_exe()? } else { env!("CARGO_BIN_EXE_threadle").into() };
    let (mut command, counts) = (on_one_core(), folder.join("counts"));
    command.args(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(format!("--log-file={}", counts.display())).arg(program).args(job.arguments);
    if job.arguments.is_empty() {
        command.args(["--job", job.name]);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path).env("HOME", folder).env("TZ", "UTC").env("LANG", "C.UTF-8");
    let done = command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    let counts = fs::read_to_string(counts)?;
    let digits = counts.lines().find_map(|line| line.split_once("I   refs:"));
    let count: String = digits.map_or("", |(_, count)| count).chars().filter(char::is_ascii_digit).collect();
    match count.parse() {
        Ok(count) if done.success() => Ok(count),
        _ => Err(io::Error::other(format!("{}: {done}: {}", job.name, counts.trim_end()))),
    }
}

/// A command that runs what is added to it on the first core that this process may use, where the system can do that:
/// how many cores there are decides how much work is cut into how many pieces.
fn on_one_core() -> Command {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let cores = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or_default();
    let core: String = cores.trim().chars().take_while(char::is_ascii_digit).collect();
    let mut command = Command::new(if is_there("taskset") { "taskset" } else { "env" });
    if is_there("taskset") {
        command.args(["-c", if core.is_empty() { "0" } else { &core }]);
    }
    command
}

/// Whether this program is optimised as the counts of the table are; a plain `cargo bench` runs it too.
fn is_of_its_profile() -> bool {
    let program = env::current_exe().unwrap_or_default();
    let folder = program.ancestors().nth(2).and_then(Path::file_name);
    folder.is_some_and(|name| name == "guard") && !cfg!(feature = "web")
}

fn is_there(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).map(|folder| folder.join(program)).any(|path: PathBuf| path.is_file())
}

/// The compiler, and what of the processor and the C library decides which code runs.
fn machine() -> io::Result<String> {
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output()?.stdout;
    let version = String::from_utf8_lossy(&version);
    let version = version.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let wide = if has_wide_registers() { "avx2" } else { "plain" };
    Ok(format!("{version}, {}, {}, {wide}", env::consts::ARCH, env::consts::OS))
}

#[cfg(target_arch = "x86_64")]
fn has_wide_registers() -> bool {
    std::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_wide_registers() -> bool {
    false
}
