//! What a run remembers for views in which time runs: what clients asked and were answered, what protocols draw, and
//! which nodes were down.

use std::collections::{BTreeMap, VecDeque};

use quorum_kernel::{Exhibit, Happening, Journal, NodeId, Status, World, inspect::Stroke};

use crate::Micros;

/// The past of a run, for views. A clone shares it.
#[derive(Clone, Debug)]
pub struct Chronicle<P: Exhibit> {
    /// What happened at clients.
    calls: Journal<(Micros, AtClient<P>)>,
    strokes: Journal<(Micros, Stroke)>,
    outages: Journal<Outage>,
}

/// A node stopped, or started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When.
    pub at: Micros,
    /// Which node.
    pub node: NodeId,
    /// Whether it is down from then on.
    pub down: bool,
}

/// What happened at a client.
#[derive(Clone, Debug, PartialEq, Eq)]
enum AtClient<P: Exhibit> {
    Asked(NodeId, P::Request),
    Answered(NodeId, P::Reply),
    Crashed(NodeId),
}

/// A call of a client, and its answer if it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCall<P: Exhibit> {
    /// The client.
    pub client: NodeId,
    /// When it began: when the client was asked, or when its call before was answered, if that was later.
    pub call: Micros,
    /// What for.
    pub request: P::Request,
    /// When it was answered, and what.
    pub reply: Option<(Micros, P::Reply)>,
}

impl<P: Exhibit> Chronicle<P> {
    /// The chronicle of a run that is about to begin.
    pub(crate) fn new() -> Self {
        Self { calls: Journal::default(), strokes: Journal::default(), outages: Journal::default() }
    }

    /// After all nodes have booted: who is down from the start.
    pub(crate) fn begin(&mut self, world: &World<P>) {
        let down = world.nodes().filter(|node| node.status == Status::Down);
        self.outages = down.map(|node| Outage { at: 0, node: node.id, down: true }).collect();
    }

    /// Takes in what happened.
    pub(crate) fn note(&mut self, at: Micros, world: &World<P>, happening: &Happening<P>) {
        match happening {
            Happening::Invoked { client, request } => {
                self.calls.push((at, AtClient::Asked(*client, request.clone())));
            }
            Happening::Replied { client, reply } => self.calls.push((at, AtClient::Answered(*client, reply.clone()))),
            Happening::Crashed { node, .. } => {
                self.outages.push(Outage { at, node: *node, down: true });
                if node.is_client() {
                    self.calls.push((at, AtClient::Crashed(*node)));
                }
            }
            Happening::Booted(node) => self.outages.push(Outage { at, node: *node, down: false }),
            _ => {}
        }
        P::strokes(world, happening).into_iter().for_each(|stroke| self.strokes.push((at, stroke)));
    }

    /// How much has happened at clients: it only grows along a run.
    pub fn at_clients(&self) -> usize {
        self.calls.len()
    }

    /// Whether clients were asked and answered the same as in another run, at the same moments.
    pub fn same_calls(&self, other: &Self) -> bool {
        self.calls == other.calls
    }

    /// What was drawn, and when.
    pub fn strokes(&self) -> &Journal<(Micros, Stroke)> {
        &self.strokes
    }

    /// Who was down, and when.
    pub fn outages(&self) -> &Journal<Outage> {
        &self.outages
    }

    /// The calls that have begun, in that order. A client answers its requests in the order in which they came; what still
    /// waited its turn when the client crashed never began.
    pub fn calls(&self) -> Vec<ClientCall<P>> {
        let mut calls: Vec<ClientCall<P>> = Vec::new();
        // Of each client: its call under way, by place, and the requests that wait.
        let mut clients: BTreeMap<NodeId, (Option<usize>, VecDeque<P::Request>)> = BTreeMap::new();
        for (at, happened) in self.calls.iter() {
            let (AtClient::Asked(client, _) | AtClient::Answered(client, _) | AtClient::Crashed(client)) = happened;
            let (current, waiting) = clients.entry(*client).or_default();
            match happened {
                AtClient::Asked(_, request) => waiting.push_back(request.clone()),
                AtClient::Answered(_, reply) => {
                    if let Some(place) = current.take() {
                        calls[place].reply = Some((*at, reply.clone()));
                    }
                }
                AtClient::Crashed(_) => (*current, *waiting) = (None, VecDeque::new()),
            }
            if current.is_none()
                && let Some(request) = waiting.pop_front()
            {
                *current = Some(calls.len());
                calls.push(ClientCall { client: *client, call: *at, request, reply: None });
            }
        }
        calls
    }
}
