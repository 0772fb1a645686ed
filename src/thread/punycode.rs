//! Host names with letters beyond ASCII, in the form that DNS looks up (RFC 3492, RFC 5890).

/// The parameters of Punycode (RFC 3492, section 5).
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST: u32 = 128;
const BIAS: u32 = 72;
/// Characters in a label at most (RFC 1035), which also bounds the work.
const LONGEST: usize = 63;

/// A host with every label in ASCII. `None` if one of them gets too long.
pub(crate) fn in_ascii(host: &str) -> Option<String> {
    let labels: Option<Vec<String>> = host.split('.').map(label).collect();
    labels.map(|labels| labels.join("."))
}

fn label(label: &str) -> Option<String> {
    let label = label.to_lowercase();
    if label.is_ascii() {
        return Some(label);
    }
    let coded = format!("xn--{}", encoded(&label)?);
    (coded.len() <= LONGEST).then_some(coded)
}

fn encoded(label: &str) -> Option<String> {
    let chars: Vec<u32> = label.chars().take(LONGEST + 1).map(u32::from).collect();
    if chars.len() > LONGEST {
        return None;
    }
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let plain = out.len() as u32;
    let (mut done, mut least, mut delta, mut bias) = (plain, FIRST, 0_u32, BIAS);
    if plain > 0 {
        out.push('-');
    }
    while (done as usize) < chars.len() {
        let next = chars.iter().copied().filter(|&c| c >= least).min()?;
        // RFC 3492, section 6.3: `delta` counts the states that the decoder skips until the next insertion.
        delta = delta.checked_add((next - least).checked_mul(done + 1)?)?;
        least = next;
        for &c in &chars {
            if c < least {
                delta = delta.checked_add(1)?;
            }
            if c == least {
                push_number(delta, bias, &mut out);
                bias = adapted(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        least += 1;
    }
    Some(out)
}

/// Appends a number of variable length (section 3.3).
fn push_number(number: u32, bias: u32, out: &mut String) {
    let mut rest = number;
    for step in 1.. {
        let threshold = (BASE * step).saturating_sub(bias).clamp(T_MIN, T_MAX);
        if rest < threshold {
            break;
        }
        out.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
        rest = (rest - threshold) / (BASE - threshold);
    }
    out.push(digit(rest));
}

fn digit(number: u32) -> char {
    char::from_digit((number + 10) % 36, 36).unwrap_or('0')
}

fn adapted(delta: u32, done: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / done;
    let mut bias = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        bias += BASE;
    }
    bias + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_written_as_they_are_looked_up() {
        assert_eq!(in_ascii("Harbour.example").as_deref(), Some("harbour.example"));
        assert_eq!(in_ascii("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(in_ascii("аррӏе.com").as_deref(), Some("xn--80ak6aa92e.com"));
        assert_eq!(in_ascii("灯台.example").as_deref(), Some("xn--kprz67d.example"));
        assert_eq!(in_ascii(&"ü".repeat(64)), None);
    }
}
