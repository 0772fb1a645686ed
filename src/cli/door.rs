//! What is named on the command line, as something that can be opened: a file, an address, standard input.

use super::args::Args;
use super::message::{Stop, say};
use super::{HARBOUR, config, guide, tell_wrong};
use crate::input::Origin;
use crate::web::{self, Client, Settings};
use std::cell::OnceCell;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;

/// What turns names into origins. The configuration is looked at only where an address is named.
pub(super) struct Door<'a> {
    args: &'a Args,
    client: OnceCell<Arc<Client>>,
}

impl<'a> Door<'a> {
    pub(super) fn new(args: &'a Args) -> Self {
        Self { args, client: OnceCell::new() }
    }

    /// What to read: the guide, the named sources, what comes through a pipe, or the built-in thread.
    pub(super) fn origin(&self) -> Result<Origin, Stop> {
        if self.args.guide {
            return Ok(guide::origin());
        }
        match self.args.sources.as_slice() {
            [] if self.args.tutorial || io::stdin().is_terminal() => Ok(Origin::included(HARBOUR.0, HARBOUR.1)),
            [] => Ok(Origin::stdin()),
            [one] => self.named(one),
            many => Ok(Origin::several(many.iter().map(|path| self.named(path)).collect::<Result<_, _>>()?)),
        }
    }

    /// A source as it was named: a dash is standard input, and what is no file may be an address.
    pub(super) fn named(&self, path: &Path) -> Result<Origin, Stop> {
        if path == Path::new("-") {
            return Ok(Origin::stdin());
        }
        let name = path.to_str().filter(|name| web::has_scheme(name) || !is_there(path));
        match name.and_then(web::pasted) {
            Some(Ok(address)) => Ok(Origin::web(address, self.client()?)),
            Some(Err(why)) => Ok(Origin::nothing(&path.display().to_string(), &why)),
            None => Ok(Origin::file(path)),
        }
    }

    /// Who fetches, as the configuration and the command line have it.
    pub(super) fn client(&self) -> Result<Arc<Client>, Stop> {
        if let Some(client) = self.client.get() {
            return Ok(Arc::clone(client));
        }
        let (config, wrong) = config::load(self.args.config.as_deref())?;
        tell_wrong(wrong.as_deref());
        Ok(Arc::clone(self.client.get_or_init(|| self.client_of(config.web))))
    }

    /// Who fetches with such settings.
    pub(super) fn client_of(&self, settings: Settings) -> Arc<Client> {
        let offline = self.args.offline || settings.offline;
        let folder = settings.folder.filter(|_| !self.args.no_store);
        Arc::new(Client::new(Settings { offline, folder, ..settings }))
    }

    /// Forgets the copies of what was fetched: of an address, or all.
    pub(super) fn forget(&self, what: &str) -> Result<(), Stop> {
        let client = self.client()?;
        if what == "all" {
            return client.forget_all().map_err(Stop::output("the copies"));
        }
        match web::pasted(what) {
            Some(Ok(address)) => {
                if !client.forget(&address) {
                    say(&format!("threadle: {what}: no copy of it is kept"));
                }
                Ok(())
            }
            Some(Err(why)) => Err(wrong(&format!("{what}: {why}"))),
            None => Err(wrong(&format!("expected an address or \"all\" to forget, found \"{what}\""))),
        }
    }
}

fn wrong(what: &str) -> Stop {
    Stop::Usage { what: what.to_owned(), hint: "threadle --help lists what can be given".to_owned() }
}

/// Whether there is such a file, or at least the directory that it would be in.
fn is_there(path: &Path) -> bool {
    let folder = path.components().next().map(|first| Path::new(first.as_os_str()));
    path.exists() || folder.is_some_and(|folder| path.components().count() > 1 && folder.is_dir())
}
