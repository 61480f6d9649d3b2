//! Allowances: what somebody decided to leave as it is, said in a comment beside it, with the reason.
//!
//! ```text
//! # plaudit: allow P310, because the line was down for a day
//! calls: 12
//! ```
//!
//! In Markdown the comment is one of HTML: `<!-- plaudit: allow P650, because … -->`.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use super::{Diagnostic, Location, Problem, Severity, nearest};

/// Problems that are left as they are at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// The codes of the problems.
    pub codes: Vec<String>,
    /// Why; `None` where nobody says.
    pub because: Option<String>,
    /// Where the comment is.
    pub at: Location,
    /// The file that it is about: its own, or the one it names.
    about: PathBuf,
    /// The lines of that file.
    lines: RangeInclusive<u32>,
    /// Whether it is also about the file as a whole.
    of_file: bool,
}

impl Allowance {
    /// Whether it allows what was found. Errors are never allowed.
    pub(super) fn covers(&self, found: &Diagnostic) -> bool {
        let is_there = match found.at.place {
            Some(place) => self.lines.contains(&place.line),
            None => self.of_file,
        };
        is_there
            && found.problem.severity() < Severity::Error
            && found.at.file == self.about
            && self.codes.iter().any(|code| code == found.problem.code())
    }
}

/// Before every allowance.
pub(crate) const SIGN: &str = "plaudit:";

/// Where problems of files without comments are allowed, such as pictures: `allow P115 in data/notes.txt, because …`.
const SETTINGS: &str = "plaudit.yaml";

/// The allowances in a YAML file, or in a Markdown file with its head, and what is wrong with those that cannot be read.
pub(super) fn allowances(file: &Path, text: &str) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let (mut allowances, mut wrong) = (Vec::new(), Vec::new());
    if !text.contains(SIGN) {
        return (allowances, wrong);
    }
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let is_markdown = file.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
    let body = if is_markdown { body(&lines) } else { lines.len() };
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let lines_of_kind = if index < body { &lines[..body] } else { &lines };
        if let Some(range) = comment(line, index >= body) {
            let at = Location::within(file, 1, text, start + range.start..start + range.end);
            let is_alone = line[..range.start].trim().is_empty() && line[range.end..].trim().is_empty();
            match said(&line[range]) {
                Err(problem) => wrong.push(Diagnostic { problem, at }),
                Ok(said) => {
                    let is_first = !lines[..index].iter().any(|line| has_content(line, index >= body));
                    let about = match is_alone {
                        true => below(lines_of_kind, index, index >= body),
                        false => index..=index,
                    };
                    let other = said.file.filter(|_| file == Path::new(SETTINGS));
                    allowances.push(Allowance {
                        codes: said.codes,
                        because: said.because,
                        at,
                        lines: *about.start() as u32 + 1..=*about.end() as u32 + 1,
                        of_file: other.is_some() || (is_alone && is_first),
                        about: other.map_or_else(|| file.to_owned(), PathBuf::from),
                    });
                }
            }
        }
        start += line.len() + text[start + line.len()..].find('\n').map_or(0, |end| end + 1);
    }
    (allowances, wrong)
}

/// The line on which the words of a Markdown file begin, after its head.
fn body(lines: &[&str]) -> usize {
    let end = lines.iter().skip(1).position(|line| matches!(line.trim_end(), "---" | "..."));
    match (lines.first(), end) {
        (Some(first), Some(end)) if first.trim_start_matches('\u{feff}').trim_end() == "---" => end + 2,
        _ => 0,
    }
}

/// Where a line has the comment of an allowance, from its first sign to its last.
fn comment(line: &str, is_html: bool) -> Option<Range<usize>> {
    let (opening, closing) = if is_html { ("<!--", "-->") } else { ("#", "") };
    let mut from = 0;
    while let Some(start) = line[from..].find(opening).map(|at| from + at) {
        let words = &line[start + opening.len()..];
        // Within words, `#` is no comment.
        let can_begin = is_html || line[..start].chars().next_back().is_none_or(char::is_whitespace);
        if can_begin && words.trim_start().starts_with(SIGN) {
            let length = if closing.is_empty() { words.trim_end().len() } else { words.find(closing)? + closing.len() };
            return Some(start..start + opening.len() + length);
        }
        from = start + opening.len();
    }
    None
}

/// What a comment says.
struct Said {
    codes: Vec<String>,
    file: Option<String>,
    because: Option<String>,
}

fn said(comment: &str) -> Result<Said, Problem> {
    let words = comment.trim_start_matches(['<', '!', '-', '#', ' ', '\t']);
    let words = words[SIGN.len()..].trim_end_matches("-->").trim();
    let Some(rest) = words.strip_prefix("allow").filter(|rest| rest.starts_with(char::is_whitespace)) else {
        return Err(Problem::NotAnAllowance {});
    };
    let (what, because) = match rest.split_once("because") {
        Some((what, because)) => (what, Some(because.trim().to_owned()).filter(|because| !because.is_empty())),
        None => (rest, None),
    };
    let (mut codes, mut file) = (Vec::new(), None);
    let mut words = what.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        match word {
            "and" => {}
            "in" => file = Some(words.next().ok_or(Problem::NotAnAllowance {})?.to_owned()),
            code => match Problem::severity_of(code) {
                Some(Severity::Error) => return Err(Problem::ErrorAllowed { code: code.to_owned() }),
                Some(_) => codes.push(code.to_owned()),
                None => {
                    let is_code = code.starts_with('P') && code[1..].bytes().all(|byte| byte.is_ascii_digit());
                    let nearest = is_code.then(|| nearest(code, Problem::CODES.iter().copied())).flatten();
                    return Err(match is_code {
                        true => Problem::UnknownCode { code: code.to_owned(), nearest },
                        false => Problem::NotAnAllowance {},
                    });
                }
            },
        }
    }
    if codes.is_empty() { Err(Problem::NotAnAllowance {}) } else { Ok(Said { codes, file, because }) }
}

/// The lines that a comment on a line of its own is about: the next one, or in Markdown the next paragraph.
fn below(lines: &[&str], comment: usize, is_html: bool) -> RangeInclusive<usize> {
    let after = comment + 1;
    let Some(first) = (after..lines.len()).find(|index| has_content(lines[*index], is_html)) else {
        return comment..=comment;
    };
    let last = match is_html {
        true => (first..lines.len()).find(|index| lines[*index].trim().is_empty()).map_or(lines.len(), |end| end) - 1,
        false => first,
    };
    first..=last
}

/// Whether a line has more than a comment.
fn has_content(line: &str, is_html: bool) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim();
    let is_comment = if is_html { line.starts_with("<!--") && line.ends_with("-->") } else { line.starts_with('#') };
    !(line.is_empty() || is_comment || line == "---")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_about_its_line_or_the_next_one() {
        check("data/a.yaml", "a: 1 # plaudit: allow P310, because so\nb: 2\n", &[("P310", 1..=1, false)]);
        check(
            "data/a.yaml",
            "a: 1\n# plaudit: allow P310 and P311 because so\n\n# more\nb: 2\n",
            &[("P310 P311", 5..=5, false)],
        );
        check("data/a.yaml", "# plaudit: allow P310, because so\na: 1\n", &[("P310", 2..=2, true)]);
        check("data/a.yaml", "a: x#plaudit: allow P310\n", &[]);
    }

    #[test]
    fn in_markdown_it_is_about_the_next_paragraph() {
        let text = "---\n# plaudit: allow P512, because so\ntitle: T\n---\nOne.\n\n<!-- plaudit: allow P650, because so -->\n\
                    Two\nlines.\n\nThree <!-- plaudit: allow P650, because so -->.\n";
        check("content/a.md", text, &[("P512", 3..=3, true), ("P650", 8..=9, false), ("P650", 11..=11, false)]);
        let first = "<!-- plaudit: allow P624, because so -->\nOne.\n";
        check("content/a.md", first, &[("P624", 2..=2, true)]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (comment, code) in [
            ("# plaudit: alow P310", "P041"),
            ("# plaudit: allow", "P041"),
            ("# plaudit: allow everything, because so", "P041"),
            ("# plaudit: allow P012, because so", "P042"),
            ("# plaudit: allow P999, because so", "P043"),
        ] {
            let (_, wrong) = allowances("data/a.yaml".as_ref(), &format!("a: 1\n{comment}\n"));
            assert_eq!(wrong.iter().map(|found| found.problem.code()).collect::<Vec<_>>(), [code], "{comment}");
        }
    }

    #[test]
    fn only_the_settings_speak_of_other_files() {
        let text = "# plaudit: allow P115 in data/notes.txt, because we keep it there\n";
        let [(of_settings, _), (of_others, _)] =
            ["plaudit.yaml", "data/kpis.yaml"].map(|file| allowances(file.as_ref(), text));
        assert_eq!(of_settings[0].about, Path::new("data/notes.txt"));
        assert_eq!(of_others[0].about, Path::new("data/kpis.yaml"));
    }

    #[track_caller]
    fn check(file: &str, text: &str, expected: &[(&str, RangeInclusive<u32>, bool)]) {
        let (found, wrong) = allowances(file.as_ref(), text);
        assert!(wrong.is_empty(), "{wrong:?}");
        let found: Vec<_> = found.iter().map(|it| (it.codes.join(" "), it.lines.clone(), it.of_file)).collect();
        let expected: Vec<_> =
            expected.iter().map(|(codes, lines, all)| ((*codes).to_owned(), lines.clone(), *all)).collect();
        assert_eq!(found, expected);
    }
}
