//! The names of the months, whole and short, in the languages that the common blog programs come in.

/// The names of each month, in lower case.
const MONTHS: [&[&str]; 12] = [
    &[
        "sty",
        "јануар",
        "јан",
        "янв",
        "january",
        "januar",
        "janvier",
        "enero",
        "gennaio",
        "janeiro",
        "januari",
        "stycznia",
        "января",
        "jan",
        "jän",
        "jänner",
        "janv",
        "ene",
        "gen",
    ],
    &[
        "lut",
        "фебруар",
        "феб",
        "фев",
        "february",
        "februar",
        "février",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
        "lutego",
        "февраля",
        "feb",
        "févr",
        "fev",
    ],
    &[
        "mart",
        "март",
        "мар",
        "march",
        "märz",
        "mars",
        "marzo",
        "março",
        "maart",
        "marts",
        "marca",
        "марта",
        "mar",
        "mär",
        "mrz",
    ],
    &["kwi", "април", "апр", "april", "avril", "abril", "aprile", "kwietnia", "апреля", "apr", "avr", "abr"],
    &["мај", "may", "mai", "mayo", "maggio", "maio", "mei", "maj", "maja", "мая", "mag"],
    &["cze", "јун", "июн", "june", "juni", "juin", "junio", "giugno", "junho", "czerwca", "июня", "jun", "giu"],
    &[
        "lip", "јул", "июл", "july", "juli", "juillet", "julio", "luglio", "julho", "lipca", "июля", "jul", "juil",
        "lug",
    ],
    &[
        "sie",
        "avgust",
        "avg",
        "август",
        "авг",
        "august",
        "août",
        "agosto",
        "augustus",
        "augusti",
        "sierpnia",
        "августа",
        "aug",
        "ago",
    ],
    &[
        "wrz",
        "septembar",
        "септембар",
        "сеп",
        "сен",
        "september",
        "septembre",
        "septiembre",
        "settembre",
        "setembro",
        "września",
        "сентября",
        "sep",
        "sept",
        "set",
    ],
    &[
        "paź",
        "oktobar",
        "октобар",
        "окт",
        "october",
        "oktober",
        "octobre",
        "octubre",
        "ottobre",
        "outubro",
        "października",
        "октября",
        "oct",
        "okt",
        "ott",
        "out",
    ],
    &[
        "lis",
        "novembar",
        "новембар",
        "ноя",
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "listopada",
        "ноября",
        "nov",
    ],
    &[
        "gru",
        "decembar",
        "децембар",
        "дец",
        "дек",
        "december",
        "dezember",
        "décembre",
        "diciembre",
        "dicembre",
        "dezembro",
        "grudnia",
        "декабря",
        "dec",
        "dez",
        "déc",
        "dic",
    ],
];

/// The month that a word names or ends with (a name may run into it: `Alice MillerMay 3, 2023`), and the bytes that
/// its name takes.
pub(in crate::source) fn month(word: &str) -> Option<(u32, usize)> {
    let lower = word.to_lowercase();
    if lower.len() != word.len() {
        return None;
    }
    let whole = MONTHS.iter().position(|names| names.contains(&lower.as_str()));
    if let Some(place) = whole {
        return Some((place as u32 + 1, word.len()));
    }
    MONTHS.iter().enumerate().find_map(|(place, names)| {
        names.iter().find_map(|name| {
            let before = lower.strip_suffix(name).filter(|before| name.len() > 2 && !before.is_empty())?;
            let capital = word.get(before.len()..)?.starts_with(char::is_uppercase);
            capital.then_some((place as u32 + 1, name.len()))
        })
    })
}
