//! Threads by their address, against a server on the loopback address that each test starts. Nothing here leaves it.

#![expect(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

mod copies;
mod misbehaving;
mod opening;
mod parts;
mod private;
mod server;
mod trackers;

use server::Server;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A reader's home: where the configuration, the copies and the state are, and nothing else is known.
pub(crate) struct Home {
    folder: TempDir,
}

/// What the program said, and how it ended.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

impl Home {
    /// A home in which these hosts are played by a server.
    pub(crate) fn new(server: &Server, hosts: &[&str]) -> Self {
        Self::with(server, hosts, "patience = 1")
    }

    /// The same with other lines under `[web]`.
    pub(crate) fn with(server: &Server, hosts: &[&str], lines: &str) -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        let hosts: Vec<_> = hosts.iter().map(|host| format!("\"{host}\" = \"{}\"", server.url())).collect();
        let config = format!("[web]\n{lines}\n[web.hosts]\n{}\n", hosts.join("\n"));
        std::fs::write(home.config(), config).unwrap();
        home
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    /// The program, as it is called in this home.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_threadle"));
        command.arg("--config").arg(self.config()).args(arguments).stdin(Stdio::null());
        for name in
            ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"]
        {
            command.env_remove(name);
        }
        command.env("XDG_CACHE_HOME", self.cache()).env("XDG_STATE_HOME", self.folder.path().join("state"));
        command.env("XDG_CONFIG_HOME", self.folder.path()).env("HOME", self.folder.path());
        command.current_dir(self.folder.path());
        command
    }

    /// Calls the program.
    pub(crate) fn say(&self, arguments: &[&str]) -> Said {
        let Output { stdout, stderr, status } = self.command(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { out: text(&stdout), err: text(&stderr), code: status.code() }
    }
}
