//! What clients asked and were answered, compared with a machine that does one thing at a time.

use quorum_checker::linear::{Called, Part, check_calls};
use quorum_kernel::{Exhibit, operation::Meaning};
use quorum_sim::{Chronicle, ClientCall};

/// The most calls that are checked: with more, a check would take longer than a frame.
pub const CALLS_MAX: usize = 2_000;
/// The most steps that are tried for each key, lock or counter.
const STEPS_MAX: u64 = 100_000;

/// The calls of a run up to the cursor, and what was found of them. Kept from scene to scene, as most events change
/// neither.
#[derive(Debug)]
pub struct Operations<P: Exhibit> {
    /// Of which past this is.
    past: Option<Chronicle<P>>,
    /// The calls that mean something to a machine, with what they mean.
    pub calls: Vec<(ClientCall<P>, Meaning)>,
    /// What was found; `None`: there are too many of them.
    pub parts: Option<Vec<Part>>,
}

impl<P: Exhibit> Default for Operations<P> {
    fn default() -> Self {
        Self { past: None, calls: Vec::new(), parts: Some(Vec::new()) }
    }
}

impl<P: Exhibit> Operations<P> {
    /// Brings it up to what is past at the cursor.
    pub fn update(&mut self, past: &Chronicle<P>) {
        if self.past.as_ref().is_some_and(|known| known.same_calls(past)) {
            return;
        }
        self.past = Some(past.clone());
        let meant = |call: ClientCall<P>| {
            let meaning = P::meaning(call.client, &call.request, call.reply.as_ref().map(|(_, reply)| reply))?;
            Some((call, meaning))
        };
        self.calls = past.calls().into_iter().filter_map(meant).collect();
        let called = |(call, meaning): &(ClientCall<P>, Meaning)| Called {
            client: call.client.to_string(),
            call: call.call,
            returned: call.reply.as_ref().map(|(at, _)| *at),
            meaning: meaning.clone(),
        };
        self.parts = (self.calls.len() <= CALLS_MAX).then(|| {
            let calls: Vec<Called> = self.calls.iter().map(called).collect();
            check_calls(&calls, STEPS_MAX).expect("each of a client's calls begins after the one before has returned")
        });
    }
}

/// Whether there is anything to compare: whether a client's requests mean something to a machine.
pub fn are_checked<P: Exhibit>(client: quorum_kernel::NodeId) -> bool {
    let means = |request: &&str| request.parse().is_ok_and(|request| P::meaning(client, &request, None).is_some());
    P::sample_requests().iter().any(means)
}
