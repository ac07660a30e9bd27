//! The lessons, in the order of `lessons/index.json`. Each arrives by itself: one that is broken says so on its own card.

use std::rc::Rc;

use quorum_kernel::Text;
use quorum_lesson::{Curriculum, is_id};
use wasm_bindgen_futures::spawn_local;
use yew::{Reducible, hook, use_effect_with, use_reducer};

use crate::hooks::{LessonFiles, Loaded, fetch_curriculum, use_words};

/// A unit of the curriculum.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its lessons by id, each with its files as soon as they are there.
    pub lessons: Vec<(String, Loaded<LessonFiles>)>,
}

/// The curriculum, as far as it has arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue(pub Loaded<Vec<Listed>>);

/// What arrives of a [`Catalogue`], or why it does not.
pub enum Arrival {
    /// The units with the ids of their lessons.
    Index(Result<Curriculum, Text>),
    /// The files of a lesson: which unit, which lesson of it.
    Lesson(usize, usize, Result<LessonFiles, Text>),
}

impl Reducible for Catalogue {
    type Action = Arrival;

    fn reduce(self: Rc<Self>, arrival: Arrival) -> Rc<Self> {
        let listed = |id: String| {
            let fit = if is_id(&id) {
                Loaded::Loading
            } else {
                Loaded::Failed(Text::new("index-no-id").with("id", id.as_str()))
            };
            (id, fit)
        };
        let next = match arrival {
            Arrival::Index(Err(why)) => Loaded::Failed(why),
            Arrival::Index(Ok(curriculum)) => {
                let units = curriculum.units.into_iter();
                let units =
                    units.map(|unit| Listed { id: unit.id, lessons: unit.lessons.into_iter().map(listed).collect() });
                Loaded::Ready(units.collect())
            }
            Arrival::Lesson(unit, place, files) => {
                let mut next = self.0.clone();
                if let Loaded::Ready(units) = &mut next
                    && let Some((_, loaded)) = units.get_mut(unit).and_then(|unit| unit.lessons.get_mut(place))
                {
                    *loaded = files.map_or_else(Loaded::Failed, Loaded::Ready);
                }
                next
            }
        };
        Rc::new(Self(next))
    }
}

/// The lessons, fetched once for each language that is chosen.
#[hook]
pub fn use_catalogue() -> Catalogue {
    let catalogue = use_reducer(|| Catalogue(Loaded::Loading));
    let dispatch = catalogue.dispatcher();
    let language = use_words().languages.spoken;
    use_effect_with(language, move |language| {
        let language = language.clone();
        spawn_local(async move {
            let index = fetch_curriculum().await;
            let units = index.as_ref().map(|index| index.units.clone()).unwrap_or_default();
            dispatch.dispatch(Arrival::Index(index));
            let lessons = units.into_iter().enumerate().flat_map(|(unit, listed)| {
                listed.lessons.into_iter().enumerate().map(move |(place, id)| (unit, place, id))
            });
            for (unit, place, id) in lessons.filter(|(_, _, id)| is_id(id)) {
                let (dispatch, language) = (dispatch.clone(), language.clone());
                spawn_local(async move {
                    let files = LessonFiles::fetch(&id, &language).await;
                    dispatch.dispatch(Arrival::Lesson(unit, place, files));
                });
            }
        });
    });
    (*catalogue).clone()
}
