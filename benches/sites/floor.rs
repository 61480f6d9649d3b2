//! The floor: a plain loop that does what no generator can do without, and nothing else.
//!
//! It finds and reads the same inputs, parses YAML and Markdown with the same crates, and writes as many files with as
//! many bytes as the site has. A build is judged by how many times the floor it costs, in the same run.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use pulldown_cmark::{Options, Parser, html};
use serde_yaml::Value;
use walkdir::WalkDir;

/// The first argument with which this program is the floor.
pub(crate) const FLOOR: &str = "--floor";

/// Reads the site in `arguments[0]`, and writes to the folder `arguments[1]` `arguments[2]` files of `arguments[3]` bytes
/// together.
pub(crate) fn run(arguments: &[String]) -> io::Result<()> {
    let [input, output, files, bytes] = arguments else {
        return Err(io::Error::other("the floor takes four arguments"));
    };
    let number = |text: &String| text.parse::<usize>().map_err(io::Error::other);
    let (files, bytes) = (number(files)?, number(bytes)?);
    let mut parsed = 0;
    for entry in WalkDir::new(input).sort_by_file_name() {
        let entry = entry.map_err(io::Error::other)?;
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = fs::read(entry.path())?;
        // A theme has pictures, which are only read.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        match entry.path().extension().and_then(|ending| ending.to_str()) {
            Some("yaml") => parsed += yaml(&text)?,
            Some("md") => {
                let (head, body) =
                    text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")).unwrap_or(("", &text));
                parsed += yaml(head)?;
                let mut page = String::with_capacity(body.len() * 2);
                html::push_html(&mut page, Parser::new_ext(body, Options::all()));
                parsed += page.len();
            }
            _ => {}
        }
    }
    assert!(parsed > 0, "there is something to parse");
    let page = vec![b'x'; bytes / files.max(1)];
    for index in 0..files {
        let folder = Path::new(output).join(format!("{}/{index}", index / 256));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), &page)?;
    }
    Ok(())
}

fn yaml(text: &str) -> io::Result<usize> {
    let value: BTreeMap<String, Value> = serde_yaml::from_str(text).map_err(io::Error::other)?;
    Ok(value.len())
}
