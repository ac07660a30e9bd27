//! The way of a learner.

use quorum_e2e::{LAPTOP, visit};

#[test]
fn smoke() {
    visit("smoke", LAPTOP, |page| {
        page.open_sandbox();
        page.play();
        let first = page.leader_after(0);
        page.pause();
        page.open_card(&format!("[data-node={}]", first.node));
        page.deed('x');
        page.node_is(&first.node, "down");
    });
}
