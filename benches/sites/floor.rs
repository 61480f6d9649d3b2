//! The floor: a plain loop that does what no generator can do without, and nothing else.
//!
//! It finds and reads the same inputs, parses YAML and Markdown with the same crates, and writes as many files with as
//! many bytes as the site has, with the memory allocator that Plaudit has. A build is judged by how many times the floor it
//! costs, in the same run. With lines, it also draws a line for each KPI of each text, of as many points as a sparkline has,
//! and copies both into a page, as a report must.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use plaudit::draw::SPARKLINE_PERIODS;
use pulldown_cmark::{Options, Parser, html};
use serde_yaml::Value;
use walkdir::WalkDir;

use super::corpus::KPIS;

/// The first argument with which this program is the floor.
pub(crate) const FLOOR: &str = "--floor";

/// The argument with which it draws lines.
pub(crate) const LINES: &str = "lines";

/// What a site is made from; other folders hold what was made of it.
const INPUTS: [&str; 4] = ["plaudit.yaml", "data", "content", "themes"];

/// Reads the site in `arguments[0]`, and writes to the folder `arguments[1]` `arguments[2]` files of `arguments[3]` bytes
/// together; with [`LINES`] behind them it draws lines too.
pub(crate) fn run(arguments: &[String]) -> io::Result<()> {
    let [input, output, files, bytes, drawn @ ..] = arguments else {
        return Err(io::Error::other("the floor takes at least four arguments"));
    };
    let number = |text: &String| text.parse::<usize>().map_err(io::Error::other);
    let (files, bytes, drawn) = (number(files)?, number(bytes)?, drawn == [LINES]);
    let mut parsed = 0;
    for entry in INPUTS.iter().flat_map(|name| WalkDir::new(Path::new(input).join(name)).sort_by_file_name()) {
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
                if drawn {
                    (0..KPIS.len()).for_each(|kpi| line(&mut page, parsed + kpi));
                    page = format!("<!doctype html>{page}");
                }
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

/// A line whose heights nobody knows beforehand.
fn line(page: &mut String, seed: usize) {
    page.push_str("<svg viewBox=\"0 0 96 24\"><path d=\"M");
    for point in 0..SPARKLINE_PERIODS {
        let (x, y) =
            (point as f64 * 96.0 / (SPARKLINE_PERIODS - 1) as f64, ((seed * 31 + point * 17) % 240) as f64 / 9.7);
        write!(page, "{x:.1} {y:.1} ").expect("a text takes all");
    }
    page.push_str("\"/></svg>");
}

fn yaml(text: &str) -> io::Result<usize> {
    let value: BTreeMap<String, Value> = serde_yaml::from_str(text).map_err(io::Error::other)?;
    Ok(value.len())
}
