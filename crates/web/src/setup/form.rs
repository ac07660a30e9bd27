//! What is typed into the sandbox's form, and the scenario that it asks for or what is wrong with it. All pure.

use std::collections::BTreeMap;

use quorum_kernel::{BadChoice, Choice, Options, Setting, Text};
use quorum_scene::{Link, Network, Scenario, check_choice};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// How many servers.
    Servers,
    /// How many clients.
    Clients,
    /// The shortest way of a message, in milliseconds.
    Latency,
    /// How much longer it may be, in milliseconds.
    Jitter,
    /// How many messages in a hundred are lost.
    Loss,
    /// How many in a hundred are duplicated.
    Duplication,
    /// The seed.
    Seed,
}

impl Field {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 7] =
        [Self::Servers, Self::Clients, Self::Latency, Self::Jitter, Self::Loss, Self::Duplication, Self::Seed];
}

/// The form as it stands: what was typed, right or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The protocol's id.
    pub protocol: String,
    /// The mutant's id; none for the correct protocol.
    pub mutant: Option<String>,
    typed: [String; Field::ALL.len()],
    /// What was typed for the protocol's own settings, by id; what is not there is as the protocol has it.
    settings: BTreeMap<String, String>,
}

/// The longest latency or jitter that the form takes, in milliseconds: a minute.
const SPAN_MS_MAX: f64 = 60_000.0;
/// A number longer than this is no number that somebody means.
const TYPED_MAX: usize = 24;

impl Form {
    /// The form that asks for this scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let mut form = Self {
            protocol: scenario.protocol.clone(),
            mutant: scenario.mutant.clone(),
            typed: <[String; Field::ALL.len()]>::default(),
            settings: scenario.options.iter().map(|(id, value)| (id.clone(), value.to_string())).collect(),
        };
        form.set(Field::Servers, scenario.servers.to_string());
        form.set(Field::Clients, scenario.clients.to_string());
        form.set(Field::Seed, scenario.seed.to_string());
        form.set_link(scenario.network.default);
        form
    }

    /// Whether this is what the form was made from, or asks for: nothing in it was changed since.
    pub fn tells(&self, scenario: &Scenario) -> bool {
        let asked = |asked: Scenario| Self::of(&asked) == Self::of(scenario);
        *self == Self::of(scenario) || self.scenario().is_ok_and(asked)
    }

    /// What stands in a field.
    pub fn get(&self, field: Field) -> &str {
        &self.typed[field as usize]
    }

    /// Somebody typed.
    pub fn set(&mut self, field: Field, typed: String) {
        self.typed[field as usize] = typed;
    }

    /// What stands for a setting of the protocol.
    pub fn setting(&self, setting: &Setting) -> String {
        self.settings.get(setting.id).cloned().unwrap_or_else(|| setting.default.to_string())
    }

    /// Somebody changed a setting of the protocol.
    pub fn set_setting(&mut self, id: &str, typed: String) {
        self.settings.insert(id.to_owned(), typed);
    }

    /// What is wrong with a setting, in words that say how to mend it.
    pub fn setting_fault(&self, setting: &Setting) -> Option<Text> {
        let typed =
            self.setting(setting).trim().parse().ok().filter(|value| (setting.min..=setting.max).contains(value));
        typed.is_none().then(|| Text::new("form-setting").with("min", setting.min).with("max", setting.max))
    }

    /// Fills in the fields of the network.
    pub fn set_link(&mut self, link: Link) {
        self.set(Field::Latency, thousandths(link.latency_us));
        self.set(Field::Jitter, thousandths(link.jitter_us));
        self.set(Field::Loss, thousandths(u64::from(link.loss_ppm) / 10));
        self.set(Field::Duplication, thousandths(u64::from(link.duplication_ppm) / 10));
    }

    /// The network that the form asks for, if its fields are right.
    pub fn link(&self) -> Option<Link> {
        Some(Link {
            latency_us: self.span(Field::Latency)?,
            jitter_us: self.span(Field::Jitter)?,
            loss_ppm: self.share(Field::Loss)?,
            duplication_ppm: self.share(Field::Duplication)?,
        })
    }

    /// What is wrong with a field, in words that say how to mend it.
    pub fn fault(&self, field: Field) -> Option<Text> {
        let refused = || check_choice(&self.protocol, &self.choice()?).err();
        match field {
            Field::Servers | Field::Clients => match (field, refused()) {
                (Field::Servers, Some(BadChoice::Servers { min, max })) => Some(range("form-servers", min, max)),
                (Field::Clients, Some(BadChoice::Clients { min, max })) => Some(range("form-clients", min, max)),
                _ => self.count(field).is_none().then(|| Text::new("form-count")),
            },
            Field::Latency | Field::Jitter => self.span(field).is_none().then(|| Text::new("form-span")),
            Field::Loss | Field::Duplication => self.share(field).is_none().then(|| Text::new("form-share")),
            Field::Seed => self.seed().is_none().then(|| Text::new("seed-wrong")),
        }
    }

    /// The scenario.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn scenario(&self) -> Result<Scenario, Field> {
        if let Some(field) = Field::ALL.into_iter().find(|field| self.fault(*field).is_some()) {
            return Err(field);
        }
        let Choice { servers, clients, mutant, options } = self.choice().ok_or(Field::Servers)?;
        Ok(Scenario {
            protocol: self.protocol.clone(),
            servers,
            clients,
            mutant,
            options,
            seed: self.seed().ok_or(Field::Seed)?,
            network: Network { default: self.link().ok_or(Field::Latency)?, ..Network::default() },
            clocks: Default::default(),
            script: Vec::new(),
        })
    }

    fn choice(&self) -> Option<Choice> {
        let (servers, clients) = (self.count(Field::Servers)?, self.count(Field::Clients)?);
        Some(Choice { servers, clients, mutant: self.mutant.clone(), options: self.options() })
    }

    /// The settings, as far as they are numbers.
    fn options(&self) -> Options {
        let read = |(id, typed): (&String, &String)| Some((id.clone(), typed.trim().parse().ok()?));
        self.settings.iter().filter_map(read).collect()
    }

    fn count(&self, field: Field) -> Option<u8> {
        // What is beyond a byte is beyond every protocol: its own words then say how many there may be.
        self.get(field).trim().parse::<u64>().ok().map(|count| count.min(u64::from(u8::MAX)) as u8)
    }

    fn seed(&self) -> Option<u64> {
        self.get(Field::Seed).trim().parse().ok()
    }

    fn span(&self, field: Field) -> Option<u64> {
        number(self.get(field)).filter(|ms| (0.0..=SPAN_MS_MAX).contains(ms)).map(|ms| (ms * 1e3).round() as u64)
    }

    fn share(&self, field: Field) -> Option<u32> {
        number(self.get(field))
            .filter(|percent| (0.0..=100.0).contains(percent))
            .map(|percent| (percent * 1e4).round() as u32)
    }
}

fn range(id: &str, min: u8, max: u8) -> Text {
    Text::new(id).with("min", u32::from(min)).with("max", u32::from(max))
}

/// A number as people write it, with a point or a comma.
fn number(typed: &str) -> Option<f64> {
    let typed = typed.trim();
    let plain = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if typed.len() > TYPED_MAX || !typed.chars().all(plain) {
        return None;
    }
    typed.replace(',', ".").parse().ok()
}

/// 12,500 as “12.5”.
fn thousandths(n: u64) -> String {
    let written = format!("{}.{:03}", n / 1000, n % 1000);
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Networks to choose from: id of the words, and the link.
pub const PRESETS: [(&str, Link); 3] = [
    ("network-calm", Link { latency_us: 10_000, jitter_us: 10_000, loss_ppm: 0, duplication_ppm: 0 }),
    ("network-lossy", Link { latency_us: 10_000, jitter_us: 20_000, loss_ppm: 100_000, duplication_ppm: 50_000 }),
    ("network-slow", Link { latency_us: 40_000, jitter_us: 40_000, loss_ppm: 0, duplication_ppm: 0 }),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form::of(&super::super::default_scenario(None))
    }

    fn with(field: Field, typed: &str) -> Form {
        let mut form = form();
        form.set(field, typed.to_owned());
        form
    }

    #[test]
    fn a_form_asks_for_the_scenario_it_was_made_from() {
        for (_, link) in PRESETS {
            let scenario = Scenario {
                network: Network { default: link, ..Network::default() },
                ..form().scenario().expect("right")
            };
            assert_eq!(Form::of(&scenario).scenario(), Ok(scenario));
        }
    }

    #[test]
    fn a_form_tells_a_scenario_until_something_is_changed_in_it() {
        let scenario = form().scenario().expect("right");
        assert!(form().tells(&scenario));
        assert!(with(Field::Latency, "10.0").tells(&scenario), "the same, written otherwise");
        assert!(!with(Field::Servers, "3").tells(&scenario));
        assert!(!with(Field::Servers, "").tells(&scenario), "what is half typed stays");
        let mut wrong = form();
        wrong.mutant = Some("forgets-vote".to_owned());
        assert!(!wrong.tells(&scenario));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(with(Field::Latency, " 12.5 ").link().expect("right").latency_us, 12_500);
        assert_eq!(with(Field::Loss, "2,5").link().expect("right").loss_ppm, 25_000);
        assert_eq!(with(Field::Seed, " 18446744073709551615 ").scenario().expect("right").seed, u64::MAX);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let cases = [
            (Field::Servers, "0", "form-servers"),
            (Field::Servers, "300", "form-servers"),
            (Field::Servers, "three", "form-count"),
            (Field::Clients, "99", "form-clients"),
            (Field::Clients, "-1", "form-count"),
            (Field::Latency, "", "form-span"),
            (Field::Jitter, "60001", "form-span"),
            (Field::Jitter, "1e3", "form-span"),
            (Field::Loss, "101", "form-share"),
            (Field::Duplication, "1.2.3", "form-share"),
            (Field::Seed, "18446744073709551616", "seed-wrong"),
        ];
        for (field, typed, id) in cases {
            let form = with(field, typed);
            assert_eq!(form.scenario(), Err(field), "{typed}");
            assert_eq!(form.fault(field).expect("a fault").id, id, "{field:?} {typed}");
            let others = Field::ALL.into_iter().filter(|other| *other != field);
            assert!(others.into_iter().all(|other| form.fault(other).is_none()), "{field:?} {typed}: one fault only");
        }
    }
}
