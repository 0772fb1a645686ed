//! Turns names on the command line into origins: files, addresses, standard input.

use super::args::Args;
use super::library::TUTORIAL;
use super::message::{Stop, say};
use super::saved::Saved;
use super::{config, guide, library, tell_wrong};
use crate::app::LIBRARY;
use crate::input::Origin;
use crate::term::{At, Places};
use crate::web::{self, Client, Settings};
use std::cell::OnceCell;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Turns names into origins. Reads the configuration only if an address is named.
pub(super) struct Door<'a> {
    args: &'a Args,
    client: OnceCell<Arc<Client>>,
    saved: Arc<OnceLock<Vec<Saved>>>,
}

impl<'a> Door<'a> {
    pub(super) fn new(args: &'a Args) -> Self {
        Self { args, client: OnceCell::new(), saved: Arc::default() }
    }

    /// What to read: the guide, the named sources, what comes through a pipe, the library once anything was read, or
    /// the built-in thread.
    pub(super) fn origin(&self) -> Result<Origin, Stop> {
        if self.args.guide {
            return Ok(guide::origin());
        }
        let sources: Vec<&PathBuf> = self.args.sources.iter().filter(|source| post_of(source).is_none()).collect();
        match sources.as_slice() {
            [] if self.args.tutorial => Ok(library::tutorial()),
            [] if !io::stdin().is_terminal() => Ok(Origin::stdin()),
            [] if !self.args.no_store && library::is_there() => Ok(self.library()),
            [] => Ok(library::tutorial()),
            [one] => self.named(one),
            many => Ok(Origin::several(many.iter().map(|path| self.named(path)).collect::<Result<_, _>>()?)),
        }
    }

    /// The post that is named beside the sources.
    pub(super) fn post(&self) -> Option<At> {
        self.args.sources.iter().find_map(|source| post_of(source))
    }

    fn library(&self) -> Origin {
        library::origin(Arc::clone(&self.saved), !self.args.no_store)
    }

    /// Lists and searches that have names.
    fn saved(&self) -> Result<&[Saved], Stop> {
        self.client()?;
        Ok(self.saved.get().map_or(&[], Vec::as_slice))
    }

    /// What turns the place of a thread into its origin while the reader is open.
    pub(super) fn places(&self) -> Result<Places, Stop> {
        let (saved, client, is_kept) = (Arc::clone(&self.saved), self.client()?, !self.args.no_store);
        Ok(Box::new(move |place| match place {
            LIBRARY => Ok(library::origin(Arc::clone(&saved), is_kept)),
            TUTORIAL => Ok(library::tutorial()),
            _ => match web::pasted(place).filter(|_| web::has_scheme(place)) {
                Some(Ok(address)) => Ok(Origin::web(address, Arc::clone(&client))),
                Some(Err(why)) => Err(format!("{place}: {why}")),
                None if Path::new(place).exists() => Ok(Origin::file(place)),
                None => Err(format!("{place} is not there any more")),
            },
        }))
    }

    /// A source as it was named: a dash is standard input, and what is no file may be a list of the configuration or
    /// an address.
    pub(super) fn named(&self, path: &Path) -> Result<Origin, Stop> {
        if path == Path::new("-") {
            return Ok(Origin::stdin());
        }
        let name = path.to_str().filter(|name| web::has_scheme(name) || !is_there(path));
        if let Some(name) = name
            && let Some(saved) = self.saved()?.iter().find(|saved| saved.name == name)
        {
            return match web::pasted(&saved.place) {
                Some(Ok(address)) => Ok(Origin::web(address, self.client()?)),
                _ => Err(wrong(&format!("{name}: it is a search: the library opens it"))),
            };
        }
        match name.and_then(web::pasted) {
            Some(Ok(address)) => Ok(Origin::web(address, self.client()?)),
            Some(Err(why)) => Ok(Origin::nothing(&path.display().to_string(), &why)),
            None => Ok(Origin::file(path)),
        }
    }

    /// The client for fetching, set up by the configuration and the command line.
    pub(super) fn client(&self) -> Result<Arc<Client>, Stop> {
        if let Some(client) = self.client.get() {
            return Ok(Arc::clone(client));
        }
        let (config, wrong) = config::load(self.args.config.as_deref())?;
        tell_wrong(wrong.as_deref());
        Ok(self.remember(config.web, config.saved))
    }

    /// Goes on with what a configuration says.
    pub(super) fn remember(&self, web: Settings, saved: Vec<Saved>) -> Arc<Client> {
        self.saved.get_or_init(|| saved);
        Arc::clone(self.client.get_or_init(|| self.client_of(web)))
    }

    /// A client with these settings.
    fn client_of(&self, settings: Settings) -> Arc<Client> {
        let offline = self.args.offline || settings.offline;
        let folder = settings.folder.filter(|_| !self.args.no_store);
        Arc::new(Client::new(Settings { offline, folder, ..settings }))
    }

    /// Deletes the stored copies of an address, or all copies.
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

/// The post that a name on the command line is: `+42`, or `#c_abc` as the address of a comment ends. `None` if it
/// names a source.
fn post_of(source: &Path) -> Option<At> {
    let name = source.to_str().filter(|_| !source.exists())?;
    let number = name.strip_prefix('+').and_then(|number| number.parse().ok());
    number.map(At::Number).or_else(|| Some(At::Id(name.strip_prefix('#').filter(|id| !id.is_empty())?.to_owned())))
}

fn wrong(what: &str) -> Stop {
    Stop::Usage { what: what.to_owned(), hint: "threadle --help lists what can be given".to_owned() }
}

/// Whether a file exists, or at least the first directory of its path.
fn is_there(path: &Path) -> bool {
    let folder = path.components().next().map(|first| Path::new(first.as_os_str()));
    path.exists() || folder.is_some_and(|folder| path.components().count() > 1 && folder.is_dir())
}
