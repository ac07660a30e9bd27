//! What can be left out of a list so that it still does what it did.

/// Leaves out items, pieces first and then one by one, as long as `still` says that those which are left do the same: it
/// is asked of shorter lists, and answers with as much of one as that takes, or `None`. At the end no single item can be
/// left out.
pub fn pare<T: Clone>(mut items: Vec<T>, mut still: impl FnMut(&[T]) -> Option<Vec<T>>) -> Vec<T> {
    let mut piece = items.len().div_ceil(2);
    while piece > 0 {
        let before = items.len();
        let mut start = 0;
        while start < items.len() {
            let fewer = [&items[..start], &items[items.len().min(start + piece)..]].concat();
            match still(&fewer) {
                Some(kept) => items = kept,
                None => start += piece,
            }
        }
        piece = match piece {
            // What could not go may be able to now that others went.
            1 if items.len() < before => 1,
            1 => 0,
            _ => piece.div_ceil(2),
        };
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_left_and_nothing_else() {
        let needs = |wanted: &'static [u32]| {
            move |items: &[u32]| wanted.iter().all(|item| items.contains(item)).then(|| items.to_vec())
        };
        for wanted in [&[][..], &[0], &[99], &[3, 50, 51, 52, 97]] {
            assert_eq!(pare((0..100).collect(), needs(wanted)), wanted);
        }
    }

    #[test]
    fn an_item_that_can_go_once_a_later_one_went_goes() {
        // 1 is needed as long as 2 is there.
        let still = |items: &[u32]| (items.contains(&1) || !items.contains(&2)).then(|| items.to_vec());
        assert!(pare(vec![1, 2], still).is_empty());
        let only_with =
            |items: &[u32]| (items.contains(&3) && (items.contains(&1) || !items.contains(&2))).then(|| items.to_vec());
        assert_eq!(pare(vec![1, 2, 3], only_with), [3]);
    }
}
