//! A world taken apart, for those who keep many: two worlds that differ by one action share all but a few parts.

use std::sync::Arc;

use crate::{Protocol, World};

pub use crate::{network::Link as LinkPart, world::Node as NodePart};

/// The members of a world.
pub type Nodes<P> = [Arc<NodePart<P>>];
/// The links of a world.
pub type Links<P> = [Arc<LinkPart<<P as Protocol>::Message>>];

impl<P: Protocol> World<P> {
    /// Every member, in the order of [`crate::Members::iter`].
    pub fn node_parts(&self) -> &Nodes<P> {
        &self.nodes
    }

    /// Every direction of every link, by sender and then receiver, those from a member to itself included.
    pub fn link_parts(&self) -> &Links<P> {
        self.network.links()
    }

    /// Both kinds, to put others in their places.
    pub fn parts_mut(&mut self) -> (&mut Nodes<P>, &mut Links<P>) {
        (&mut self.nodes, self.network.links_shared_mut())
    }

    /// The world of the same cluster that has these parts.
    ///
    /// # Panics
    /// If there are not as many as this world has.
    pub fn with_parts(
        &self,
        nodes: impl Iterator<Item = Arc<NodePart<P>>>,
        links: impl Iterator<Item = Arc<LinkPart<P::Message>>>,
    ) -> Self {
        let nodes: Vec<_> = nodes.collect();
        assert_eq!(nodes.len(), self.nodes.len(), "a world has as many nodes as its cluster");
        Self {
            shape: self.shape.clone(),
            nodes,
            network: self.network.with_links(links.collect()),
            timing: self.timing,
        }
    }
}
