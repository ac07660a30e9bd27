//! The cluster view: nodes on a ring, messages between them.

use std::rc::Rc;

use quorum_scene::Scene;
use yew::{Callback, Html, Properties, component, html};

use crate::stage_props::Selection;

/// Properties of [`Cluster`].
#[derive(Properties, PartialEq)]
pub struct ClusterProps {
    /// The world at the cursor.
    pub scene: Rc<Scene>,
    /// What is selected.
    pub selected: Option<Selection>,
    /// Selects something, or nothing.
    pub on_select: Callback<Option<Selection>>,
    /// Does something, named by an act's label.
    pub on_act: Callback<String>,
}

/// The cluster.
#[component]
pub fn Cluster(props: &ClusterProps) -> Html {
    html! { <p>{ props.scene.nodes.len() }</p> }
}
