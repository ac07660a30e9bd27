//! How a language writes numbers and spans of time.

use super::Catalogue;

/// Stands for the number in a unit's words while they are kept. No catalogue has it: it means “an object was here”.
const GAP: &str = "\u{fffc}";

/// The marks within numbers and the words around them.
#[derive(Clone, Default)]
pub(super) struct Style {
    /// Between thousands: `,`.
    group: String,
    /// Before the fraction: `.`.
    point: String,
    /// Before a negative number: `−`.
    minus: String,
    /// Around a number of seconds, which [`GAP`] stands for: `… s`.
    seconds: String,
    /// Around a number of milliseconds.
    milliseconds: String,
}

impl Style {
    /// How `catalogue` says to write numbers; where it does not say, as `other`.
    pub fn of(catalogue: &Catalogue, other: &Self) -> Self {
        let mark = |id: &str, other: &String| {
            let args = [("n", GAP)].into_iter().collect();
            catalogue.say(id, &args).unwrap_or_else(|_| other.clone())
        };
        Self {
            group: mark("number-group", &other.group),
            point: mark("number-point", &other.point),
            minus: mark("number-minus", &other.minus),
            seconds: mark("unit-seconds", &other.seconds),
            milliseconds: mark("unit-milliseconds", &other.milliseconds),
        }
    }

    /// Thousands apart: `12,480`.
    pub fn whole(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut out = if n < 0 { self.minus.clone() } else { String::new() };
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        out
    }

    /// Microseconds as seconds with three digits: `1.425 s`.
    pub fn time(&self, us: i64) -> String {
        let minus = if us < 0 { self.minus.as_str() } else { "" };
        let us = us.unsigned_abs();
        let number = format!("{minus}{}{}{:03}", us / 1_000_000, self.point, us % 1_000_000 / 1000);
        self.seconds.replacen(GAP, &number, 1)
    }

    /// Microseconds as milliseconds, with a digit after the point below ten: `23 ms`, `4.2 ms`.
    pub fn ms(&self, us: i64) -> String {
        let number = if us.abs() < 10_000 && us % 1000 != 0 {
            format!("{:.1}", us as f64 / 1000.0).replacen('-', &self.minus, 1).replacen('.', &self.point, 1)
        } else {
            self.whole((us as f64 / 1000.0).round() as i64)
        };
        self.milliseconds.replacen(GAP, &number, 1)
    }
}
