//! A cluster elects a leader and answers a client.

use quorum_kernel::{Action, Happening, NodeId, Step, Timing, Trace, World};
use quorum_protocols::raft::{Config, Raft, Role, State, Timer};

#[test]
fn a_leader_is_elected_and_serves() {
    let mut world = World::<Raft>::new(Config::new(3, 1), Timing::Asynchronous);
    let mut trace = Trace::default();
    world.start(&mut trace);
    let n1 = NodeId::server(1);
    world.apply(&Action::Step(Step::Fire { node: n1, timer: Timer::Election }), &mut trace).expect("armed at boot");
    let mut replies = Vec::new();
    let mut deliver_all = |world: &mut World<Raft>, trace: &mut Trace<Raft>| {
        let next = |world: &World<Raft>| {
            let flight = world.in_flight().next()?;
            Some(Step::Deliver { from: flight.from, to: flight.to, message: flight.message.clone() })
        };
        while let Some(step) = next(world) {
            world.apply(&Action::Step(step), trace).expect("nothing is cut");
            replies.extend(trace.happened.iter().filter_map(|happening| match happening {
                Happening::Replied { reply, .. } => Some(reply.to_string()),
                _ => None,
            }));
        }
    };
    deliver_all(&mut world, &mut trace);
    let Some(State::Server(server)) = world.node(n1).state else { panic!("n1 is up") };
    assert!(matches!(server.role, Role::Leader(_)), "n1 should lead: {server:?}");
    for request in ["put x 1", "get x"] {
        let request = request.parse().expect("a command");
        world.apply(&Action::Step(Step::Invoke { client: NodeId::client(1), request }), &mut trace).expect("c1 is up");
    }
    deliver_all(&mut world, &mut trace);
    assert_eq!(replies, ["ok", "1"]);
}
