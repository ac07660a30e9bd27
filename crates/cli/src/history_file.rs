//! A history of calls and returns as a JSON file. What it looks like stands in [`FORMAT`].

use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;
use quorum_checker::linear::{BadHistory, Called};
use quorum_kernel::{
    operation::{CounterCall, KeyValueAnswer, KeyValueCall, KeyValueVerb, LockCall, LockVerb, Meaning},
    shorten,
};
use quorum_sim::json_words;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The format, for `--help`.
pub const FORMAT: &str = r#"A history is a JSON object:

  { "model": "kv", "operations": [
      { "client": "a", "call": 0, "return": 4, "op": "put", "key": "x", "value": "1" },
      { "client": "b", "call": 3, "return": 6, "op": "get", "key": "x", "result": "1" },
      { "client": "a", "call": 5, "op": "cas", "key": "x", "old": "1", "value": "2" } ] }

"call" and "return" are moments in any unit, as whole numbers. An operation without
"return" is open: it may have happened at any time since, or never. A client does one
thing at a time; give each of its threads a name. Of a call and a return at one
moment, the call counts as earlier. "about" may say what the history shows.

  model     op        needs           result, if it returned
  register  read                      the value, or null if there is none
            write     value
            cas       old, value      true if it swapped, else false
  kv        get       key             the value, or null if there is none
            put       key, value
            append    key, value
            cas       key, old, value true if it swapped, else false
            delete    key
  counter   read                      the number (it begins at 0)
            add       value, a number the number after it, or left out
  lock      acquire                   true if it was taken, else false
            release                   true if it was given back, else false

Of counters and locks there may be several, told apart by a "key"."#;

/// The most operations in a file.
const OPERATIONS_MAX: usize = 100_000;
/// The longest name of a client or a key, in bytes.
const NAME_MAX: usize = 200;

/// The machines that histories are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelName {
    /// One value that is read and written.
    Register,
    /// A store of values by key.
    Kv,
    /// A number that goes up and down.
    Counter,
    /// A lock that one client holds at a time.
    Lock,
}

impl ModelName {
    fn word(self) -> &'static str {
        match self {
            ModelName::Register => "register",
            ModelName::Kv => "kv",
            ModelName::Counter => "counter",
            ModelName::Lock => "lock",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    model: Option<ModelName>,
    #[serde(rename = "about")]
    _about: Option<String>,
    operations: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    client: String,
    call: u64,
    #[serde(rename = "return")]
    returned: Option<u64>,
    op: String,
    key: Option<Arc<str>>,
    old: Option<Arc<str>>,
    value: Option<Value>,
    /// Absent, or there, if only as `null`.
    #[serde(default, deserialize_with = "there")]
    result: Option<Value>,
}

fn there<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(reader).map(Some)
}

/// A history as it was read.
pub struct Read {
    pub model: ModelName,
    pub calls: Vec<Called>,
}

/// Reads the text of a history; `wanted` is the model that was asked for.
pub fn parse(json: &str, wanted: Option<ModelName>) -> Result<Read> {
    let wrong = |error: serde_json::Error| {
        anyhow!("line {}, column {}: {}", error.line(), error.column(), shorten(json_words(&error)))
    };
    let file: File = serde_json::from_str(json).map_err(wrong)?;
    let model = match (file.model, wanted) {
        (Some(named), Some(wanted)) if named != wanted => bail!(
            "model: the file says \"{}\" and the command --model {}: leave one of them out",
            named.word(),
            wanted.word()
        ),
        (named, wanted) => named.or(wanted).ok_or_else(|| {
            anyhow!("model: is missing: add \"model\": \"register\", \"kv\", \"counter\" or \"lock\", or give --model")
        })?,
    };
    if file.operations.len() > OPERATIONS_MAX {
        bail!("operations: has {} of them; {OPERATIONS_MAX} is the most: split the history", file.operations.len());
    }
    let call = |(place, line): (usize, Line)| called(model, &line).map_err(|why| anyhow!("operations[{place}]: {why}"));
    let calls = file.operations.into_iter().enumerate().map(call).collect::<Result<Vec<_>>>()?;
    Ok(Read { model, calls })
}

/// Why operations are no history, with their places.
pub fn no_history(why: &BadHistory) -> anyhow::Error {
    match why {
        BadHistory::ReturnsBeforeCall(at) => {
            anyhow!(
                "operations[{at}]: returns before it is called: exchange \"call\" and \"return\", or mend the clock"
            )
        }
        BadHistory::Overlaps(first, second) => anyhow!(
            "operations[{second}]: is called before operations[{first}] of the same client has returned: a client does one \
             thing at a time, so give each of its threads a name of its own"
        ),
    }
}

fn called(model: ModelName, line: &Line) -> Result<Called> {
    for (field, name) in [("client", Some(line.client.as_str())), ("key", line.key.as_deref())] {
        let bytes = name.map_or(0, str::len);
        if bytes > NAME_MAX {
            bail!("\"{field}\" has {bytes} bytes; {NAME_MAX} is the most: shorten it");
        }
    }
    if line.returned.is_none() && line.result.is_some() {
        bail!("has a \"result\" and no \"return\": say when it returned, or take the result away");
    }
    let meaning = match model {
        ModelName::Register => register(line)?,
        ModelName::Kv => key_value(line)?,
        ModelName::Counter => counter(line)?,
        ModelName::Lock => lock(line)?,
    };
    Ok(Called { client: line.client.clone(), call: line.call, returned: line.returned, meaning })
}

fn register(line: &Line) -> Result<Meaning> {
    line.unwanted("key", line.key.is_some())?;
    let verb = match line.op.as_str() {
        "read" => KeyValueVerb::Get,
        "write" => KeyValueVerb::Put(line.text("value")?),
        "cas" => line.swap()?,
        _ => return Err(line.unknown("read, write or cas")),
    };
    line.store("".into(), verb)
}

fn key_value(line: &Line) -> Result<Meaning> {
    let verb = match line.op.as_str() {
        "get" => KeyValueVerb::Get,
        "put" => KeyValueVerb::Put(line.text("value")?),
        "append" => KeyValueVerb::Append(line.text("value")?),
        "cas" => line.swap()?,
        "delete" => KeyValueVerb::Delete,
        _ => return Err(line.unknown("get, put, append, cas or delete")),
    };
    let key = line.key.clone().ok_or_else(|| anyhow!("has no \"key\": name the key that it is about"))?;
    line.store(key, verb)
}

fn counter(line: &Line) -> Result<Meaning> {
    line.unwanted("old", line.old.is_some())?;
    let number = |value: &Value, field: &str| {
        value.as_i64().ok_or_else(|| anyhow!("\"{field}\" is no whole number that fits 64 bits: write for example 3"))
    };
    let add = match (line.op.as_str(), &line.value) {
        ("read", value) => line.unwanted("value", value.is_some()).map(|()| 0)?,
        ("add", Some(value)) => number(value, "value")?,
        ("add", None) => bail!("has no \"value\": write what is added"),
        _ => return Err(line.unknown("read or add")),
    };
    let told = line.result.as_ref().map(|result| number(result, "result")).transpose()?;
    if line.op == "read" && line.returned.is_some() && told.is_none() {
        bail!("a read that returned needs a \"result\", the number that was read");
    }
    let counter = line.key.clone().unwrap_or_default();
    Ok(Meaning::Counter(CounterCall { counter, add }, line.returned.map(|_| told)))
}

fn lock(line: &Line) -> Result<Meaning> {
    line.unwanted("value", line.value.is_some())?;
    line.unwanted("old", line.old.is_some())?;
    let verb = match line.op.as_str() {
        "acquire" => LockVerb::Acquire,
        "release" => LockVerb::Release,
        _ => return Err(line.unknown("acquire or release")),
    };
    let (lock, who) = (line.key.clone().unwrap_or_default(), line.client.as_str().into());
    Ok(Meaning::Lock(LockCall { lock, who, verb }, line.done()?))
}

impl Line {
    fn unknown(&self, known: &str) -> anyhow::Error {
        anyhow!("there is no \"op\" \"{}\" of this model: write {known}", shorten(self.op.clone()))
    }

    fn unwanted(&self, field: &str, is_there: bool) -> Result<()> {
        if is_there {
            bail!("\"{field}\" means nothing to a {} of this model: take it away", shorten(self.op.clone()));
        }
        Ok(())
    }

    /// A value that is a text.
    fn text(&self, field: &str) -> Result<Arc<str>> {
        match &self.value {
            Some(Value::String(text)) => Ok(text.as_str().into()),
            Some(_) => bail!("\"{field}\" is no text: put it in quotes"),
            None => bail!("has no \"{field}\": add it, as a text"),
        }
    }

    fn swap(&self) -> Result<KeyValueVerb> {
        let old = self.old.clone().ok_or_else(|| anyhow!("has no \"old\": add the value that it expects"))?;
        Ok(KeyValueVerb::Cas { old, new: self.text("value")? })
    }

    /// A call on a store, with its answer.
    fn store(&self, key: Arc<str>, verb: KeyValueVerb) -> Result<Meaning> {
        self.unwanted("old", self.old.is_some() && !matches!(verb, KeyValueVerb::Cas { .. }))?;
        self.unwanted("value", self.value.is_some() && matches!(verb, KeyValueVerb::Get | KeyValueVerb::Delete))?;
        let answer = match (&verb, &self.result) {
            _ if self.returned.is_none() => None,
            (KeyValueVerb::Get, Some(Value::String(text))) => Some(KeyValueAnswer::Value(Some(text.as_str().into()))),
            (KeyValueVerb::Get, Some(Value::Null)) => Some(KeyValueAnswer::Value(None)),
            (KeyValueVerb::Get, _) => {
                bail!("a {} that returned needs a \"result\": the value as a text, or null if there was none", self.op)
            }
            (KeyValueVerb::Cas { .. }, _) => self.done()?.map(KeyValueAnswer::Swapped),
            (_, None | Some(Value::Null)) => Some(KeyValueAnswer::Done),
            (_, Some(_)) => bail!("a {} has no \"result\": take it away", self.op),
        };
        Ok(Meaning::KeyValue(KeyValueCall { key, verb }, answer))
    }

    /// Whether it was done, if it returned.
    fn done(&self) -> Result<Option<bool>> {
        match (self.returned, &self.result) {
            (None, _) => Ok(None),
            (Some(_), Some(Value::Bool(done))) => Ok(Some(*done)),
            (Some(_), _) => bail!("needs a \"result\", true or false, as it returned"),
        }
    }
}
