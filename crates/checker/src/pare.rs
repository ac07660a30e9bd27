//! Runs without what they do not need.

use quorum_kernel::{Action, Mode, Property, Spec, Trace, pare};

use crate::{Broken, Space, fair::Fair};

impl<P: Spec> Space<P> {
    /// A run that breaks a property, without the actions that it does so without: none of those that are left can be left
    /// out. An action that cannot be taken any more once others are gone goes with them. Given one run it always gives the
    /// same.
    ///
    /// # Panics
    /// If the run breaks the property at no moment.
    pub fn pared(&self, property: &'static Property<P>, run: Vec<Action<P>>) -> Broken<P> {
        let mut fair = Fair::default();
        let run = self.still_breaks(property, &run, &mut fair).expect("the run breaks the property");
        let run = pare(run, |fewer| self.still_breaks(property, fewer, &mut fair));
        self.broken(property, run)
    }

    /// Those of some actions that can be taken, one after the other from the start, up to where the property breaks; `None`
    /// if it does not. One that must hold at last is asked for at the end.
    fn still_breaks(
        &self,
        property: &'static Property<P>,
        actions: &[Action<P>],
        fair: &mut Fair,
    ) -> Option<Vec<Action<P>>> {
        let (mut state, mut trace, mut taken) = (self.start().clone(), Trace::default(), Vec::new());
        for action in actions.iter() {
            if !self.allows(&state, action) {
                continue;
            }
            let broken = self.take(&mut state, action, &mut trace);
            taken.push(action.clone());
            match broken {
                Some(broken) if broken.id == property.id => return Some(taken),
                // What breaks another property before shows something else.
                Some(_) => return None,
                None => {}
            }
        }
        let never = property.mode == Mode::Eventually && !self.settles(&state, property, fair);
        never.then_some(taken)
    }
}
