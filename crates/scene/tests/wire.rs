//! What an engine in a worker says arrives as it was said, whatever it is of.

use std::{fs, path::Path};

use quorum_kernel::NodeId;
use quorum_scene::{Answer, Command, FAMILIES, Family, Lab, LessonSource, Reply, Said, families, family_of, protocols};

/// A lab behind the wire: commands and answers go through the forms in which they cross.
#[derive(Default)]
struct Behind(Lab);

impl Behind {
    fn ask(&mut self, command: Command) -> Answer {
        let arrived = Command::from_json(&command.to_json()).expect("the text of a command is one");
        assert_eq!(arrived, command);
        let said = Said::Answer(self.0.handle(arrived));
        let heard = Said::from_bytes(&said.to_bytes());
        assert_eq!(heard.as_ref(), Some(&said), "after {command:?}");
        let Some(Said::Answer(answer)) = heard else { unreachable!("it is equal") };
        answer
    }

    fn scene(&mut self, command: Command) -> quorum_scene::Scene {
        let named = format!("{command:?}");
        let reply = self.ask(command).unwrap_or_else(|problem| panic!("{named}: {problem:?}"));
        reply.into_scene().expect("a scene")
    }
}

#[test]
fn every_protocols_scenes_arrive_as_they_were_said() {
    for protocol in protocols() {
        let mut lab = Behind::default();
        let opened = lab.scene(Command::Open(Box::new(protocol.scenario(7))));
        let clients = opened.nodes.iter().filter(|node| node.id.is_client()).map(|node| node.id);
        for (client, request) in clients.zip(&opened.sample_requests) {
            lab.scene(Command::Act { label: format!("invoke {client} {request}") });
        }
        lab.scene(Command::Manual { on: true });
        lab.scene(Command::Inspect { node: Some(NodeId::server(1)) });
        let later = lab.scene(Command::Advance { to_us: 800_000 });
        lab.scene(Command::Act { label: "crash n1".to_owned() });
        let crashed = lab.scene(Command::Advance { to_us: 900_000 });
        lab.scene(Command::Why { event: crashed.clock.event });
        lab.scene(Command::Without { event: later.clock.event + 1 });
        for tab in &later.views {
            let viewed = lab.scene(Command::View { id: Some(tab.id.clone()) });
            assert!(viewed.view.is_some(), "{}: {}", protocol.id, tab.id);
        }
        assert!(matches!(lab.ask(Command::Save), Ok(Reply::Recording(_))));
        assert!(matches!(lab.ask(Command::Declared { mutant: None }), Ok(Reply::Order(_))));
        assert!(lab.ask(Command::Act { label: "crash n99".to_owned() }).is_err());
    }
}

#[test]
fn every_lessons_scenes_arrive_as_they_were_said() {
    let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lessons");
    let mut opened = 0;
    for folder in fs::read_dir(lessons).expect("the lessons").flatten().filter(|entry| entry.path().is_dir()) {
        let id = folder.file_name().into_string().expect("a name");
        let json = fs::read_to_string(folder.path().join("lesson.json")).expect("a lesson");
        let command = Command::OpenLesson(LessonSource { id, json, done: Vec::new() });
        let protocol = command.protocol().expect("a lesson names its protocol");
        assert!(family_of(&protocol).is_some(), "{protocol}: of no family");
        let mut lab = Behind::default();
        let steps = lab.scene(command).lesson.expect("a lesson").steps.len();
        for index in 0..u32::try_from(steps).expect("few") {
            lab.scene(Command::Step { index });
            // What a step does not take is refused, in words that arrive too.
            let _refused = lab.ask(Command::Go);
            let _none = lab.ask(Command::Order);
            lab.scene(Command::Advance { to_us: 300_000 });
        }
        opened += 1;
    }
    assert!(opened > 0);
}

#[test]
fn a_lab_of_one_family_opens_its_own_protocols_and_names_all_when_it_refuses() {
    let mut lab = Lab::of::<families::Raft>();
    for protocol in protocols() {
        let own = family_of(&protocol.id) == Some(families::Raft::ID);
        let answer = lab.handle(Command::Open(Box::new(protocol.scenario(1))));
        assert_eq!(answer.is_ok(), own, "{}", protocol.id);
    }
    assert!(FAMILIES.contains(&families::Raft::ID));
}

#[test]
fn what_is_of_another_version_is_no_answer() {
    let bytes = Said::Ready.to_bytes();
    assert_eq!(Said::from_bytes(&[&bytes[..], &[0]].concat()), None, "something follows");
    assert_eq!(Said::from_bytes(&[9]), None);
    assert_eq!(Said::from_bytes(&[]), None);
    assert_eq!(Command::from_json(r#"{"fly":{}}"#), None);
}
