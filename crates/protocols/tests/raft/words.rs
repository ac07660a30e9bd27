//! Every text that Raft names has its words, and no words are left over.

use std::{collections::BTreeSet, fs, path::Path};

use quorum_kernel::{Exhibit, Spec};
use quorum_protocols::raft::Raft;

/// All string literals in a folder's sources that name a message of this protocol.
fn named(folder: &Path, ids: &mut BTreeSet<String>) {
    for file in fs::read_dir(folder).expect("the sources are there") {
        let path = file.expect("a file of the folder").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("a source that can be read");
            ids.extend(source.split('"').filter(|literal| literal.starts_with("raft-")).map(str::to_owned));
        }
    }
}

#[test]
fn every_text_has_words_and_no_words_are_left_over() {
    let mut used = BTreeSet::from([Raft::ID.to_owned()]);
    named(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/raft")), &mut used);
    used.extend(Raft::properties().iter().map(|property| format!("raft-{}", property.id)));
    used.extend(Raft::MUTANTS.iter().map(|mutant| format!("raft-mutant-{}", mutant.id)));
    for (language, words) in Raft::WORDS {
        let messages = words.lines().filter(|line| line.starts_with("raft"));
        let have: BTreeSet<_> = messages.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect();
        assert_eq!(used.difference(&have).collect::<Vec<_>>(), Vec::<&String>::new(), "without words in {language}");
        assert_eq!(have.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "left over in {language}");
    }
}

#[test]
fn every_mutant_breaks_a_property_that_exists() {
    for mutant in Raft::MUTANTS {
        assert!(Raft::properties().iter().any(|property| property.id == mutant.breaks), "{}", mutant.id);
    }
}
