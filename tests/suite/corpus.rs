//! What fuzzing found worth keeping, and fresh variations of it: nothing panics.
//!
//! `tests/corpus/<target>/` holds inputs of the target of that name in `fuzz/`; any input that ever made one fail belongs
//! there. Each is replayed as it is, then with a few bytes changed, the same ones in every run.

use std::fs;
use std::path::Path;

use crate::any_input;
use crate::random::Random;

/// How often each saved input is varied.
const VARIATIONS: u64 = 12;

#[test]
fn yaml() {
    replay("yaml", any_input::yaml);
}

#[test]
fn markdown() {
    replay("markdown", any_input::markdown);
}

#[test]
fn placeholders() {
    replay("placeholders", any_input::placeholders);
}

#[test]
fn spans() {
    replay("spans", any_input::spans);
}

#[test]
fn mapping() {
    replay("mapping", any_input::mapping);
}

#[test]
fn request() {
    replay("request", any_input::request);
}

#[test]
fn every_target_is_replayed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str| {
        let mut names: Vec<_> = fs::read_dir(root.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("fuzz/fuzz_targets"), ["mapping", "markdown", "placeholders", "request", "spans", "yaml"]);
    assert_eq!(names("tests/corpus"), names("fuzz/fuzz_targets"));
}

/// Calls `target` with every saved input, and with variations of it.
#[track_caller]
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "too few inputs are saved");
    let inputs: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    let mut random = Random::new(7);
    for (file, input) in files.iter().zip(&inputs) {
        eprintln!("{}", file.display());
        target(input);
        for _ in 0..VARIATIONS {
            let varied = random.varied(input, &inputs);
            eprintln!("{:?}", String::from_utf8_lossy(&varied));
            target(&varied);
        }
    }
}
