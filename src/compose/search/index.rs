//! The files of a volume: its pages, and for each word the pages it is on.
//!
//! Each file is a call with JSON in it:
//!
//! ```text
//! plauditFound("2026","pages",0,[
//! ["Scorecard","Billing, October 2026","2026-10/team/billing/index.html","A quieter month."],
//! …]);
//! plauditFound("2026","words",3,{
//! "refund":"4|0 1 z",
//! …});
//! ```
//!
//! Behind a word stand the numbers of the pages that are called so, and after `|` of those whose text has it: each the
//! distance from the one before, beginning from 0, with the 36 digits from 0 to z.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fold;
use super::{Entry, LONGEST_TEXT, NOTE_LENGTH};
use crate::compose::prose;

/// The finished files of a volume.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) pages: Vec<Vec<u8>>,
    pub(super) words: Vec<Vec<u8>>,
}

/// The words of a file that begin alike, by their [`beginning`], and where each stands.
type File = BTreeMap<u64, Vec<(Box<str>, Places)>>;

/// The files of the volume called `name`: `word_files` with words, and so many pages in each file of pages.
pub(super) fn make<'a>(
    name: &str,
    entries: impl Iterator<Item = Entry<'a>>,
    word_files: usize,
    pages_per_file: usize,
) -> Index {
    let mut rows = Vec::new();
    let mut files: Vec<File> = (0..word_files).map(|_| File::new()).collect();
    for entry in entries {
        let number = rows.len();
        let called = Words::of(entry.names.iter().copied().chain([entry.title.as_str()]));
        let texts = entry.texts.iter().map(|text| prose::unfilled(shortened(text, LONGEST_TEXT)));
        let bodies = entry.bodies.iter().map(|body| prose::words(shortened(body, LONGEST_TEXT)));
        let texts: Vec<String> = texts.chain(bodies).collect();
        let said = Words::of(texts.iter().map(String::as_str));
        let mut add = |beginning: u64, word: &str, is_name: bool| {
            let alike = files[fold::file_of(word, word_files)].entry(beginning).or_default();
            let place = alike.iter().position(|(known, _)| **known == *word).unwrap_or_else(|| {
                alike.push((word.into(), Places::default()));
                alike.len() - 1
            });
            let places = &mut alike[place].1;
            if is_name { places.names.add(number) } else { places.texts.add(number) }
        };
        called.each(|beginning, word| add(beginning, word, true));
        said.each(|beginning, word| {
            if !called.has(beginning, word) {
                add(beginning, word, false);
            }
        });
        rows.push(row(&entry, &texts));
    }
    let pages = rows.chunks(pages_per_file).enumerate().map(|(number, rows)| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        file(name, "pages", number, '[', &rows, ']')
    });
    let words = files.into_iter().enumerate().map(|(number, words)| {
        let words = words.into_values().flat_map(|mut alike| {
            alike.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            alike
        });
        let rows: Vec<String> =
            words.map(|(word, places)| format!("{}:\"{}\"", quoted(&word), places.written())).collect();
        file(name, "words", number, '{', &rows.iter().map(String::as_str).collect::<Vec<_>>(), '}')
    });
    Index { pages: pages.collect(), words: words.collect() }
}

fn file(volume: &str, kind: &str, number: usize, open: char, rows: &[&str], close: char) -> Vec<u8> {
    format!("plauditFound(\"{volume}\",\"{kind}\",{number},{open}\n{}\n{close});\n", rows.join(",\n")).into_bytes()
}

/// What a list of results shows of a page: the word for its kind, its title, its address, the beginning of its words.
fn row(entry: &Entry, texts: &[String]) -> String {
    let line = texts.iter().flat_map(|text| text.lines()).map(str::trim).find(|line| !line.is_empty());
    let note = line.map(|line| match shortened(line, NOTE_LENGTH) {
        whole if whole.len() == line.len() => line.to_owned(),
        part => format!("{}…", part.rsplit_once(' ').map_or(part, |(words, _)| words)),
    });
    let cells = [entry.kind, &entry.title, &entry.address, note.as_deref().unwrap_or_default()];
    format!("[{}]", cells.map(quoted).join(","))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// The beginning of `text`, of at most so many bytes.
fn shortened(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// The words of a page, sorted, none twice.
struct Words {
    letters: String,
    /// The beginning of each as a number, and where it is.
    places: Vec<(u64, Range<usize>)>,
}

impl Words {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let (mut letters, mut places) = (String::new(), Vec::new());
        for text in texts {
            fold::words(text, |word| {
                places.push((beginning(word), letters.len()..letters.len() + word.len()));
                letters.push_str(word);
            });
        }
        let word = |place: &Range<usize>| &letters[place.clone()];
        places.sort_unstable_by(|one, other| one.0.cmp(&other.0).then_with(|| word(&one.1).cmp(word(&other.1))));
        places.dedup_by(|one, other| one.0 == other.0 && word(&one.1) == word(&other.1));
        Self { letters, places }
    }

    /// Every word with its beginning.
    fn each(&self, mut word: impl FnMut(u64, &str)) {
        self.places.iter().for_each(|(beginning, place)| word(*beginning, &self.letters[place.clone()]));
    }

    fn has(&self, beginning: u64, word: &str) -> bool {
        let found = self
            .places
            .binary_search_by(|(own, place)| own.cmp(&beginning).then_with(|| self.letters[place.clone()].cmp(word)));
        found.is_ok()
    }
}

/// The first eight bytes of a word as a number: sorted by it and then by the whole, words are sorted as texts are, and
/// most are told apart without looking at letters.
fn beginning(word: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = word.len().min(8);
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

/// Where a word stands.
#[derive(Default)]
struct Places {
    names: Numbers,
    texts: Numbers,
}

impl Places {
    fn written(&self) -> String {
        match self.texts.written.as_str() {
            "" => self.names.written.clone(),
            texts => format!("{}|{texts}", self.names.written),
        }
    }
}

/// Ascending numbers, as they are written.
#[derive(Default)]
struct Numbers {
    written: String,
    last: usize,
}

impl Numbers {
    fn add(&mut self, number: usize) {
        if !self.written.is_empty() {
            self.written.push(' ');
        }
        push_base_36(&mut self.written, number - self.last);
        self.last = number;
    }
}

fn push_base_36(text: &mut String, number: usize) {
    if number >= 36 {
        push_base_36(text, number / 36);
    }
    text.push(char::from_digit((number % 36) as u32, 36).expect("a digit is less than 36"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::route::Route;

    #[test]
    fn pages_and_words_are_calls_with_json() {
        let page = |title: &str| Entry::new(&Route::Free(title.to_lowercase()), "Page", title.to_owned());
        let entries = [page("Refunds").says(["At last: {{ csat.value }} refunds"]), page("Elsewhere"), page("Réfund")];
        let index = make("undated", entries.into_iter(), 1, 2);
        let text = |file: &[u8]| String::from_utf8(file.to_vec()).unwrap();
        assert_eq!(
            index.pages.iter().map(|file| text(file)).collect::<Vec<_>>(),
            [
                "plauditFound(\"undated\",\"pages\",0,[\n[\"Page\",\"Refunds\",\"refunds/index.html\",\"At last: … refunds\"],\n\
                 [\"Page\",\"Elsewhere\",\"elsewhere/index.html\",\"\"]\n]);\n",
                "plauditFound(\"undated\",\"pages\",1,[\n[\"Page\",\"Réfund\",\"réfund/index.html\",\"\"]\n]);\n",
            ]
        );
        assert_eq!(
            text(&index.words[0]),
            "plauditFound(\"undated\",\"words\",0,{\n\"at\":\"|0\",\n\"elsewhere\":\"1\",\n\"last\":\"|0\",\n\"refund\":\"2\",\n\
             \"refunds\":\"0\"\n});\n"
        );
    }

    #[test]
    fn numbers_are_distances_of_36_digits() {
        let mut numbers = Numbers::default();
        [3, 4, 40, 2000].into_iter().for_each(|number| numbers.add(number));
        assert_eq!(numbers.written, "3 1 10 1ig");
    }
}
