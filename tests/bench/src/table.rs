//! The table: aim, measured, ratio.

use core::fmt::Write as _;

/// What a row wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish {
    /// At least the aim.
    AtLeast,
    /// At most the aim.
    AtMost,
    /// The aim, give or take this share of it: what theory expects of chance.
    About(f64),
}

/// One figure beside its aim.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// What was hoped for, and where that comes from.
    pub aim: f64,
    /// Which way.
    pub wish: Wish,
    /// What came out.
    pub measured: f64,
    /// In what.
    pub unit: &'static str,
}

impl Row {
    /// How many times better than the aim: 1 and more is good, whichever way the wish goes. Of what is to be about the aim, how
    /// many times the aim.
    pub fn ratio(&self) -> f64 {
        match self.wish {
            Wish::AtLeast | Wish::About(_) => self.measured / self.aim,
            Wish::AtMost => self.aim / self.measured,
        }
    }

    /// Whether it is as wished.
    pub fn met(&self) -> bool {
        match self.wish {
            Wish::AtLeast | Wish::AtMost => self.ratio() >= 1.0,
            Wish::About(share) => (self.ratio() - 1.0).abs() <= share,
        }
    }
}

/// A heading with rows, and why a part is missing, if one is.
#[derive(Clone, Debug)]
pub struct Section {
    /// What the rows are about.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The sections as text.
pub fn print(sections: &[Section]) -> String {
    let mut text = String::new();
    for Section { title, rows } in sections {
        let head = ["aim", "measured", "unit", "ratio"];
        let _infallible =
            writeln!(text, "\n{title}\n{:62}{:>11} {:>11}  {:12} {:>6}", "", head[0], head[1], head[2], head[3]);
        for row in rows {
            let sign = match row.wish {
                Wish::AtLeast => "≥",
                Wish::AtMost => "≤",
                Wish::About(_) => "≈",
            };
            let aim = format!("{sign} {}", number(row.aim));
            let verdict = if row.met() { "" } else { "  missed" };
            let (measured, ratio) = (number(row.measured), row.ratio());
            let _infallible =
                writeln!(text, "  {:60}{aim:>11} {measured:>11}  {:12} {ratio:>6.2}{verdict}", row.what, row.unit);
        }
    }
    text
}

/// A number for people: thousands set apart, and as many decimals as tell something.
pub(crate) fn number(value: f64) -> String {
    if value != 0.0 && value < 0.1 {
        return format!("{value:.5}");
    }
    if value < 100.0 {
        return if value.fract() == 0.0 { format!("{value}") } else { format!("{value:.2}") };
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_set_for_people() {
        assert_eq!(
            [1_234_567.4, 999.0, 0.2345, 16.0, 0.00123].map(number),
            ["1,234,567", "999", "0.23", "16", "0.00123"]
        );
    }

    #[test]
    fn a_ratio_of_one_and_more_is_good_either_way() {
        let row = |wish, measured| Row { what: String::new(), aim: 10.0, wish, measured, unit: "" };
        assert_eq!(row(Wish::AtLeast, 20.0).ratio(), 2.0);
        assert_eq!(row(Wish::AtMost, 20.0).ratio(), 0.5);
        assert!(
            row(Wish::About(0.2), 11.9).met()
                && !row(Wish::About(0.2), 12.1).met()
                && !row(Wish::About(0.2), 7.9).met()
        );
        let missed = print(&[Section { title: String::new(), rows: vec![row(Wish::AtMost, 20.0)] }]);
        assert!(missed.contains("missed"), "{missed}");
    }
}
