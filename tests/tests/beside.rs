//! Runs that stand beside another follow it through whatever is done there, and undone.

use std::{fs, path::Path};

use quorum_scene::{Command, Deed, Lab, LessonSource, NodeStatus, Scenario, Scene};

fn ask(lab: &mut Lab, command: Command) -> Scene {
    lab.handle(command).expect("it can be done").into_scene().expect("a scene")
}

/// The run of a lesson and those beside it.
struct Together {
    lead: Lab,
    others: Vec<(Scenario, Lab)>,
}

impl Together {
    fn open() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons/consensus-compared/lesson.json");
        let json = fs::read_to_string(path).expect("the lesson");
        let mut lead = Lab::new();
        let lesson = LessonSource { id: "consensus-compared".to_owned(), json, done: Vec::new() };
        let scene = ask(&mut lead, Command::OpenLesson(lesson));
        let open = |scenario: Scenario| {
            let mut lab = Lab::new();
            let scene = ask(&mut lab, Command::OpenBeside(Box::new(scenario.clone())));
            assert_eq!(*scene.scenario, scenario, "the page knows by this that the run is open");
            assert_eq!(scene.black_box, None, "if the page breaks, the lesson's run is saved");
            (scenario, lab)
        };
        let others: Vec<_> = scene.lesson.expect("a lesson").beside.into_iter().map(open).collect();
        assert_eq!(others.len(), 2);
        Self { lead, others }
    }

    /// Does something in the lead, and has the others follow. They are at its moment then, with the same servers down,
    /// as they would be if they had been told at once what was done there in the end.
    fn lead(&mut self, command: Command, down: &[&str]) -> Scene {
        let lead = ask(&mut self.lead, command);
        assert_eq!(servers_down(&lead), down, "in the lead");
        let deeds = lead.lesson.as_ref().expect("a lesson").deeds.clone();
        let follow = |deeds: &[Deed]| Command::Follow { deeds: deeds.to_vec(), to_us: lead.clock.now_us };
        for (scenario, lab) in &mut self.others {
            let scene = ask(lab, follow(&deeds));
            let protocol = &scene.protocol;
            assert_eq!(scene.clock.now_us, lead.clock.now_us, "{protocol}");
            assert_eq!(servers_down(&scene), down, "{protocol}");
            assert_eq!(scene.black_box, None, "{protocol}");
            let mut fresh = Lab::new();
            ask(&mut fresh, Command::OpenBeside(Box::new(scenario.clone())));
            assert_eq!(scene.digest, ask(&mut fresh, follow(&deeds)).digest, "{protocol}, {deeds:?}");
        }
        lead
    }

    fn act(&mut self, label: &str, down: &[&str]) -> Scene {
        self.lead(Command::Act { label: label.to_owned() }, down)
    }

    /// Lets time pass in each by itself, as while a run plays.
    fn advance(&mut self, to_us: u64) {
        ask(&mut self.lead, Command::Advance { to_us });
        for (_, lab) in &mut self.others {
            ask(lab, Command::Advance { to_us });
        }
    }
}

fn servers_down(scene: &Scene) -> Vec<String> {
    let down = scene.nodes.iter().filter(|node| node.status == NodeStatus::Down);
    down.map(|node| node.id.to_string()).collect()
}

#[test]
fn what_is_done_by_hand_is_done_in_each_and_undone_in_each() {
    let mut runs = Together::open();
    runs.advance(700_000);
    runs.act("crash n1", &["n1"]);
    // The moment is the same, and nobody has crashed.
    let before = runs.lead(Command::Back, &[]);
    assert_eq!(before.lesson.expect("a lesson").deeds, []);
    runs.lead(Command::Forward, &["n1"]);
    runs.lead(Command::SeekTime { to_us: 300_000 }, &[]);
    runs.act("crash n2", &["n2"]);
    // On its own, none does again what was done on a branch that was left.
    runs.advance(900_000);
    runs.lead(Command::Forward, &["n2"]);
    runs.lead(Command::Branch { id: 0 }, &["n1"]);
    runs.lead(Command::Seek { event: 0 }, &[]);
    // Played again, the lead does what was done there before; the others are told.
    runs.advance(900_000);
    runs.lead(Command::Forward, &["n1"]);
    runs.act("restart n1", &[]);
}

#[test]
fn what_cannot_be_done_elsewhere_is_not() {
    let mut runs = Together::open();
    runs.advance(400_000);
    let scene = ask(&mut runs.lead, Command::Forward);
    let flight = scene.flights.first().expect("Raft's leader is heard every 50 ms").id.clone();
    let scene = runs.act(&format!("drop {flight}"), &[]);
    assert_eq!(scene.lesson.expect("a lesson").deeds.len(), 1);
    runs.act("crash n2", &["n2"]);
    runs.lead(Command::Back, &[]);
    runs.lead(Command::Back, &[]);
}
