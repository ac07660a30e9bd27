//! What can be set of a cluster besides its size: switches and numbers, by name.

use std::collections::BTreeMap;

use crate::BadChoice;

/// Settings that somebody chose, by id. What is not named is as the protocol has it.
pub type Options = BTreeMap<String, u32>;

/// One thing that can be set. A switch is a number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its id: `fencing`.
    pub id: &'static str,
    /// What it is if nobody chooses.
    pub default: u32,
    /// The lowest it can be.
    pub min: u32,
    /// The highest it can be.
    pub max: u32,
}

impl Setting {
    /// A switch.
    pub const fn switch(id: &'static str, on: bool) -> Self {
        Self { id, default: on as u32, min: 0, max: 1 }
    }

    /// Whether it is a switch.
    pub fn is_switch(&self) -> bool {
        (self.min, self.max) == (0, 1)
    }

    /// What it is in a choice.
    ///
    /// # Errors
    /// If it is out of range there.
    pub fn of(&self, options: &Options) -> Result<u32, BadChoice> {
        let value = options.get(self.id).copied().unwrap_or(self.default);
        let Setting { id, min, max, .. } = *self;
        if (min..=max).contains(&value) { Ok(value) } else { Err(BadChoice::Range { id, min, max }) }
    }

    /// Whether a choice names nothing but these settings, each in its range.
    ///
    /// # Errors
    /// The first that is wrong.
    pub fn check(settings: &[Self], options: &Options) -> Result<(), BadChoice> {
        let known = || settings.iter().map(|setting| setting.id).collect();
        if let Some(id) = options.keys().find(|id| settings.iter().all(|setting| setting.id != id.as_str())) {
            return Err(BadChoice::Setting { id: id.clone(), known: known() });
        }
        settings.iter().try_for_each(|setting| setting.of(options).map(|_| ()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &[Setting] =
        &[Setting::switch("fencing", true), Setting { id: "ttl", default: 100, min: 2, max: 500 }];

    fn check(options: &[(&str, u32)]) -> Result<(), BadChoice> {
        Setting::check(SETTINGS, &options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect())
    }

    #[test]
    fn what_is_not_named_is_as_the_protocol_has_it() {
        assert_eq!((SETTINGS[0].of(&Options::new()), SETTINGS[1].of(&Options::new())), (Ok(1), Ok(100)));
        assert!(SETTINGS[0].is_switch() && !SETTINGS[1].is_switch());
        assert_eq!(SETTINGS[1].of(&Options::from([("ttl".to_owned(), 7)])), Ok(7));
    }

    #[test]
    fn an_unknown_name_and_a_value_out_of_range_are_refused() {
        assert_eq!(check(&[("fencing", 0), ("ttl", 500)]), Ok(()));
        assert_eq!(check(&[("ttl", 1)]), Err(BadChoice::Range { id: "ttl", min: 2, max: 500 }));
        let unknown = BadChoice::Setting { id: "fence".to_owned(), known: vec!["fencing", "ttl"] };
        assert_eq!(check(&[("fence", 1)]), Err(unknown));
    }
}
