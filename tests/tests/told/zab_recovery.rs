//! What the words of `zab-recovery` tell.

use quorum_protocols::zab::Zab;
use serde_json::json;

use crate::{
    Told, act, run_for_ms, tell, until,
    zab_broadcast::{all, answered, delivered, down, has, last, not, phase, primary, value},
};

#[test]
fn what_the_words_of_zab_recovery_tell_is_what_happens() {
    let nobody_delivered = || not(json!({"delivered": {"zxid": "1.1"}}));
    let only_n3 = || all([has("n3", "1.1"), last("n1", "0.0"), last("n2", "0.0")]);
    let all_down = || all([down("n1"), down("n2"), down("n3")]);
    let behind = || all([last("n1", "1.1"), last("n3", "1.2")]);
    let told: [Told<Zab>; 5] = [
        Told::of(
            "on-one-of-two",
            all([down("n3"), has("n1", "1.1"), last("n2", "0.0"), nobody_delivered(), not(answered("c1"))]),
            all([primary("n1", 2), delivered("n1", "1.1"), has("n2", "1.1")]),
        )
        .by_way_of([
            json!({"wants": {"node": "n2", "leader": "n2"}}),
            json!({"wants": {"node": "n2", "leader": "n1"}}),
            // Whoever has it is not primary before the other has it too.
            all([has("n2", "1.1"), not(json!({"primary": {}})), nobody_delivered()]),
        ]),
        Told::of(
            "on-nobody-else",
            all([down("n3"), last("n3", "1.1"), primary("n2", 2), delivered("n2", "2.1"), not(has("n1", "1.1"))]),
            all([last("n3", "2.1"), not(has("n3", "1.1")), primary("n2", 2), not(has("n2", "1.1"))]),
        )
        .by_way_of([all([phase("n3", "synchronization"), last("n3", "1.1")])]),
        Told::of("your-choice", all([all_down(), only_n3()]), all([primary("n3", 2), delivered("n3", "1.1")]))
            // Whichever two, as long as n3 is among them.
            .or_else(
                [act("restart n3"), act("restart n2"), until(&delivered("n3", "1.1"))],
                all([primary("n3", 2), has("n2", "1.1")]),
            )
            // Without it, it is gone for good.
            .or_else(
                [
                    act("restart n1"),
                    act("restart n2"),
                    until(&primary("n2", 2)),
                    act("restart n3"),
                    until(&phase("n3", "broadcast")),
                ],
                all([last("n3", "0.0"), nobody_delivered()]),
            ),
        Told::of(
            "too-far-behind",
            all([down("n1"), last("n1", "0.0"), delivered("n3", "1.3"), primary("n3", 1)]),
            all([last("n1", "1.3"), not(has("n1", "1.3")), value("n1", "x", Some("3"))]),
        ),
        Told::of(
            "skipped",
            all([delivered("n1", "1.1"), delivered("n2", "1.1"), delivered("n3", "1.1"), primary("n3", 1)]),
            all([has("n1", "1.3"), not(has("n1", "1.2")), has("n3", "1.2"), has("n2", "1.2")]),
        )
        .by_way_of([all([behind(), phase("n1", "broadcast")])])
        // It does not show before something more is proposed.
        .or_else(
            [
                act("crash n1"),
                act("invoke c1 put x 2"),
                until(&delivered("n3", "1.2")),
                act("restart n1"),
                run_for_ms(1_000),
            ],
            all([behind(), phase("n1", "broadcast"), value("n1", "x", Some("1"))]),
        ),
    ];
    tell("zab-recovery", &told);
}
