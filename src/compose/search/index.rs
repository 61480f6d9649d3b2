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

use std::cmp::Ordering;

use super::fold;
use super::recall::{Recall, Recalling};
use super::{Entry, LONGEST_TEXT, NOTE_LENGTH};
use crate::compose::prose;
use crate::model::Markdown;

/// The finished files of a volume.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) pages: Vec<Vec<u8>>,
    pub(super) words: Vec<Vec<u8>>,
}

/// The files of the volume called `name`: `word_files` with words, and so many pages in each file of pages.
pub(super) fn make<'a>(
    name: &str,
    entries: impl Iterator<Item = (String, Entry<'a>)>,
    word_files: usize,
    pages_per_file: usize,
    recall: Option<&Recall>,
) -> Index {
    let mut recalling = Recalling::new(recall, name);
    let mut rows = Vec::new();
    let mut cabinet = Cabinet::new();
    for (address, entry) in entries {
        let number = rows.len();
        for called in entry.names.iter().copied().chain([entry.title.as_str()]) {
            fold::words(called, |word| cabinet.places(word).called(number));
        }
        let texts = entry.texts.iter().map(|text| prose::unfilled(shortened(text, LONGEST_TEXT)));
        let mut line = String::new();
        let mut say = |first_line: &str| {
            if line.is_empty() {
                first_line.clone_into(&mut line);
            }
        };
        for text in texts {
            say(first_line(&text));
            fold::words(&text, |word| cabinet.places(word).said(number));
        }
        for body in &entry.bodies {
            if let Some(told) = recalling.told(body) {
                say(&told.first_line);
                told.words.split_terminator('\n').for_each(|word| cabinet.places(word).said(number));
            } else {
                let text = prose::words(shortened(&body.text, LONGEST_TEXT));
                say(first_line(&text));
                fold::words(&text, |word| cabinet.places(word).said(number));
            }
        }
        rows.push(row(&address, &entry, Some(line.as_str()).filter(|line| !line.is_empty())));
    }
    recalling.keep(name);
    let pages = rows.chunks(pages_per_file).enumerate().map(|(number, rows)| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        file(name, "pages", number, '[', &rows, ']')
    });
    let words = cabinet.into_files(word_files).into_iter().enumerate().map(|(number, mut words)| {
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let rows: Vec<String> =
            words.iter().map(|(word, places)| format!("{}:\"{}\"", quoted(word), places.written())).collect();
        file(name, "words", number, '{', &rows.iter().map(String::as_str).collect::<Vec<_>>(), '}')
    });
    Index { pages: pages.collect(), words: words.collect() }
}

fn file(volume: &str, kind: &str, number: usize, open: char, rows: &[&str], close: char) -> Vec<u8> {
    format!("plauditFound(\"{volume}\",\"{kind}\",{number},{open}\n{}\n{close});\n", rows.join(",\n")).into_bytes()
}

/// What a list of results shows of a page: the word for its kind, its title, its address, the beginning of its words.
fn row(address: &str, entry: &Entry, first_line: Option<&str>) -> String {
    let note = first_line.map(|line| match shortened(line, NOTE_LENGTH) {
        whole if whole.len() == line.len() => line.to_owned(),
        part => format!("{}…", part.rsplit_once(' ').map_or(part, |(words, _)| words)),
    });
    let cells = [entry.kind, &entry.title, address, note.as_deref().unwrap_or_default()];
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

/// A text, taken apart.
#[derive(Debug)]
pub(super) struct Told {
    /// Its [`first_line`].
    first_line: String,
    /// Every word, on a line of its own.
    words: String,
}

impl Told {
    /// What a text in Markdown says.
    pub(super) fn of(body: &Markdown) -> Self {
        let text = prose::words(shortened(&body.text, LONGEST_TEXT));
        let mut words = String::with_capacity(text.len());
        fold::words(&text, |word| {
            words.push_str(word);
            words.push('\n');
        });
        Self { first_line: first_line(&text).to_owned(), words }
    }
}

/// The beginning of the first line that is not empty, long enough for a note to be cut from it; empty where there is none.
fn first_line(text: &str) -> &str {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    shortened(line, 2 * NOTE_LENGTH)
}

/// The words of a volume, in drawers, and where each stands.
struct Cabinet {
    /// In each the words that begin alike, by their [`beginning`] and then as they are: which of `words` it is.
    drawers: Vec<Vec<(u128, usize)>>,
    words: Vec<(Box<str>, Places)>,
}

impl Cabinet {
    fn new() -> Self {
        Self { drawers: vec![Vec::new(); fold::DRAWERS], words: Vec::new() }
    }

    /// Where `word` stands so far.
    fn places(&mut self, word: &str) -> &mut Places {
        let Self { drawers, words } = self;
        let beginning = beginning(word);
        let drawer = &mut drawers[fold::drawer_of(word)];
        // Few words are so long that their beginning does not tell them apart.
        let found = drawer.binary_search_by(|(known, index)| {
            known
                .cmp(&beginning)
                .then_with(|| if word.len() < BEGINNING { Ordering::Equal } else { (*words[*index].0).cmp(word) })
        });
        let index = match found {
            Ok(at) => drawer[at].1,
            Err(at) => {
                drawer.insert(at, (beginning, words.len()));
                words.push((word.into(), Places::default()));
                words.len() - 1
            }
        };
        &mut words[index].1
    }

    /// The words of each of `files`.
    fn into_files(self, files: usize) -> Vec<Vec<(Box<str>, Places)>> {
        let mut in_files: Vec<Vec<_>> = (0..files).map(|_| Vec::new()).collect();
        for (word, places) in self.words {
            in_files[fold::file_of(fold::drawer_of(&word), files)].push((word, places));
        }
        in_files
    }
}

/// The first bytes of a word as a number: sorted by it and then by the whole, words are sorted as texts are, and most are
/// told apart without looking at letters.
fn beginning(word: &str) -> u128 {
    let mut bytes = [0; BEGINNING];
    let length = word.len().min(BEGINNING);
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// How many bytes of a word are its beginning.
const BEGINNING: usize = 16;

/// Where a word stands.
#[derive(Default)]
struct Places {
    names: Numbers,
    texts: Numbers,
}

impl Places {
    /// A page is called so.
    fn called(&mut self, number: usize) {
        self.names.add(number);
    }

    /// The text of a page has it, which says nothing more of one that is called so; of that it is known by then.
    fn said(&mut self, number: usize) {
        if self.names.last != Some(number) {
            self.texts.add(number);
        }
    }

    fn written(&self) -> String {
        match self.texts.written.as_str() {
            "" => self.names.written.clone(),
            texts => format!("{}|{texts}", self.names.written),
        }
    }
}

/// Ascending numbers, as they are written, none twice.
#[derive(Default)]
struct Numbers {
    written: String,
    last: Option<usize>,
}

impl Numbers {
    fn add(&mut self, number: usize) {
        if self.last == Some(number) {
            return;
        }
        if self.last.is_some() {
            self.written.push(' ');
        }
        push_base_36(&mut self.written, number - self.last.unwrap_or(0));
        self.last = Some(number);
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
        let page = |title: &str| (Route::Free(title.to_lowercase()).path(), Entry::new("Page", title.to_owned()));
        let mut entries = [page("Refunds"), page("Elsewhere"), page("Réfund")];
        entries[0].1.texts.push("At last: {{ csat.value }} refunds");
        let index = make("undated", entries.into_iter(), 1, 2, None);
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
        [3, 4, 4, 40, 2000].into_iter().for_each(|number| numbers.add(number));
        assert_eq!(numbers.written, "3 1 10 1ig");
    }
}
