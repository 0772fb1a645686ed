//! Evidence that a page is a wall, or a shell without its comments: browser checks, logins, blocks, and services that
//! load comments in the browser. One table for pages in files and for answers of the network.

/// What a page is instead of the thread.
#[derive(Debug, PartialEq, Eq)]
pub struct Wall {
    /// Lower-case words that are all in such pages.
    words: &'static [&'static str],
    /// Whether only walls have these words, however much else they say.
    sure: bool,
    /// What the page does, as the rest of a sentence.
    pub what: &'static str,
    /// What to do instead.
    pub hint: &'static str,
}

/// A service whose comments are in a page only after its scripts ran.
#[derive(Debug, PartialEq, Eq)]
pub struct Loader {
    /// Beginnings of ids, classes, element names and script addresses, in lower case.
    marks: &'static [&'static str],
    /// Its name.
    pub name: &'static str,
    /// What to do instead.
    pub hint: &'static str,
}

const BROWSER: &str = "open it in a browser, save it, and open the file";
const FRAME: &str = "open it in a browser, show the frame with the comments alone, and save that";
const LOADED: &str = "open it in a browser, let it load them all, and save it then";

const CHECK: &str = "shows a check for browsers instead of the thread";
const BLOCK: &str = "says that it lets nobody in";
const LOGIN: &str = "shows it only to who has logged in";
const SCRIPTS: &str = "shows nothing to who runs no scripts";

const fn wall(words: &'static [&'static str], what: &'static str) -> Wall {
    Wall { words, sure: false, what, hint: BROWSER }
}

const fn sure(words: &'static [&'static str], what: &'static str) -> Wall {
    Wall { words, sure: true, what, hint: BROWSER }
}

/// Every known wall, the more specific ones first.
const WALLS: &[Wall] = &[
    // Cloudflare
    sure(&["_cf_chl_opt"], CHECK),
    sure(&["just a moment...", "/cdn-cgi/challenge-platform/"], CHECK),
    wall(&["just a moment...", "cookies to continue"], CHECK),
    wall(&["attention required! | cloudflare"], BLOCK),
    // Anubis
    sure(&["id=\"anubis_challenge\""], CHECK),
    sure(&["/.within.website/x/cmd/anubis/"], CHECK),
    // Reddit
    sure(&["please wait for verification"], CHECK),
    sure(&["whoa there, pardner"], BLOCK),
    sure(&["blocked by network security"], "does not let it be read without a login"),
    wall(&["over18", "you must be 18"], "asks for an age before it shows the thread"),
    // GitHub
    Wall {
        words: &["documentation_url\":\"https://developer.github.com/v3/#abuse"],
        sure: true,
        what: "asks for patience",
        hint: "try again in a few minutes",
    },
    // DataDome, PerimeterX, Imperva, Akamai, and others
    wall(&["captcha-delivery.com"], CHECK),
    wall(&["px-captcha"], CHECK),
    wall(&["incapsula incident id"], BLOCK),
    wall(&["errors.edgesuite.net"], BLOCK),
    wall(&["checking your browser"], CHECK),
    wall(&["verifying your browser"], CHECK),
    wall(&["verify you are human"], CHECK),
    wall(&["verify that you are human"], CHECK),
    wall(&["verify that you're not a robot"], CHECK),
    wall(&["are you a robot?"], CHECK),
    wall(&["unusual traffic from your"], CHECK),
    wall(&["you must be logged in to"], LOGIN),
    wall(&["you need to be logged in to"], LOGIN),
    wall(&["please log in to continue"], LOGIN),
    wall(&["log in to continue"], LOGIN),
    wall(&["sign in to continue"], LOGIN),
    wall(&["please enable javascript"], SCRIPTS),
    wall(&["you need to enable javascript"], SCRIPTS),
    wall(&["enable javascript to"], SCRIPTS),
    wall(&["javascript is disabled"], SCRIPTS),
    wall(&["javascript is required"], SCRIPTS),
    wall(&["requires javascript"], SCRIPTS),
];

const fn loader(name: &'static str, marks: &'static [&'static str], hint: &'static str) -> Loader {
    Loader { marks, name, hint }
}

/// Every known service.
const LOADERS: &[Loader] = &[
    loader("Disqus", &["disqus_thread", "disqus-thread", "disqus-comment"], FRAME),
    loader("Facebook", &["fb-comments"], FRAME),
    loader("Reddit", &["shreddit-app", "shreddit-comments-page"], LOADED),
    loader("Discourse", &["d-splash", "discourse-comments"], LOADED),
    loader("GitHub", &["giscus", "utterances", "gitalk"], "open the discussion on GitHub that they are from"),
    loader("Coral", &["coral_thread", "coral-embed"], LOADED),
    loader("OpenWeb", &["data-spot-im", "spotim", "openweb-conversation"], LOADED),
    loader("Hyvor Talk", &["hyvor-talk"], FRAME),
    loader("Commento", &["commento"], LOADED),
    loader("Cusdis", &["cusdis"], FRAME),
    loader("Remark42", &["remark42"], FRAME),
    loader("Isso", &["isso-thread"], LOADED),
    loader("IntenseDebate", &["idc-container", "intensedebate"], LOADED),
    loader("FastComments", &["fastcomments"], FRAME),
    loader("Viafoura", &["viafoura", "vf-conversations"], LOADED),
    loader("Vuukle", &["vuukle"], FRAME),
    loader("Livefyre", &["livefyre"], LOADED),
    loader("Waline", &["waline"], LOADED),
];

/// The wall that a lower-case page is. Ask only about pages with little text: others may talk about such checks.
pub fn of(page: &[u8]) -> Option<&'static Wall> {
    WALLS.iter().find(|wall| wall.is(page))
}

/// The wall that a lower-case page certainly is, however much text it has.
pub fn surely(page: &[u8]) -> Option<&'static Wall> {
    WALLS.iter().find(|wall| wall.sure && wall.is(page))
}

impl Wall {
    fn is(&self, page: &[u8]) -> bool {
        self.words.iter().all(|words| memchr::memmem::find(page, words.as_bytes()).is_some())
    }
}

/// The service with a name: an id, a class, an element name, or a script's file name.
pub fn loader_of(name: &str) -> Option<&'static Loader> {
    let starts = |mark: &&str| name.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    LOADERS.iter().find(|loader| loader.marks.iter().any(starts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_are_told_apart_and_pages_are_none() {
        let what = |page: &str| of(page.as_bytes()).map(|wall| wall.what);
        assert_eq!(
            what("<title>just a moment...</title>please enable javascript and cookies to continue."),
            Some(CHECK)
        );
        assert_eq!(what("<h1>whoa there, pardner!</h1>"), Some(BLOCK));
        assert_eq!(what("<noscript>you need to enable javascript to run this app.</noscript>"), Some(SCRIPTS));
        assert_eq!(what("<script src=/cdn-cgi/challenge-platform/scripts/main.js></script><p>the lamp is lit."), None);
    }

    #[test]
    fn services_are_known_by_their_names() {
        assert_eq!(loader_of("disqus_thread").map(|loader| loader.name), Some("Disqus"));
        assert_eq!(loader_of("fb-comments").map(|loader| loader.name), Some("Facebook"));
        assert!(LOADERS.iter().all(|loader| loader.marks.iter().all(|mark| loader_of(mark) == Some(loader))));
        assert_eq!(loader_of("comments"), None);
    }
}
