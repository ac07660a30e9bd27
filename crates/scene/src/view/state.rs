//! The state of one node as a tree, compared with what it was.

use quorum_kernel::{
    Exhibit, NodeId, World,
    inspect::{Field, Shown},
};

use crate::{Change, Inspector, Mark, Piece, Row};

pub fn inspector<P: Exhibit>(
    id: NodeId,
    now: &World<P>,
    before: Option<&World<P>>,
    since: &(u32, World<P>),
) -> Inspector {
    let trees = |fields: fn(&World<P>, NodeId) -> Vec<Field>| {
        let before = before.map(|world| fields(world, id));
        compare(&fields(now, id), before.as_deref(), &fields(&since.1, id))
    };
    Inspector { node: id, memory: trees(memory::<P>), durable: trees(durable::<P>), since_event: since.0 }
}

fn memory<P: Exhibit>(world: &World<P>, id: NodeId) -> Vec<Field> {
    world.node(id).state.map(|state| P::memory(world.config(), id, state)).unwrap_or_default()
}

fn durable<P: Exhibit>(world: &World<P>, id: NodeId) -> Vec<Field> {
    P::durable(world.config(), id, world.node(id).disk)
}

/// One row a field; what changed by the last step stands above what changed since the event.
fn compare(now: &[Field], before: Option<&[Field]>, since: &[Field]) -> Vec<Row> {
    let mut rows = Vec::new();
    push(now, before.unwrap_or(now), since, 0, &mut rows);
    rows
}

fn push(now: &[Field], before: &[Field], since: &[Field], depth: u32, rows: &mut Vec<Row>) {
    for field in now {
        let was = find(before, &field.name);
        let long_ago = find(since, &field.name);
        if let Shown::Fields(children) = &field.value {
            rows.push(Row { depth, name: field.name.clone(), value: Vec::new(), many: false, change: Change::None });
            push(children, children_of(was), children_of(long_ago), depth + 1, rows);
            continue;
        }
        // Where there were no fields at all (the node was down) nothing changed: it began.
        let differs = |other: Option<&Field>, all: &[Field]| match other {
            Some(other) => other.value != field.value,
            None => !all.is_empty(),
        };
        let (change, old) = if differs(was, before) {
            (Change::Step, was)
        } else if differs(long_ago, since) {
            (Change::Since, long_ago)
        } else {
            (Change::None, None)
        };
        let value = pieces(&field.value, old.map(|old| &old.value));
        let many = matches!(field.value, Shown::Many(_));
        rows.push(Row { depth, name: field.name.clone(), value, many, change });
    }
}

fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

fn children_of(field: Option<&Field>) -> &[Field] {
    match field.map(|field| &field.value) {
        Some(Shown::Fields(children)) => children,
        _ => &[],
    }
}

fn pieces(now: &Shown, old: Option<&Shown>) -> Vec<Piece> {
    let piece = |text: &String, mark| Piece { text: text.clone(), mark };
    match (now, old) {
        (Shown::One(now), Some(Shown::One(old))) => vec![piece(old, Mark::Gone), piece(now, Mark::New)],
        (Shown::One(now), _) => vec![piece(now, Mark::Same)],
        (Shown::Many(now), Some(Shown::Many(old))) => {
            let gone = old.iter().filter(|item| !now.contains(item)).map(|item| piece(item, Mark::Gone));
            let here = now.iter().map(|item| piece(item, if old.contains(item) { Mark::Same } else { Mark::New }));
            gone.chain(here).collect()
        }
        (Shown::Many(now), _) => now.iter().map(|item| piece(item, Mark::Same)).collect(),
        (Shown::Fields(_), _) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(now: Field, before: Field, since: Field) -> Row {
        compare(&[now], Some(&[before]), &[since]).remove(0)
    }

    #[test]
    fn a_value_changed_by_the_step_shows_both_values() {
        let row = row(Field::one("term", 3), Field::one("term", 2), Field::one("term", 1));
        assert_eq!(row.change, Change::Step);
        let marks: Vec<_> = row.value.iter().map(|piece| (piece.text.as_str(), piece.mark)).collect();
        assert_eq!(marks, [("2", Mark::Gone), ("3", Mark::New)]);
    }

    #[test]
    fn a_value_changed_earlier_counts_since_the_event() {
        let row = row(Field::one("term", 3), Field::one("term", 3), Field::one("term", 2));
        assert_eq!((row.change, row.value[0].text.as_str()), (Change::Since, "2"));
    }

    #[test]
    fn a_set_shows_what_came_and_what_went() {
        let row =
            row(Field::many("votes", ["n3", "n4"]), Field::many("votes", ["n1", "n3"]), Field::many("votes", [""; 0]));
        let marks: Vec<_> = row.value.iter().map(|piece| (piece.text.as_str(), piece.mark)).collect();
        assert_eq!(marks, [("n1", Mark::Gone), ("n3", Mark::Same), ("n4", Mark::New)]);
    }
}
