//! What `lesson.json` may say, as a JSON Schema that editors complete and check from, and what can be asked of each
//! protocol, told from the same schema. Only with the feature `schema`: the page carries none of it.

use std::borrow::Cow;

use quorum_kernel::{Exhibit, Fault, Mode};
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::VERBS;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::format::{Lesson, Spend, Statement};

/// Where schemas of named types stand in draft 7, which editors know best.
const DEFINITIONS: &str = "definitions";

impl JsonSchema for Statement {
    fn schema_name() -> Cow<'static, str> {
        "Statement".into()
    }

    /// Of any protocol: which one a lesson names stands elsewhere in it.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let any: Vec<_> = IDS.iter().filter_map(|id| visit(id, Of(generator))).collect();
        json_schema!({ "description": "A statement about the cluster.", "anyOf": any })
    }
}

/// The schema of a protocol's predicates.
struct Of<'a>(&'a mut SchemaGenerator);

impl Visitor for Of<'_> {
    type Output = Schema;

    fn visit<P: Exhibit>(self) -> Schema {
        self.0.subschema_for::<P::Predicate>()
    }
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft07().into_generator()
}

/// The schema of `lesson.json`.
pub fn schema() -> Value {
    let mut generator = generator();
    let spends = generator.subschema_for::<Spend>().to_value();
    let definitions = generator.definitions().clone();
    let mut schema = generator.into_root_schema_for::<Lesson>();
    schema.insert("title".to_owned(), json!("A lesson of Quorum Lab"));
    let mut schema = schema.to_value();
    let mut set = |place: &str, key: &str, value: Value| {
        let place = format!("/{DEFINITIONS}/{place}");
        schema.pointer_mut(&place).unwrap_or_else(|| panic!("the schema has no {place}"))[key] = value;
    };
    // What the types leave to strings, but the code knows.
    set("Scenario/properties/protocol", "enum", json!(IDS));
    for place in ["Scenario/properties/mutant", "Cluster/properties/mutant"] {
        set(place, "examples", json!(ids(|known| known.mutants)));
    }
    for kind in ["Break", "Hunt"] {
        set(&format!("{kind}/properties/property"), "examples", json!(ids(|known| known.properties)));
    }
    set("Searched/properties/budget", "properties", faults());
    set("Searched/properties/budget", "additionalProperties", json!(false));
    set("Break/properties/budget", "properties", budget(Named(definitions).follow(&spends)));
    set("Break/properties/budget", "additionalProperties", json!(false));
    for kind in ["Watch", "Do", "Predict", "Reach", "Break", "Hunt", "Quiz"] {
        set(&format!("{kind}/properties/controls/items"), "enum", json!(VERBS));
    }
    schema
}

/// Ids that a protocol knows.
struct Known {
    mutants: Vec<&'static str>,
    properties: Vec<&'static str>,
}

impl Visitor for Known {
    type Output = Self;

    fn visit<P: Exhibit>(self) -> Self {
        let always = P::properties().iter().filter(|property| property.mode == Mode::Always);
        Self {
            mutants: P::MUTANTS.iter().map(|mutant| mutant.id).collect(),
            properties: always.map(|property| property.id).collect(),
        }
    }
}

/// Ids that one protocol or another knows.
fn ids(of: fn(Known) -> Vec<&'static str>) -> Vec<&'static str> {
    let known = IDS.iter().filter_map(|id| visit(id, Known { mutants: Vec::new(), properties: Vec::new() }));
    known.flat_map(of).collect()
}

/// The lines a budget may have, each with what it counts.
fn budget(spends: &Value) -> Value {
    let kinds = spends.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let line = |kind: &Value| {
        let word = kind.get("const")?.as_str()?.to_owned();
        Some((word, json!({ "description": about(kind), "type": "integer", "minimum": 0 })))
    };
    kinds.filter_map(line).collect::<Map<_, _>>().into()
}

/// The faults that a search may have, each as often as it says.
fn faults() -> Value {
    let line = |fault: Fault| (fault.word().to_owned(), json!({ "type": "integer", "minimum": 0, "maximum": 254 }));
    Fault::ALL.into_iter().filter(|fault| *fault != Fault::Request).map(line).collect::<Map<_, _>>().into()
}

/// Something that lessons can ask of a protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PredicateDoc {
    /// Its name in `lesson.json`.
    pub name: String,
    /// What it says.
    pub about: String,
    /// What is written behind its name, if that is no list of arguments in braces: “a whole number”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes: Option<String>,
    /// Its arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<ArgumentDoc>,
}

/// An argument of a predicate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArgumentDoc {
    /// Its name.
    pub name: String,
    /// What it says.
    pub about: String,
    /// What may be written: “a whole number”.
    pub takes: String,
    /// Whether it must be written.
    pub must: bool,
}

/// What lessons can ask of the protocol of this id; `None` if there is none.
pub fn predicates(protocol: &str) -> Option<Vec<PredicateDoc>> {
    let mut generator = generator();
    let schema = visit(protocol, Of(&mut generator))?.to_value();
    let named = Named(generator.take_definitions(true));
    let kinds = named.follow(&schema).get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default();
    Some(kinds.iter().filter_map(|kind| named.predicate(kind)).collect())
}

/// Schemas of named types.
struct Named(Map<String, Value>);

impl Named {
    /// The schema that a reference stands for, or the schema itself.
    fn follow<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let reference = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref")).and_then(Value::as_str);
        let name = reference.and_then(|path| path.strip_prefix("#/")?.strip_prefix(DEFINITIONS)?.strip_prefix('/'));
        name.and_then(|name| self.0.get(name)).unwrap_or(schema)
    }

    fn predicate(&self, kind: &Value) -> Option<PredicateDoc> {
        let (name, content) = kind.get("properties")?.as_object()?.iter().next()?;
        let content = self.follow(content);
        let fields = content.get("properties").and_then(Value::as_object);
        let must = |name: &str| {
            let required = content.get("required").and_then(Value::as_array);
            required.is_some_and(|required| required.iter().any(|field| field == name))
        };
        let argument = |(name, schema): (&String, &Value)| ArgumentDoc {
            name: name.clone(),
            about: about(schema),
            takes: self.takes(schema),
            must: must(name),
        };
        let is_object = content.get("type").is_some_and(|kind| kind == "object");
        Some(PredicateDoc {
            name: name.clone(),
            about: about(kind),
            takes: (!is_object).then(|| self.takes(content)),
            arguments: fields.into_iter().flatten().map(argument).collect(),
        })
    }

    /// What may be written there, in a word or two.
    fn takes(&self, schema: &Value) -> String {
        let schema = self.follow(schema);
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let words = values.iter().filter(|value| !value.is_null()).map(|value| value.as_str().unwrap_or("…"));
            return words.collect::<Vec<_>>().join(" | ");
        }
        if let Some(any) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
            let words = any.iter().filter_map(|one| one.get("const").and_then(Value::as_str));
            let words: Vec<_> = words.collect();
            // What may be left out is written as itself or `null`.
            let first = any.iter().find(|one| one.get("type").is_none_or(|kind| kind != "null"));
            return match first {
                _ if !words.is_empty() => words.join(" | "),
                Some(first) if any.len() == 2 => self.takes(first),
                _ => "a predicate".to_owned(),
            };
        }
        let kinds: Vec<_> = match schema.get("type") {
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.and_then(Value::as_str).into_iter().collect(),
        };
        let kind = kinds.iter().find(|kind| **kind != "null").copied().unwrap_or_default();
        match kind {
            "integer" => "a whole number".to_owned(),
            "boolean" => "true | false".to_owned(),
            "string" if schema.get("pattern").is_some() => "a node: n1".to_owned(),
            "string" => "a text".to_owned(),
            "array" => {
                let items = schema.get("items").map_or_else(String::new, |items| self.takes(items));
                format!("a list, each {items}")
            }
            _ => "a predicate".to_owned(),
        }
    }
}

/// A description on one line.
fn about(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
