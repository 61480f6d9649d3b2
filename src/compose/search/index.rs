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

use std::io::Write;

use super::entries::Entry;
use super::recall::{Recall, Recalling};
use super::told::{Told, shortened};
use super::vocabulary::Vocabulary;
use super::{NOTE_LENGTH, fold};

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
    let mut pages: Vec<File> = Vec::new();
    let mut places = Places::default();
    for (number, (address, entry)) in entries.enumerate() {
        for called in entry.names.iter().copied().chain([entry.title.as_str()]) {
            fold::words(called, |word| places.called(recalling.reading.vocabulary.number(word), number));
        }
        let mut first_line = String::new();
        let mut say = |told: &Told| {
            if first_line.is_empty() {
                first_line.push_str(&told.first_line);
            }
            told.words.iter().for_each(|word| places.said(*word, number));
        };
        for text in &entry.texts {
            say(&recalling.reading.text(text));
        }
        for body in &entry.bodies {
            say(&recalling.told(body));
        }
        if number % pages_per_file == 0 {
            pages.push(File::new(name, "pages", pages.len(), '['));
        }
        let file = pages.last_mut().expect("the first page begins a file");
        row(file.row(), &address, &entry, &first_line);
    }
    let words = places.written(&recalling.reading.vocabulary, name, word_files);
    recalling.keep(name);
    Index { pages: pages.into_iter().map(|file| file.into_bytes(']')).collect(), words }
}

/// A file of the index while it is written, row by row.
struct File {
    text: Vec<u8>,
    is_begun: bool,
}

impl File {
    fn new(volume: &str, kind: &str, number: usize, open: char) -> Self {
        let text = format!("plauditFound(\"{volume}\",\"{kind}\",{number},{open}\n");
        Self { text: text.into_bytes(), is_begun: false }
    }

    /// Where the next row is written.
    fn row(&mut self) -> &mut Vec<u8> {
        if self.is_begun {
            self.text.extend_from_slice(b",\n");
        }
        self.is_begun = true;
        &mut self.text
    }

    fn into_bytes(mut self, close: char) -> Vec<u8> {
        writeln!(self.text, "\n{close});").expect("memory takes all");
        self.text
    }
}

/// What a list of results shows of a page: the word for its kind, its title, its address, the beginning of its words.
fn row(text: &mut Vec<u8>, address: &str, entry: &Entry, first_line: &str) {
    let part = shortened(first_line, NOTE_LENGTH);
    let note = match part.len() == first_line.len() {
        true => first_line,
        false => &format!("{}…", part.rsplit_once(' ').map_or(part, |(words, _)| words)),
    };
    for (cell, before) in [entry.kind, &entry.title, address, note].into_iter().zip([b'[', b',', b',', b',']) {
        text.push(before);
        quote(text, cell);
    }
    text.push(b']');
}

fn quote(text: &mut Vec<u8>, words: &str) {
    serde_json::to_writer(text, words).expect("a text is JSON");
}

/// Where the words of a volume stand, by their numbers.
#[derive(Default)]
struct Places(Vec<PlacesOf>);

/// Where a word stands.
#[derive(Clone, Default)]
struct PlacesOf {
    names: Numbers,
    texts: Numbers,
}

impl Places {
    /// A page is called so.
    fn called(&mut self, word: u32, page: usize) {
        self.of(word).names.add(page);
    }

    /// The text of a page has it, which says nothing more of one that is called so; of that it is known by then.
    fn said(&mut self, word: u32, page: usize) {
        let PlacesOf { names, texts } = self.of(word);
        if names.last != Some(page) {
            texts.add(page);
        }
    }

    fn of(&mut self, word: u32) -> &mut PlacesOf {
        let index = word as usize;
        if self.0.len() <= index {
            self.0.resize(index + 1, PlacesOf::default());
        }
        &mut self.0[index]
    }

    /// The files of words; the vocabulary may have words that stand nowhere any more.
    fn written(&self, vocabulary: &Vocabulary, volume: &str, files: usize) -> Vec<Vec<u8>> {
        let mut in_files: Vec<Vec<(&str, &PlacesOf)>> = vec![Vec::new(); files];
        for (word, places) in vocabulary.words().zip(&self.0) {
            if !places.names.written.is_empty() || !places.texts.written.is_empty() {
                in_files[fold::file_of(fold::drawer_of(word), files)].push((word, places));
            }
        }
        let written = in_files.into_iter().enumerate().map(|(number, mut words)| {
            words.sort_unstable_by_key(|(word, _)| *word);
            let mut file = File::new(volume, "words", number, '{');
            for (word, PlacesOf { names, texts }) in words {
                let text = file.row();
                quote(text, word);
                let between = if texts.written.is_empty() { "" } else { "|" };
                write!(text, ":\"{}{between}{}\"", names.written, texts.written).expect("memory takes all");
            }
            file.into_bytes('}')
        });
        written.collect()
    }
}

/// Ascending numbers, as they are written, none twice.
#[derive(Clone, Default)]
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
