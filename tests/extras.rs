//! What is installed beside the program.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn install(prefix: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_threadle")).arg("--install-extras").arg(prefix).output().unwrap()
}

#[test]
fn what_a_packager_installs_lies_below_the_prefix() {
    let prefix = tempfile::tempdir().unwrap();
    let ran = install(prefix.path());
    assert!(ran.status.success() && ran.stdout.is_empty());
    let told = String::from_utf8(ran.stderr).unwrap();
    let told: Vec<_> = told.lines().map(|line| Path::new(line).strip_prefix(prefix.path()).unwrap()).collect();
    let expected = [
        "share/man/man1/threadle.1",
        "share/bash-completion/completions/threadle",
        "share/zsh/site-functions/_threadle",
        "share/fish/vendor_completions.d/threadle.fish",
        "share/applications/threadle.desktop",
    ];
    assert_eq!(told, expected.map(Path::new));
    for file in told {
        assert!(fs::read_to_string(prefix.path().join(file)).unwrap().contains("threadle"), "{}", file.display());
    }
}

#[test]
fn a_prefix_that_cannot_be_written_is_told() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let ran = install(file.path());
    assert_eq!((ran.status.code(), ran.stdout.is_empty()), (Some(1), true));
    let told = String::from_utf8(ran.stderr).unwrap();
    assert!(told.contains("share/man/man1/threadle.1"), "{told}");
}
