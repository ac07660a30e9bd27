//! A value that clones share until one side changes it.

use core::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A value behind a counted pointer. Reading goes through; the first change after a clone copies.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// The pointer.
    pub fn pointer(&self) -> &Arc<T> {
        &self.0
    }
}

impl<T> From<Arc<T>> for Shared<T> {
    fn from(pointer: Arc<T>) -> Self {
        Self(pointer)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_when_it_changes_and_not_before() {
        let mut one = Shared::from(Arc::new(vec![1]));
        let other = one.clone();
        assert_eq!(one.first(), Some(&1));
        assert!(Arc::ptr_eq(one.pointer(), other.pointer()));
        one.push(2);
        assert_eq!((one.len(), other.len()), (2, 1));
    }
}
