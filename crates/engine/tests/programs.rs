//! Every family but that of the first lesson is a program that the site has.

use std::{fs, path::Path};

use quorum_scene::{FAMILIES, Family, families};

#[test]
fn every_family_but_the_pages_has_a_program_and_the_page_names_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(here.join("../../www/index.html")).expect("the page");
    for family in FAMILIES.iter().filter(|family| **family != families::Raft::ID) {
        let program = format!("engine-{family}");
        assert!(here.join(format!("src/bin/{program}.rs")).is_file(), "{program}: there is no such program in src/bin");
        let named = format!("data-bin=\"{program}\" data-type=\"worker\"");
        assert!(page.contains(&named), "{program}: www/index.html has no link with {named}");
    }
    let programs = fs::read_dir(here.join("src/bin")).expect("the programs").count();
    assert_eq!(programs, FAMILIES.len() - 1, "a program is of no family");
}
