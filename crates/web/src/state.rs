//! What the page knows, and how it changes: one pure reducer. Timers, storage and the engine live in hooks.

use std::rc::Rc;

use quorum_scene::{Problem, Scene};
use yew::Reducible;

use crate::stage_props::Selection;

/// Slowest speed, in virtual seconds a second.
pub const SPEED_MIN: f64 = 0.01;
/// Fastest speed.
pub const SPEED_MAX: f64 = 4.0;
/// What one press of a speed key multiplies or divides by.
pub const SPEED_STEP: f64 = 2.0;
/// Twenty times slower than life: a message of 15 ms is then seen for a third of a second.
pub const SPEED_START: f64 = 0.05;

/// Which pane a narrow screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The lesson.
    Lesson,
    /// The stage.
    Stage,
    /// The inspector.
    Inspector,
}

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Keyboard shortcuts.
    Keys,
    /// How to read the screen.
    Help,
    /// The run as a link or a file.
    Share,
    /// What to hunt.
    Hunt,
}

/// What the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct AppState {
    /// The world at the cursor, once the engine has answered.
    pub scene: Option<Rc<Scene>>,
    /// What is selected on the stage.
    pub selected: Option<Selection>,
    /// Whether view time runs.
    pub playing: bool,
    /// Virtual seconds a second.
    pub speed: f64,
    /// What went wrong last, until it is dismissed.
    pub problem: Option<Problem>,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The pane that a narrow screen shows.
    pub pane: Pane,
}

impl Default for AppState {
    fn default() -> Self {
        Self {
            scene: None,
            selected: None,
            playing: false,
            speed: SPEED_START,
            problem: None,
            dialog: None,
            pane: Pane::Stage,
        }
    }
}

/// What may happen to [`AppState`].
#[derive(Clone, Debug, PartialEq)]
pub enum AppAction {
    /// The engine answered with a scene.
    Arrived(Rc<Scene>),
    /// The engine could not.
    Failed(Problem),
    /// The reader has seen the problem.
    Dismiss,
    /// Something is selected, or nothing.
    Select(Option<Selection>),
    /// Time runs or stands.
    Play(bool),
    /// Another speed.
    Speed(f64),
    /// A dialog opens, or closes.
    Open(Option<Dialog>),
    /// A narrow screen shows another pane.
    Show(Pane),
}

impl Reducible for AppState {
    type Action = AppAction;

    fn reduce(self: Rc<Self>, action: AppAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            AppAction::Arrived(scene) => {
                next.selected = next.selected.filter(|selected| still_there(selected, &scene));
                // Whoever goes on has seen what went wrong.
                next.problem = None;
                // Where nothing will ever happen, play has come to its end.
                next.playing &= scene.clock.next_us.is_some();
                next.scene = Some(scene);
            }
            AppAction::Failed(problem) => {
                next.problem = Some(problem);
                next.playing = false;
            }
            AppAction::Dismiss => next.problem = None,
            AppAction::Select(selected) => next.selected = selected,
            AppAction::Play(playing) => next.playing = playing,
            AppAction::Speed(speed) => next.speed = speed.clamp(SPEED_MIN, SPEED_MAX),
            AppAction::Open(dialog) => next.dialog = dialog,
            AppAction::Show(pane) => next.pane = pane,
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

/// A message that has landed and gone, or a node of the run before, cannot stay selected.
fn still_there(selected: &Selection, scene: &Scene) -> bool {
    match selected {
        Selection::Node(id) => scene.nodes.iter().any(|node| node.id == *id),
        Selection::Message(id) => scene.flights.iter().any(|flight| flight.id == *id),
        Selection::Link(a, b) => scene.links.iter().any(|link| (link.a, link.b) == (*a, *b)),
    }
}

#[cfg(test)]
mod tests {
    use quorum_kernel::Text;
    use quorum_scene::{Command, Lab, protocols};

    use super::*;

    fn after(actions: impl IntoIterator<Item = AppAction>) -> Rc<AppState> {
        actions.into_iter().fold(Rc::new(AppState::default()), |state, action| state.reduce(action))
    }

    fn scene(servers: u8) -> Rc<Scene> {
        let mut scenario = protocols().remove(0).scenario(1);
        scenario.servers = servers;
        let reply = Lab::new().handle(Command::Open(Box::new(scenario))).expect("a plain cluster opens");
        Rc::new(reply.into_scene().expect("a scene"))
    }

    #[test]
    fn a_speed_stays_between_its_ends() {
        assert_eq!(after([AppAction::Speed(100.0)]).speed, SPEED_MAX);
        assert_eq!(after([AppAction::Speed(0.0)]).speed, SPEED_MIN);
    }

    #[test]
    fn what_goes_wrong_stops_the_run_and_stays_until_it_is_seen() {
        let problem = Problem { text: Text::new("problem-refused") };
        let state = after([AppAction::Play(true), AppAction::Failed(problem.clone())]);
        assert!(!state.playing);
        assert_eq!(state.problem, Some(problem));
        assert_eq!(state.reduce(AppAction::Dismiss).problem, None);
    }

    #[test]
    fn a_node_that_is_gone_cannot_stay_selected() {
        let five = Selection::Node("n5".parse().expect("a name"));
        let state = after([AppAction::Arrived(scene(5)), AppAction::Select(Some(five.clone()))]);
        assert_eq!(state.selected, Some(five));
        assert_eq!(state.reduce(AppAction::Arrived(scene(3))).selected, None);
    }

    #[test]
    fn an_action_that_changes_nothing_draws_nothing() {
        let state = Rc::new(AppState::default());
        assert!(Rc::ptr_eq(&state, &state.clone().reduce(AppAction::Show(Pane::Stage))));
    }
}
