//! What the stage and the panes around it share.

use quorum_kernel::NodeId;

/// What is selected on the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A node.
    Node(NodeId),
    /// A message, by its id: `n5>n3 Vote#18`.
    Message(String),
    /// A link, the lesser name first.
    Link(NodeId, NodeId),
}
