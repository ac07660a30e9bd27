//! Where each lesson of the map has its place: the more lessons lead up to it, the further to the right.

/// A longer way than this goes on below its last column.
pub const COLUMNS_MAX: usize = 6;

/// The place of a lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Its column, the same in all units, from 0 at the left.
    pub column: usize,
    /// Its row within its unit, from 0 at the top.
    pub row: usize,
}

/// Places lessons: of each its unit, and which of those before it it builds on.
pub fn place(lessons: &[(usize, &[usize])]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for (at, (unit, requires)) in lessons.iter().enumerate() {
        let column = requires.iter().map(|before| spots[*before].column + 1).max().unwrap_or(0).min(COLUMNS_MAX - 1);
        // In the row of a lesson of its unit that leads to it, or below: the way there is straight, or bends once.
        let near = requires.iter().filter(|before| lessons[**before].0 == *unit).map(|before| spots[*before].row).min();
        let taken = |row: &usize| {
            let others = lessons[..at].iter().zip(&spots).filter(|((other, _), _)| other == unit);
            others.into_iter().any(|(_, spot)| *spot == Spot { column, row: *row })
        };
        let row = (near.unwrap_or(0)..).find(|row| !taken(row)).expect("some row is free");
        spots.push(Spot { column, row });
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spots(lessons: &[(usize, &[usize])]) -> Vec<(usize, usize)> {
        place(lessons).iter().map(|spot| (spot.column, spot.row)).collect()
    }

    #[test]
    fn what_builds_on_something_stands_to_the_right_of_it() {
        let spots = spots(&[(0, &[]), (0, &[0]), (0, &[1]), (0, &[0]), (1, &[0]), (1, &[4, 2])]);
        assert_eq!(spots, [(0, 0), (1, 0), (2, 0), (1, 1), (1, 0), (3, 0)]);
    }

    #[test]
    fn a_row_goes_on_where_it_came_from() {
        let spots = spots(&[(0, &[]), (0, &[]), (0, &[1]), (0, &[0])]);
        assert_eq!(spots, [(0, 0), (0, 1), (1, 1), (1, 0)]);
    }

    #[test]
    fn a_long_way_goes_on_below() {
        let before: Vec<Vec<usize>> = (0..9_usize).map(|n| n.checked_sub(1).into_iter().collect()).collect();
        let lessons: Vec<(usize, &[usize])> = before.iter().map(|requires| (0, requires.as_slice())).collect();
        let spots = spots(&lessons);
        assert_eq!(spots[5..], [(5, 0), (5, 1), (5, 2), (5, 3)]);
    }
}
