//! Every text that a protocol names has its words, and no words are left over.

use std::{collections::BTreeSet, fs, path::Path};

use quorum_kernel::Exhibit;

/// All string literals in a folder's sources that begin like the texts of this protocol.
fn named(folder: &Path, prefix: &str, ids: &mut BTreeSet<String>) {
    for file in fs::read_dir(folder).expect("the sources are there") {
        let path = file.expect("a file of the folder").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("a source that can be read");
            ids.extend(source.split('"').filter(|literal| literal.starts_with(prefix)).map(str::to_owned));
        }
    }
}

/// Checks the words of the protocol whose sources lie in this folder below `src`, and name texts with this prefix.
pub fn check<P: Exhibit>(folder: &str, prefix: &str) {
    let mut used = BTreeSet::from([P::ID.to_owned()]);
    named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), prefix, &mut used);
    used.extend(P::properties().iter().map(|property| format!("{}-{}", P::ID, property.id)));
    used.extend(P::MUTANTS.iter().map(|mutant| format!("{}-mutant-{}", P::ID, mutant.id)));
    // What the sandbox offers to try.
    used.extend((1..=3).map(|nth| format!("{}-try-{nth}", P::ID)));
    used.extend(P::SETTINGS.iter().map(|setting| format!("{}-setting-{}", P::ID, setting.id)));
    for (language, words) in P::WORDS {
        let messages = words.lines().filter(|line| !line.starts_with(['#', ' ']));
        let have: BTreeSet<_> = messages.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect();
        assert_eq!(used.difference(&have).collect::<Vec<_>>(), Vec::<&String>::new(), "without words in {language}");
        assert_eq!(have.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "left over in {language}");
    }
    for mutant in P::MUTANTS {
        assert!(P::properties().iter().any(|property| property.id == mutant.breaks), "{}", mutant.id);
    }
}
