//! Every problem with its message and its help, in one list.
//!
//! Codes are a promise: they never change and are never given to another problem. P0 is about names, keys and
//! values of any file, P1 about files and YAML itself, P2 about settings and the catalogue, P3 about snapshots,
//! P4 about studies, P5 about recognition and actions, P6 about words and addresses, P7 about themes, P8 about
//! publishing and serving, P9 about importing and writing inputs.

use std::fmt;

use super::phrase::{and, comma, did_you_mean, one_of, other_unit, quoted, rounded, some};
use super::refusal::{Refusal, Unsealed};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing has to be done.
    Note,
    /// Friendly advice; never counts as an error.
    Hint,
    /// Probably a mistake, but pages can be made.
    Warning,
    /// The site cannot be made.
    Error,
}

/// Declares the problems: doc comment, code, severity, name and fields, message, help.
macro_rules! problems {
    ($($(#[doc = $doc:literal])* $code:ident $severity:ident $name:ident { $($field:ident: $type:ty),* }
        say($($message:tt)+) $(help($help:expr))?;)*) => {
        /// Something that is wrong with a site, worth a warning, or worth knowing.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the fields are the words of the message")]
        pub enum Problem {
            $($(#[doc = $doc])* #[doc = concat!("\n\nCode ", stringify!($code), ".")] $name { $($field: $type),* },)*
        }

        impl Problem {
            /// The codes of all problems, in the order of the list.
            pub const CODES: &[&str] = &[$(stringify!($code)),*];

            /// Every problem there can be, in the order of the list: code, severity, and what it is about.
            pub const ALL: &[(&str, Severity, &str)] = &[
                $((stringify!($code), Severity::$severity, concat!($($doc),*))),*
            ];

            /// How much the problem with this code weighs; `None` where no problem has it.
            pub fn severity_of(code: &str) -> Option<Severity> {
                Self::ALL.iter().find(|(known, ..)| *known == code).map(|(_, severity, _)| *severity)
            }

            /// The stable code: `P012`.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => stringify!($code),)* }
            }

            /// How much it weighs.
            pub fn severity(&self) -> Severity {
                match self { $(Self::$name { .. } => Severity::$severity,)* }
            }

            /// How to mend it, where we know.
            #[allow(unused_variables, reason = "not every help needs every field")]
            pub fn help(&self) -> Option<String> {
                match self { $(Self::$name { $($field),* } => { let help: Option<String> = None; $(let help = help.or($help);)? help })* }
            }
        }

        /// The message: one short sentence without a full stop.
        impl fmt::Display for Problem {
            #[allow(unused_variables, reason = "not every message needs every field")]
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$name { $($field),* } => write!(out, $($message)+),)* }
            }
        }
    };
}

/// What was published of something and what it is now; `None` for nothing.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub struct PublishedChange {
    pub period: String,
    pub was: Option<String>,
    pub is: Option<String>,
}

/// The figure that was probably meant: as pages say it, and the placeholder that gives it.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub struct MeantFigure {
    pub shown: String,
    /// `None` where placeholders are not filled.
    pub placeholder: Option<String>,
}

problems! {
    // Names, keys and values of any file.

    /// A key that means nothing where it stands.
    P001 Error UnknownKey { key: String, nearest: Option<String>, known: Vec<&'static str> }
        say("unknown key `{key}`") help(did_you_mean(nearest).or_else(|| comma(key)).or_else(|| one_of("the keys here are", known)));
    /// The same key twice in one map.
    P002 Error DuplicateKey { key: String, first_line: u32 }
        say("`{key}` is given a second time") help(some(format!("the first is on line {first_line}; only one can stand")));
    /// A key that must be there is not.
    P003 Error MissingKey { key: String, expected: &'static str }
        say("`{key}` is missing") help(some(format!("add `{key}`: {expected}")).filter(|_| !expected.is_empty()));
    /// A value of the wrong sort.
    P004 Error WrongType { expected: String, found: String }
        say("expected {expected}, found {found}");
    /// A word that is not one of those allowed.
    P005 Error NotOneOf { found: String, nearest: Option<String>, allowed: Vec<&'static str> }
        say("unknown word `{found}`") help(did_you_mean(nearest).or_else(|| one_of("one of", allowed)));
    /// `.nan` or `.inf`.
    P006 Error NotFinite { found: String }
        say("`{found}` is not a figure")
        help(some("leave it out, or write `~` for what was not measured"));
    /// A text that cannot be an id.
    P007 Error NotAnId { found: String, rule: &'static str }
        say("`{found}` cannot be an id") help(some(format!("an id is made of {rule}")));
    /// A text that is not a day.
    P008 Error NotADate { found: String }
        say("`{found}` is not a day") help(some("write year, month and day: 2026-10-14"));
    /// A text that is not a period.
    P009 Error NotAPeriod { found: String }
        say("`{found}` is not a period")
        help(some("write a month as 2026-10, a quarter as 2026-Q4, a week as 2026-W41"));
    /// A text that does not name a part of the organisation.
    P010 Error NotAPart { found: String }
        say("`{found}` does not name a part") help(some("write dimension and member: team/billing"));
    /// Two ids that differ only in capital letters.
    P011 Error IdCollision { id: String, other: String }
        say("`{id}` and `{other}` would have the same address")
        help(some("addresses are lower-case; rename one of them"));
    /// A KPI that the catalogue does not have.
    P012 Error UnknownKpi { id: String, nearest: Option<String> }
        say("unknown KPI `{id}`") help(did_you_mean(nearest).or_else(|| some("KPIs are declared in data/kpis.yaml")));
    /// A dimension that is not declared.
    P013 Error UnknownDimension { id: String, nearest: Option<String> }
        say("unknown dimension `{id}`")
        help(did_you_mean(nearest).or_else(|| some("dimensions are declared in data/dimensions.yaml")));
    /// A member that its dimension does not have.
    P014 Error UnknownMember { id: String, dimension: String, nearest: Option<String> }
        say("`{dimension}` has no member `{id}`")
        help(did_you_mean(nearest).or_else(|| some("members are declared in data/dimensions.yaml")));
    /// An award that is not declared.
    P015 Error UnknownAward { id: String, nearest: Option<String> }
        say("unknown award `{id}`")
        help(did_you_mean(nearest).or_else(|| some("awards are declared in data/awards.yaml, below `awards:`")));
    /// A value of the organisation that is not declared.
    P016 Error UnknownValue { id: String, nearest: Option<String> }
        say("unknown value `{id}`")
        help(did_you_mean(nearest).or_else(|| some("values are declared in data/awards.yaml, below `values:`")));
    /// A study that is not there.
    P017 Error UnknownStudy { id: String, nearest: Option<String> }
        say("unknown study `{id}`")
        help(did_you_mean(nearest).or_else(|| some("a study is a file in data/benchmarks")));
    /// An audience that the settings do not declare.
    P018 Error UnknownAudience { id: String, nearest: Option<String> }
        say("unknown audience `{id}`")
        help(did_you_mean(nearest).or_else(|| some("audiences are declared in plaudit.yaml, below `audiences:`")));
    /// A theme that is neither in the site nor in the program.
    P019 Error UnknownTheme { name: String, nearest: Option<String> }
        say("unknown theme `{name}`")
        help(did_you_mean(nearest).or_else(|| some("a theme is a folder in themes/; `default` is always there")));
    /// A number outside of what is possible there.
    P020 Error OutOfRange { what: String, found: f64, expected: String }
        say("`{what}` is {found}, but must be {expected}");
    /// A number that must be whole.
    P021 Error NotWhole { what: String, found: f64 }
        say("`{what}` is {found}, but must be a whole number, 0 or more");
    /// A text without a letter.
    P022 Error EmptyText { what: String }
        say("`{what}` is empty") help(some("write something, or leave the key out"));
    /// Something that a later version will read.
    P023 Error NotSupportedYet { what: String }
        say("{what} is not supported yet");
    /// A range whose ends are the wrong way round.
    P024 Error RangeReversed { low: String, low_is: String, high: String, high_is: String }
        say("`{low}` is {low_is}, but `{high}` is {high_is}") help(some("swap the two"));
    /// A text that is not a time span.
    P025 Error NotADuration { found: String }
        say("`{found}` is not a time span") help(some("write 14m 30s, 2h, 3d, 00:14:30, or a number in the KPI's unit"));
    /// A list or a map that must not be empty.
    P026 Error EmptyList { what: String, expected: String }
        say("`{what}` is empty") help(some(format!("expected {expected}")));
    /// The same entry twice in one list.
    P027 Error ListedTwice { what: String }
        say("`{what}` is listed twice");
    /// A text where a number must be.
    P028 Error NotANumber { found: String }
        say("`{found}` is not a number")
        help(some("write it as 1412 or 88.2: a point before decimals, no unit, no quotes, nothing between thousands"));
    /// A period of another kind than the site's.
    P029 Error PeriodOfOtherKind { found: &'static str, site: &'static str }
        say("this is a {found}, but the site reports by {site}");
    /// Two keys that exclude each other.
    P030 Error Contradiction { one: &'static str, other: &'static str, because: &'static str }
        say("`{one}` and `{other}` exclude each other") help(some(*because));
    /// Dates of a list in the wrong order.
    P031 Error NotInOrder { what: String }
        say("the dates of `{what}` are not in order") help(some("the newest stands last"));
    /// An id that would make an address that not every system can store.
    P032 Error IdNotInAddresses { found: String, longest: usize }
        say("`{found}` cannot be an id, because addresses are made of it")
        help(some(format!("at most {longest} characters, and no name that Windows reserves, such as `con`")));
    /// Something is asked about that is for a narrower audience.
    P033 Error NotInEdition { id: String, audiences: Vec<String> }
        say("`{id}` is not part of this edition")
        help(some(format!("it may be in that of {}: name it with `--audience`", audiences.join(" or "))));

    /// An allowance that does not say why.
    P040 Warning AllowedWithoutReason {}
        say("nothing says why this is allowed") help(some("add `, because …`: whoever comes next wants to know"));
    /// A comment that begins like an allowance and is none.
    P041 Warning NotAnAllowance {}
        say("this comment for Plaudit cannot be read") help(some("write `plaudit: allow P310, because …`, with the code of what is allowed"));
    /// An allowance of an error.
    P042 Warning ErrorAllowed { code: String }
        say("`{code}` is an error, which cannot be allowed") help(some("mend what it is about; warnings and hints can be allowed"));
    /// An allowance of a problem that does not exist.
    P043 Warning UnknownCode { code: String, nearest: Option<String> }
        say("no problem has the code `{code}`") help(did_you_mean(nearest).or_else(|| some("every message begins with its code")));
    /// An allowance that nothing needs any more.
    P044 Warning AllowsNothing { codes: Vec<String> }
        say("there is no {} here to be allowed", codes.join(" or ")) help(some("take the comment out; it belongs above the line of the message, or at its end"));

    // Files, and YAML itself.

    /// No settings where a site was expected.
    P100 Error NoSite {}
        say("there is no site here") help(some("plaudit.yaml marks the root of a site; `plaudit init` makes a new one, `--root` names another place"));
    /// A file or a folder that cannot be read.
    P101 Error Unreadable { reason: String }
        say("cannot be read: {reason}");
    /// Bytes that are not UTF-8.
    P102 Error NotUtf8 { byte: u8 }
        say("this is not UTF-8: the byte {byte:02X} does not fit") help(some("save the file as UTF-8"));
    /// A file in UTF-16.
    P103 Error Utf16 {}
        say("this is UTF-16") help(some("save the file as UTF-8"));
    /// A file that is too large to be one of ours.
    P104 Error TooLarge { limit: &'static str }
        say("larger than {limit}");
    /// A character that nobody can see.
    P105 Error ControlCharacter { code: u32 }
        say("the control character U+{code:04X}") help(some("remove it; it cannot be seen in most editors"));
    /// Text that does not follow the rules of YAML.
    P106 Error NotYaml { message: String, help: Option<&'static str> }
        say("{message}") help(help.map(String::from));
    /// An anchor, alias or tag.
    P107 Error AnchorAliasTag { sign: char }
        say("{} `{sign}…` is not allowed", match sign { '*' => "an alias", '&' => "an anchor", _ => "a tag" })
        help(some(format!("write the value out; put text that begins with `{sign}` in quotes")));
    /// A second YAML document in one file.
    P108 Error SeveralDocuments {}
        say("a second document begins here") help(some("one file holds one document; remove the line"));
    /// Maps and lists nested too deep.
    P109 Error TooDeep { limit: usize }
        say("nested deeper than {limit} levels");
    /// A file with nothing in it.
    P110 Error EmptyFile { expected: &'static str }
        say("the file is empty") help(some(format!("expected {expected}")));
    /// A list or a map as a key.
    P111 Error KeyNotText {}
        say("a key must be a word") help(some("put text that begins with a bracket in quotes"));
    /// A symbolic link among the inputs.
    P112 Error SymbolicLink { leaves: bool }
        say("a symbolic link{}", if *leaves { " that leaves the site" } else { "" })
        help(some("links are not followed; copy what it points to"));
    /// A path that leads out of the site.
    P113 Error LeavesSite { path: String }
        say("`{path}` leads out of the site") help(some("name a file below the site's root, with `/` between folders"));
    /// A file whose name is not Unicode.
    P114 Error NameNotUnicode {}
        say("the name of this file cannot be read as text") help(some("rename it"));
    /// A file that nothing reads.
    P115 Warning UnexpectedFile { nearest: Option<String> }
        say("nothing reads this file") help(did_you_mean(nearest));
    /// A head of a Markdown file that does not end.
    P116 Error FrontMatterNotClosed {}
        say("the head of this file is not closed") help(some("end it with a line of `---`"));
    /// Two files for one purpose.
    P117 Error SecondFile { first: String }
        say("a second file for the same") help(some(format!("the first is {first}; only one can stand")));
    /// A file that a path names but that is not there.
    P118 Error FileNotFound { path: String, looked_in: String }
        say("there is no file `{path}`") help(some(format!("looked in {looked_in}")));
    /// A file without which there is no site.
    P119 Error MissingFile { holds: &'static str }
        say("this file is missing") help(some(format!("it holds {holds}")));
    /// A head of a Markdown file in TOML.
    P120 Error TomlFrontMatter {}
        say("the head of this file is TOML") help(some("write it as YAML, between two lines of `---`"));
    /// A file that a later version will read.
    P121 Warning LeftOutYet { what: &'static str }
        say("{what} are not supported yet, so this file is left out");

    // Settings and catalogue.

    /// A language without a catalogue of sentences.
    P200 Error LanguageNotSupported { language: String }
        say("no words for the language `{language}`") help(some("only English is supported yet: en, en-GB, en-US …"));
    /// A base address that is none.
    P201 Error NotAnAddress { found: String }
        say("`{found}` is not an address of a site") help(some("write https://host/path/"));
    /// Too many leading KPIs.
    P202 Warning HeadlineLength { found: usize }
        say("{found} leading KPIs are too many") help(some("choose one to five; a reader does not keep more in mind"));
    /// A unit that its kind cannot have.
    P203 Error UnitDoesNotFit { unit: &'static str, kind: &'static str, fitting: Vec<&'static str> }
        say("a KPI of the kind `{kind}` cannot be in `{unit}`") help(one_of("what fits:", fitting));
    /// A computed KPI that needs itself.
    P204 Error ComputeCycle { circle: Vec<String> }
        say("`compute` goes in a circle: {}", circle.join(" → "));
    /// A formula that cannot be read.
    P205 Error NotAFormula { expected: &'static str }
        say("not a formula: expected {expected} here")
        help(some("a formula has numbers, KPI ids, + - * / and brackets"));
    /// Two steps that begin in the same period.
    P206 Error SameFrom { what: &'static str, from: String }
        say("two {what} begin in {from}");
    /// A KPI that ends without a word about it.
    P207 Warning EndsWithoutWord { kpi: String }
        say("`{kpi}` ends, but nothing says why") help(some("add `because` or `replaced_by`, so that readers know"));
    /// A key that needs another one.
    P208 Error OnlyWith { key: &'static str, other: &'static str }
        say("`{key}` means nothing without `{other}`");
    /// A key that this kind of KPI cannot have.
    P209 Error NotForKind { key: &'static str, kind: &'static str, kinds: &'static str }
        say("a KPI of the kind `{kind}` has no `{key}`") help(some(format!("`{key}` is for {kinds}")));
    /// A way of adding up that would be wrong for this kind.
    P210 Error AccumulatesDoesNotFit { way: &'static str, kind: &'static str, fitting: Vec<&'static str> }
        say("a KPI of the kind `{kind}` cannot be added up by `{way}`") help(one_of("what fits:", fitting));
    /// Parents that go in a circle.
    P211 Error ParentCircle { circle: Vec<String> }
        say("parents go in a circle: {}", circle.join(" → "));
    /// Figures of single people where the settings forbid them.
    P212 Error IndividualsForbidden { dimension: String }
        say("`{dimension}` has people as members, but `individuals` is `forbidden`");
    /// Something that refers to itself.
    P213 Error RefersToItself { key: &'static str }
        say("`{key}` names itself");
    /// A KPI of money without a currency, or with one that does not exist.
    P214 Error NotACurrency { found: String }
        say("`{found}` is not a currency") help(some("three capital letters: EUR, GBP, USD"));
    /// A computed KPI with something that only measured ones have.
    P215 Error NotForComputed { key: &'static str }
        say("a computed KPI has no `{key}`");
    /// A value of the catalogue that this kind can never reach.
    P216 Error NeverReached { what: String, value: f64, bound: String }
        say("`{what}` is {value}, but {bound}");

    // Snapshots.

    /// A period that is not the one its path says.
    P300 Error PeriodNotInPath { inside: String, path: String }
        say("the period is {inside}, but the file's name says {path}") help(some("rename the file or change the period"));
    /// Two snapshots of one period.
    P301 Error SecondSnapshot { period: String, first: String }
        say("a second snapshot for {period}") help(some(format!("the first is {first}")));
    /// Months beside quarters or weeks.
    P302 Error MixedPeriods { found: &'static str, site: &'static str, first: String }
        say("the figures of a {found}, but this site reports by {site}") help(some(format!("{first} is a {site}; a site has one kind of period")));
    /// Periods in between without a snapshot.
    P303 Note MissingPeriods { missing: Vec<String> }
        say("no figures for {}", and(missing)) help(some("charts show a gap there"));
    /// No snapshot at all.
    P304 Error NoSnapshots {}
        say("there are no figures yet") help(some("add a file such as data/snapshots/2026-10.yaml; `plaudit new snapshot` makes one"));
    /// A value for a KPI that is worked out.
    P305 Error ValueForComputed { kpi: String }
        say("`{kpi}` is computed, so it has no values of its own") help(some("remove the value here or `compute` in data/kpis.yaml"));
    /// A form of value that this kind cannot have.
    P306 Error FormNotForKind { kpi: String, kind: &'static str, forms: &'static str }
        say("this is not how a value of `{kpi}` is written") help(some(format!("a value of the kind `{kind}` is written {forms}")));
    /// A value that cannot be.
    P307 Error OutOfBounds { kpi: String, value: f64, bound: String }
        say("value of `{kpi}` is {value}, but {bound}");
    /// A part larger than its whole.
    P308 Error ShareAboveWhole { part: &'static str, part_is: f64, whole: &'static str, whole_is: u64 }
        say("`{part}` {part_is} is more than `{whole}` {whole_is}");
    /// Something over nothing.
    P309 Error DivisionByZero { numerator: f64 }
        say("{numerator} of 0 is impossible") help(some("with a denominator of 0 the numerator is 0 too: nothing was measured"));
    /// A value outside its plausible range.
    P310 Warning Implausible { kpi: String, value: f64, min: f64, max: f64 }
        say("value of `{kpi}` is {value}, outside the plausible {min} to {max}");
    /// Parts that do not add up to the whole.
    P311 Warning PartsDoNotAddUp { kpi: String, what: &'static str, dimension: String, parts: f64, whole: f64 }
        say("{what} of `{kpi}` by `{dimension}` add up to {parts}, the whole is {whole}")
        help(some(format!("the difference is {}; `complete: true` says that parts add up", rounded(parts - whole))));
    /// A revision that changed nothing.
    P312 Warning RevisionUnchanged { kpi: String }
        say("`was` equals what `{kpi}` is now") help(some("`was` holds the figure as it was published before"));
    /// A value for a KPI that has ended.
    P313 Warning AfterTheEnd { what: String, until: String }
        say("`{what}` ended with {until}, but has a value here");
    /// A list of hours that is no day.
    P314 Error NotADay { found: usize }
        say("{found} numbers, but a day has 24 hours");
    /// A snapshot published before its period ended.
    P315 Warning PublishedEarly { published: String, ends: String }
        say("published on {published}, before the period ends on {ends}");
    /// A revision of a figure that is not there.
    P316 Warning RevisionOfNothing { kpi: String }
        say("`{kpi}` has no value here that could have been revised");

    /// A figure that is not what was published, without a revision that says so.
    P317 Error Restated { what: String, was: Option<String>, is: Option<String>, line: String }
        say("{what} {}, {}",
            was.as_ref().map_or_else(|| "was not published".to_owned(), |was| format!("was published as {was}")),
            match (is, was) {
                (Some(is), Some(_)) => format!("but is {is}"),
                (Some(is), None) => format!("but is {is} now"),
                (None, _) => "but is gone".to_owned(),
            })
        help(some(format!("if that is right, add a line to `revisions:` of this file: {line}")));
    /// A revision that was put on record, but is no longer told.
    P318 Error RevisionErased { what: String, published: String, line: String }
        say("the revision of {what} since its edition of {published} is on record, but no longer here")
        help(some(format!("put it back into `revisions:`: {line}")));
    /// A record that does not have the latest revisions.
    P319 Warning RecordBehind { period: String, what: Vec<String> }
        say("revised since {period} was put on record: {}", and(what))
        help(some(format!("`plaudit freeze {period}` brings the record up to date and keeps the former edition")));
    /// A period that was published as final and is called provisional now.
    P320 Error PublishedAsFinal { period: String }
        say("{period} was published as final and cannot become provisional again")
        help(some("correct single figures, and say so in `revisions:`"));
    /// What a KPI means is not what was published, without a version that says so.
    P321 Error Redefined { kpi: String, key: &'static str, change: Box<PublishedChange> }
        say("`{key}` of `{kpi}` was {} when {} was published, and is {}",
            quoted(&change.was), change.period, quoted(&change.is))
        help(some("say so in its `versions:`: - { from: PERIOD, because: WHY, comparable: true or false }"));
    /// A target that was in force is another one now.
    P322 Error Retargeted { what: String, change: Box<PublishedChange>, step: Option<String> }
        say("the target of {what} for {} was {} when it was published, and is {}",
            change.period, change.was.as_deref().unwrap_or("none"), change.is.as_deref().unwrap_or("none"))
        help(some(match step {
            Some(step) => format!("keep it as the first of dated steps: [ {step}, {{ from: PERIOD, value: …, because: WHY, agreed_by: WHO }} ]"),
            None => "date it: [ { from: PERIOD, value: …, because: WHY, agreed_by: WHO } ]".to_owned(),
        }));
    /// Weights of a study that are not those that were published.
    P323 Error Reweighted { study: String, period: String }
        say("the weights of `{study}` are not those that {period} was published with")
        help(some("give the study another `version` if it was published anew, or put the weights back"));
    /// A KPI that was published and is no longer in the catalogue.
    P324 Error PublishedKpiGone { kpi: String, period: String }
        say("`{kpi}` was published for {period}, but is no longer in the catalogue")
        help(some("keep it, and say with `until:` and `because:` that it ended"));
    /// A period that was published and has no figures any more.
    P325 Error PublishedPeriodGone { period: String }
        say("{period} was published, but there are no figures for it")
        help(some(format!("put data/snapshots/{period}.yaml back; what was published stays")));
    /// A study that was published and is no longer there.
    P326 Error PublishedStudyGone { study: String, period: String }
        say("`{study}` was there when {period} was published, but is gone")
        help(some(format!("put data/benchmarks/{study}.yaml back; `withdrawn: {{ on: DAY, because: WHY }}` says that it no longer stands")));
    /// A record that is not as it was written.
    P327 Error RecordDamaged { why: &'static str }
        say("this record of what was published cannot be trusted: {why}")
        help(some("put back the file as `plaudit freeze` wrote it; only if that is lost, take it out and freeze the period anew"));
    /// A period that is not final yet and cannot be put on record.
    P328 Error FreezeProvisional { period: String }
        say("{period} is provisional, so it cannot be put on record")
        help(some("make it final first; single late figures may stay out: give them `expected: DAY`"));
    /// A period that nobody has approved and that cannot be put on record.
    P329 Error FreezeUnapproved { period: String }
        say("{period} is not approved, so it cannot be put on record")
        help(some("add `approved: { by: WHO, on: DAY }`, which the settings require"));
    /// A figure that is not final yet in a period that is to be put on record.
    P330 Error FreezeProvisionalValue { what: String }
        say("{what} is provisional, so the period cannot be put on record")
        help(some("give it `expected: DAY`, then it may come later, or make it final"));
    /// A record that cannot be written.
    P331 Error RecordNotWritten { reason: String }
        say("cannot be written: {reason}") help(some("what was on record before is untouched"));

    /// A figure that is so many times the usual as there are seconds in a minute, or the like.
    P332 Warning UnitJump { what: String, value: String, usual: String, times: u32 }
        say("{what} is {value}, about {times} times the usual {usual}") help(some(other_unit(*times)));
    /// Figures that are exactly those of the period before.
    P333 Warning FiguresRepeated { period: String, count: usize }
        say("all {count} figures of the whole are exactly those of {period}")
        help(some("is this the file of the period before, copied and not filled in?"));

    /// A figure that is such a part of the usual.
    P334 Warning UnitDrop { what: String, value: String, usual: String, times: u32 }
        say("{what} is {value}, about a {times}th of the usual {usual}") help(some(other_unit(*times)));

    // Studies.

    /// A summary whose quartiles are not in order.
    P400 Error QuartilesOutOfOrder { p25: f64, median: f64, p75: f64 }
        say("p25 {p25}, median {median} and p75 {p75} are not in ascending order")
        help(some("they are numbers, not ranks: p25 is the lowest, whichever direction is better"));
    /// A result without figures, or with figures of two sorts.
    P401 Error NotADistribution { found: &'static str }
        say("{found}") help(some("give `peers`, or `p25`, `median` and `p75`, or `average`"));
    /// A weight whose ends are alike.
    P402 Error WorstIsBest { value: f64 }
        say("`worst` and `best` are both {value}");
    /// Studies that continue each other in a circle.
    P403 Error ContinuesCircle { circle: Vec<String> }
        say("studies continue each other in a circle: {}", circle.join(" → "));

    /// A study that continues one that came after it.
    P404 Error ContinuesLater { study: String, ended: String, later: String }
        say("a study cannot continue a later one: the fieldwork of `{study}` ended on {later}, that of this one on {ended}")
        help(some("the later study says `continues`, the earlier one says nothing"));
    /// A study that continues one of another kind.
    P405 Error ContinuesOtherKind { study: String }
        say("`{study}` is a study of another kind, so nothing can be set beside it")
        help(some("a study continues one that asked the same; leave `continues` out and link to the other one in its words"));
    /// Weights that count as shares of what they add up to.
    P406 Note WeightsDoNotAddUp { sum: f64 }
        say("the weights add up to {}, not to 100, and count as shares of that", rounded(*sum));
    /// A dimension of service without importance, beside others that have one.
    P407 Warning DimensionWithoutWeight { dimension: String }
        say("`{dimension}` has no weight, so there is no weighted gap")
        help(some("give every dimension a weight, or none"));
    /// A study that was revised before it came out.
    P408 Error RevisedEarly { on: String, published: String }
        say("revised on {on}, but published on {published}")
        help(some("what was changed before the study came out needs no entry"));

    // Recognition and actions.

    /// A person who is named without having agreed.
    P500 Error NoConsent { person: String, nearest: Option<String> }
        say("`{person}` has not agreed to be named")
        help(did_you_mean(nearest).or_else(|| some("add an entry to data/consents.yaml, or `anonymise: true` to the story")));
    /// An agreement that has ended.
    P501 Error ConsentExpired { person: String, until: String }
        say("the consent of `{person}` ended on {until}")
        help(some("ask again, or tell the story without names: `anonymise: true`"));
    /// An agreement that does not cover the site.
    P502 Error ConsentNotForSite { person: String }
        say("the consent of `{person}` does not cover the site")
        help(some("ask again, or tell the story without names: `anonymise: true`"));
    /// An agreement that begins later.
    P503 Error ConsentNotYet { person: String, given: String }
        say("the consent of `{person}` begins on {given}, after the figures were published");
    /// A number in front of a story that the figures do not show.
    P504 Error LeadNotInData { kpi: String, value: f64 }
        say("`{kpi}` is {value} in no period") help(some("a story's lead is checked against the data; correct it, or write it as a text"));
    /// An action that is put off, but to no later day.
    P505 Error PostponedOnce {}
        say("postponed, but `due` has only one day")
        help(some("make `due` a list: the first day, then the one it was put off to"));
    /// A story led by a number that is withheld.
    P506 Warning LeadWithheld { kpi: String }
        say("`lead` tells a figure of `{kpi}` that is withheld, so the story is shown without it")
        help(some("lead with words, or with another figure"));
    /// A name in the words of a story, of somebody who has not agreed to be named.
    P507 Warning NamedWithoutConsent { person: String }
        say("`{person}` is named here, but has no consent that holds")
        help(some("take the name out, or add a consent for the site to data/consents.yaml"));
    /// Something in a story by which a person can be reached.
    P508 Warning PersonalDetail { what: &'static str }
        say("{what} in a story") help(some("take it out, unless the person wants it to be known"));

    /// A person in a newsletter's story who did not agree to be named there.
    P509 Error ConsentNotForNewsletter { person: String }
        say("`{person}` has not agreed to be named in newsletters")
        help(some("add `newsletter` to the scope of their entry in data/consents.yaml, or leave the story out"));
    /// A story that is not there.
    P510 Error UnknownStory { name: String, nearest: Option<String> }
        say("unknown story `{name}`")
        help(did_you_mean(nearest).or_else(|| some("name the file in content/stories without `.md`")));
    /// A line break in what becomes the header of a mail.
    P511 Error MoreThanOneLine { what: String }
        say("`{what}` is more than one line") help(some("write it on one line, without control characters"));
    /// A preheader that mail programs cut, or fill up with what follows.
    P512 Warning PreheaderLength { letters: usize }
        say("the preheader has {letters} letters; mail programs show 40 to 90");
    /// A newsletter about a period without figures.
    P513 Error NewsletterWithoutFigures { period: String }
        say("a newsletter for {period}, which has no snapshot")
        help(some(format!("add data/snapshots/{period}.yaml, or write about a period that has figures")));

    /// A mail that the largest web mailer would cut off.
    P514 Error MailTooLong { kilobytes: usize, heaviest: &'static str }
        say("the mail has {kilobytes} KB of HTML; from about 102 KB on it would be cut off, so 95 are the most")
        help(some(format!("shorten {heaviest}, which takes most room")));
    /// A mail that is close to that.
    P515 Warning MailLong { kilobytes: usize, heaviest: &'static str }
        say("the mail has {kilobytes} KB of HTML; 95 are the most")
        help(some(format!("{heaviest} takes most room")));
    /// A style sheet of the mail that cannot be inlined.
    P516 Error MailStyle { reason: String }
        say("the styles of the mail cannot be inlined: {reason}");

    /// A newsletter that is asked for and not there.
    P517 Error NoNewsletter { period: String, known: Vec<String> }
        say("there is no newsletter for {period}")
        help(match known.as_slice() {
            [] => some(format!("write content/newsletters/{period}.md")),
            known => some(format!("there are those for {}", and(known))),
        });
    /// An address of a sender that is none.
    P518 Error NotAMailbox { found: String }
        say("`{found}` is not an e-mail address")
        help(some("write one address as service@example.org; its name stands in `name`"));

    /// A story in which nothing can be counted.
    P530 Hint StoryWithoutNumber {}
        say("no number in this story") help(some("how often, how long, how many? `lead: { kpi: …, from: …, to: … }` puts it in front"));
    /// A story that does not say what was done.
    P531 Hint StoryWithoutAct {}
        say("nobody does anything in `action`") help(some("say it with a verb: rang, rewrote, moved, asked …"));
    /// A story that does not say for whom it was good.
    P532 Hint StoryWithoutEffect {}
        say("this story does not say what it changed for a customer or a colleague")
        help(some("a sentence in `result` is enough: who noticed, and how?"));

    // Words and addresses.

    /// Two pages at one address.
    P600 Error AddressCollision { address: String, other: String }
        say("the address `{address}` is taken") help(some(format!("by {other}; give one of them another `slug`")));
    /// A link to something that is not there.
    P601 Error BrokenLink { target: String, help: Option<String> }
        say("the link `{target}` leads nowhere") help(help.clone());
    /// A link that could run a program.
    P602 Error DangerousLink { target: String }
        say("the link `{target}` is not allowed") help(some("links begin with https:, http: or mailto:, or name a file of the site"));
    /// A placeholder that means nothing.
    P603 Error UnknownPlaceholder { name: String, nearest: Option<String> }
        say("unknown placeholder `{name}`")
        help(did_you_mean(nearest).or_else(|| some("write `\\{{` for the characters themselves")));
    /// Something that this audience may not see is named.
    P604 Error WithheldId { id: String, audiences: Vec<String> }
        say("`{id}` is not for the readers of this edition, but these words name it")
        help(some(match audiences.as_slice() {
            [audience] => format!("put the passage between lines of `:::{audience}` and `:::`, or take it out"),
            _ => "put the passage into a block for an audience that may see it, or take it out".to_owned(),
        }));
    /// A placeholder that is not written as one.
    P605 Error MalformedPlaceholder { expected: String }
        say("this placeholder cannot be read: expected {expected}") help(some("for example {{ csat.value }}"));
    /// An address that is not safe in every place.
    P606 Error NotAnAddressPart { found: String }
        say("`{found}` cannot be part of an address")
        help(some("use at most 100 letters, digits, `-` and `_`, and no name that Windows reserves, such as `con`"));
    /// Words about a period without figures.
    P607 Warning WordsWithoutFigures { period: String }
        say("there are no figures for {period}, so these words appear nowhere");

    /// A field that a KPI does not have.
    P608 Error UnknownField { kpi: String, field: String, nearest: Option<String>, known: Vec<&'static str> }
        say("`{kpi}` has no `{field}` to show") help(did_you_mean(nearest).or_else(|| one_of("there are", known)));
    /// An argument that a placeholder does not take.
    P609 Error UnknownArgument { name: String, nearest: Option<String>, known: Vec<&'static str> }
        say("unknown argument `{name}`") help(did_you_mean(nearest).or_else(|| one_of("there are", known)));
    /// An argument that is missing or given twice.
    P610 Error ArgumentNeededOnce { name: &'static str, example: &'static str }
        say("`{name}` must be given once") help(some(format!("for example {example}")));
    /// A placeholder for a period without figures.
    P611 Error NoFiguresFor { period: String }
        say("there are no figures for {period}");
    /// A placeholder for a period after the one its page is about.
    P612 Error LaterThanPage { period: String, page: String }
        say("{period} comes after {page}, which this page is about")
        help(some("a page of a past period stays what it was; say it on the later page"));
    /// A placeholder without a period, where the page has none either.
    P613 Error WhichPeriod {}
        say("this page has no period of its own") help(some("say which one: {{ csat.value(period=\"2026-10\") }}"));
    /// A figure that was not measured, or cannot be stated.
    P614 Warning NothingToShow { what: String, period: String, says: String }
        say("`{what}` cannot be stated for {period}, so the words say \"{says}\"");
    /// A placeholder in a place that cannot hold it.
    P615 Error PlaceholderNotHere { name: String, place: &'static str }
        say("`{name}` cannot stand here") help(some(format!("it belongs {place}")));
    /// A block for an audience that does not end.
    P616 Error BlockNotClosed { audience: String }
        say("the block for {audience} is not closed") help(some("end it with a line of `:::`"));
    /// A block for an audience inside another one.
    P617 Error BlockInBlock { audience: String, first_line: u32 }
        say("a block for {audience} inside a block") help(some(format!("the first one begins on line {first_line}; close it with a line of `:::`")));
    /// The end of a block that never began.
    P618 Error BlockNotOpened {}
        say("`:::` closes a block, but none is open");
    /// The beginning of a block in the middle of something.
    P619 Error BlockNotAlone { audience: String }
        say("`:::{audience}` must stand on a line of its own")
        help(some("blocks are not possible inside lists, quotes and tables; write `\\:::` for the characters themselves"));
    /// A picture that would be asked of another host.
    P620 Error ExternalImage { target: String }
        say("the picture `{target}` is not part of the site")
        help(some("pages ask nothing of other hosts; put the file into content/ and name it"));
    /// A picture without words for those who do not see it.
    P621 Warning ImageWithoutWords { target: String }
        say("the picture `{target}` has no words") help(some("say what it shows: ![words](file)"));
    /// HTML among Markdown.
    P622 Warning HtmlAsText {}
        say("HTML is shown as it is written")
        help(some("say it in Markdown, or allow some HTML with `markdown: { html: sanitised }` in plaudit.yaml"));
    /// A footnote that is referred to but not there.
    P623 Warning UnknownFootnote { label: String }
        say("there is no footnote `{label}`") help(some(format!("begin a line with `[^{label}]:` and its text")));
    /// A footnote that nothing refers to.
    P624 Warning UnusedFootnote { label: String }
        say("nothing refers to the footnote `{label}`, so it is not shown") help(some(format!("write `[^{label}]` where it belongs")));
    /// The same chart twice in one text.
    P625 Error ChartTwice { kpi: String }
        say("this chart of `{kpi}` is shown already") help(some("take one of them out, or give it another period or part"));
    /// A file that is no picture a page may show.
    P626 Error NotAPicture { path: String }
        say("`{path}` is not a picture that a page can show")
        help(some("pictures are PNG and JPEG files, which lose what a camera wrote along; an SVG can hold script"));
    /// HTML that is not among what a site can allow.
    P627 Warning HtmlLeftOut { element: String }
        say("HTML of this kind is left out: `{element}`")
        help(some("only elements that say what words are stay; write links, pictures, headings and tables in Markdown"));
    /// Words about a group that is too small to have a page.
    P628 Warning WordsAboutSmallGroup { part: String }
        say("`{part}` has too few people for figures of its own, so these words appear nowhere")
        help(some("tell it on the page of the group it belongs to; `min_headcount` says how many are enough"));
    /// A picture that is too large to unpack.
    P629 Error PictureTooLarge { found: String, megabytes: u64, megapixels: u64 }
        say("this picture has {found}")
        help(Some(format!("save it with at most {megapixels} million pixels and {megabytes} MB; pages show 1,600 pixels across")));
    /// A picture that cannot be unpacked.
    P630 Error PictureUnreadable { reason: String }
        say("this picture cannot be read: {reason}")
        help(some("save it anew as PNG or JPEG in a program for pictures"));
    /// A picture whose name says another kind.
    P631 Error PictureOfOtherKind { is: &'static str, ending: String }
        say("this picture is a {is}, but its name ends in `.{ending}`") help(some("rename it"));
    /// A page whose day has not come.
    P640 Note NotYet { date: String, now: String }
        say("left out: its date {date} is after the newest figures, published on {now}");
    /// Words about a study for others than the study.
    P641 Error AudienceOfNote { audience: String }
        say("these words are for {audience}, but their study is not")
        help(some(format!("put `audience` on the study, or the passage between `:::{audience}` and `:::`")));
    /// A number typed about a KPI that is none of its figures.
    P650 Warning TypedNumber { typed: String, kpi: String, period: String, meant: Box<MeantFigure> }
        say("`{typed}` is no figure of `{kpi}` for {period}")
        help(some(match &meant.placeholder {
            Some(placeholder) => format!("the nearest is {}, which `{placeholder}` gives and keeps right", meant.shown),
            None => format!("the nearest is {}", meant.shown),
        }));
    /// Words about a KPI that its verdict contradicts.
    P651 Warning ClaimContradicted { words: String, kpi: String, verdict: String, sentence: String }
        say("`{words}` is said of `{kpi}`, whose verdict is `{verdict}`") help(some(format!("its page says: {sentence}")));
    /// A commentary that was not looked at again after a figure it speaks of was revised.
    P652 Warning OlderThanRevision { written: String, kpi: String, revised: String }
        say("written on {written}, but `{kpi}`, of which it speaks, was revised on {revised}")
        help(some(format!("read it again, then say so: `updated: {revised}`")));
    /// A commentary that does not speak of a headline KPI that missed its target.
    P653 Hint MissedWithoutWord { period: String, kpis: Vec<String> }
        say("the commentary on {period} does not speak of {}, which missed {}", and(kpis), if kpis.len() == 1 { "its target" } else { "their targets" })
        help(some("a sentence each is enough: readers see the miss and wonder"));
    /// A commentary that is that of the period before.
    P654 Warning CommentaryRepeated { period: String }
        say("word for word the commentary on {period}") help(some("write what is new, or take it out: a scorecard explains itself"));

    // Themes.

    /// A template that the engine refuses.
    P700 Error TemplateError { message: String }
        say("{message}");
    /// A template that is named but not there.
    P701 Error UnknownTemplate { name: String, nearest: Option<String> }
        say("there is no template `{name}`") help(did_you_mean(nearest));
    /// A text that is not a colour.
    P702 Error NotAColour { found: String }
        say("`{found}` is not a colour") help(some("write it as \"#0b62b0\", with the quotes"));
    /// A colour that cannot be read on the page.
    P703 Error LowContrast { role: &'static str, scheme: &'static str, contrast: String, needed: &'static str, nearest: Option<String> }
        say("`{role}` cannot be read on the {scheme} page: its contrast is {contrast}, but must be {needed} or more")
        help(nearest.as_ref().map(|nearest| format!("the nearest colour that can be read is \"{nearest}\"")));
    /// A page on which one of the colours that stand on it cannot be read.
    P704 Error PageTooClose { role: &'static str, scheme: &'static str, contrast: String, needed: &'static str, nearest: Option<String> }
        say("on this {scheme} page `{role}` cannot be read: its contrast is {contrast}, but must be {needed} or more")
        help(nearest.as_ref().map(|nearest| format!("the nearest colour on which everything can be read is \"{nearest}\"")));
    /// A logo that is not a picture.
    P705 Error NotALogo { path: String }
        say("`{path}` is not a picture that can be a logo") help(some("a logo is an svg, png, jpg, gif, webp or avif"));
    /// A drawing that could do more than be looked at.
    P706 Error UnsafeDrawing { path: String, holds: String }
        say("`{path}` holds {holds}, which a picture does not need")
        help(some("save it as plain SVG, without scripts, links and anything that is loaded, or as PNG"));
    /// A font that browsers do not all read.
    P707 Error NotAFont { path: String }
        say("`{path}` is not a font for pages") help(some("a font is a woff2 or a woff"));

    // Publishing and serving.

    /// An output folder that must not be written to.
    P800 Error OutputRefused { why: Refusal }
        say("not written: {why}") help(some(why.help()));
    /// Something that went wrong while writing.
    P801 Error OutputFailed { reason: String }
        say("cannot be written: {reason}") help(some("what was published before is untouched"));
    /// An address that cannot be listened on.
    P802 Error ServeFailed { address: String, reason: String }
        say("cannot serve on {address}: {reason}") help(some("choose another port with `--port`"));
    /// A path that would leave the output folder, or mean something else on some system.
    P803 Error AddressRefused { address: String }
        say("`{address}` cannot be a file of a site") help(some("at most 120 letters, digits and `-_.`, no name that Windows reserves"));
    /// What went wrong after the site had been published.
    P804 Warning Untidy { reason: String }
        say("the site is published, but its spare folder is not in order: {reason}") help(some("the next build tidies it up"));
    /// A file in the output folder that somebody else put there and that had to make way.
    P805 Warning PutAside { file: String }
        say("`{file}` was not made by Plaudit and had to make way") help(some("it is kept in this folder"));
    /// Something that is for a narrower audience, in a text or in a finished file.
    P806 Error SecretTold { what: &'static str, text: String }
        say("the {what} `{text}` is withheld from this edition, but stands here")
        help(some("take it out; a passage for an audience stands between lines of `:::managers` and `:::`"));
    /// A folder that was to be joined with others, but is no share.
    P807 Error NotAShare {}
        say("this is not a share of a site") help(some("a share is made with `plaudit build --shard 1/4 --output-dir FOLDER`"));
    /// Shares that were not made from the same inputs, by the same program, in the same number.
    P808 Error ShareOfAnotherSite { other: String }
        say("this share and `{other}` are not of the same site")
        help(some("make all shares from the same inputs, with the same program and options, as 1/N to N/N"));
    /// A share that is there in two folders.
    P809 Error ShareTwice { share: String, other: String }
        say("the share {share} is there twice") help(some(format!("the other one is `{other}`")));
    /// Shares without which the site is not whole.
    P810 Error ShareMissing { shares: String }
        say("without {shares} the site is not whole") help(some("name the folders of all shares"));
    /// A file in a share that belongs to another one.
    P811 Error NotInShare { file: String }
        say("`{file}` does not belong to this share") help(some("make the share again"));
    /// Shares that do not have all files of the site together.
    P812 Error FilesMissing { found: usize, expected: usize }
        say("the shares have {found} of the site's {expected} files") help(some("make the shares again"));
    /// A file that is not what its manifest says.
    P813 Error FileDiffers {}
        say("the file is not as it was made") help(some("make its share again, or copy it again"));
    /// Another package where one would be sealed.
    P814 Error AnotherPackage {}
        say("there is another package of this name") help(some("name another folder with `-o`, or replace it with `--force`"));
    /// Something that was to be checked and is no sealed package.
    P815 Error NotASealedPackage { why: Unsealed }
        say("this is not a package that `plaudit archive` sealed: {why}");
    /// A file of a sealed package that is gone.
    P816 Error SealedFileMissing {}
        say("the file was sealed, but is missing");
    /// A file of a sealed package that was changed.
    P817 Error SealedFileDiffers {}
        say("the file is not as it was sealed");
    /// A file in a sealed package that does not belong there.
    P818 Error FileNotSealed {}
        say("the file was not sealed, but is there");
    /// A package with the names of people who have not agreed to that.
    P819 Error ConsentNotForArchive { person: String }
        say("the consent of `{person}` does not cover sealed packages, which cannot be called back")
        help(some("ask again for the scope `archive`, or seal the package without `--with-names`"));
    /// Somebody who is praised, in a file that is passed on without such names.
    P820 Error PraisedNamed { person: String }
        say("`{person}` is praised in a story, and this names nobody who is, but stands here")
        help(some("take the name out of the inputs, or say `--with-names`: those who agreed to that are named then"));
    /// A period to be packed that has no scorecard.
    P821 Error NoScorecard { period: String, latest: String }
        say("there is no scorecard for {period}") help(Some(format!("the latest is {latest}")));
    /// A period in one file that is too large to be sent.
    P822 Error PackTooLarge { megabytes: usize, most: usize }
        say("the file would have {megabytes} MB; mails and chats take up to {most}")
        help(some("use fewer or smaller pictures"));

    // Importing, and writing inputs.

    /// A column that the table does not have.
    P900 Error NoColumn { name: String, table: String, nearest: Option<String>, columns: Vec<String> }
        say("{table} has no column `{name}`")
        help(did_you_mean(nearest).or_else(|| some(format!("its columns are {}; `head` says which row names them", and(columns)))));
    /// A name that two columns have.
    P901 Error ColumnTwice { name: String, table: String, first: usize, second: usize }
        say("columns {first} and {second} of {table} are both called `{name}`")
        help(some("give them names of their own, or say with `head` which row names the columns"));
    /// A way to make a figure that its kind does not have.
    P902 Error RuleNotForKind { kpi: String, rule: &'static str, kind: &'static str, fitting: &'static str }
        say("`{rule}` makes no figure of `{kpi}`") help(some(format!("for the kind `{kind}` there are {fitting}")));
    /// A statistic that is not the one of the catalogue.
    P903 Error StatisticDiffers { kpi: String, found: String, declared: String }
        say("this is the {found}, but `{kpi}` is a {declared}")
        help(some("`statistic` in data/kpis.yaml says which it is; with another one the figures would not be comparable"));
    /// Time spans that could be in any unit.
    P904 Error UnitNotSaid { kpi: String }
        say("nothing says how the time spans of `{kpi}` are written")
        help(some("add `unit`: seconds, minutes, hours, days, HH:MM:SS, MM:SS, or words for `3 d 12 h`"));
    /// A pattern that says no day.
    P905 Error NotADayFormat { found: String }
        say("`{found}` is not how days are written")
        help(some("`iso`, `period`, or a pattern: %d/%m/%Y for 31/10/2026, %m/%d/%Y for 10/31/2026, %B %Y for October 2026"));
    /// A pattern that says less than the period it belongs to.
    P906 Error FormatTooCoarse { found: String, site: &'static str }
        say("`{found}` does not say which {site} it is") help(some("this site reports by it; name a column that says the day"));
    /// A time zone that does not exist.
    P907 Error UnknownZone { found: String, nearest: Option<String> }
        say("unknown time zone `{found}`") help(did_you_mean(nearest).or_else(|| some("UTC, Europe/London, America/New_York …")));
    /// Instants without a place to see them from.
    P908 Error CalendarNotSaid {}
        say("nothing says whose days these instants belong to")
        help(some("add `calendar`: the time zone people work in, such as Europe/London"));
    /// A KPI of a mapping without a way, or with several.
    P909 Error NoRule { kpi: String, ways: &'static [&'static str] }
        say("`{kpi}` needs one way to become a figure") help(one_of("one of", ways));
    /// A table that cannot be read.
    P910 Error NotATable { reason: String }
        say("cannot be read as a table: {reason}") help(some("CSV, XLSX and ODS are understood; save it as one of them"));
    /// A workbook that is too large, or would be once it is unpacked.
    P911 Error TableTooLarge { what: &'static str, limit: String }
        say("{what}: more than {limit}") help(some("export less at a time, or as CSV, which is read row by row"));
    /// A sheet that the workbook does not have.
    P912 Error NoSheet { name: String, nearest: Option<String>, sheets: Vec<String> }
        say("the workbook has no sheet `{name}`") help(did_you_mean(nearest).or_else(|| some(format!("its sheets are {}", and(sheets)))));
    /// A table without anything below its head.
    P913 Error EmptyTable { head: u32 }
        say("there is nothing below row {head}, which names the columns");
    /// A file that no mapping is for.
    P914 Error NoMapping { file: String, known: Vec<String> }
        say("no mapping is for `{file}`")
        help(if known.is_empty() { some("`plaudit import FILE --propose` writes a first one") }
            else { some(format!("name one with `--mapping`: {}", known.join(", "))) });
    /// A mapping that is not there.
    P915 Error UnknownMapping { name: String, nearest: Option<String> }
        say("there is no mapping data/imports/{name}.yaml") help(did_you_mean(nearest));
    /// A file that several mappings are for.
    P916 Error SeveralMappings { file: String, names: Vec<String> }
        say("several mappings are for `{file}`") help(some(format!("name one with `--mapping`: {}", names.join(", "))));
    /// A file whose name does not say its period.
    P917 Error NoPeriodInName { format: String }
        say("the file's name does not say its period") help(some(format!("the mapping expects {format} in it")));
    /// Figures that were published and would change without a word.
    P918 Error FrozenWithoutReason { period: String, figures: usize }
        say("{period} was published, and {figures} of its figures would change")
        help(some("say why: `--because \"late surveys\" --kind correction` (or scheduled, method)"));
    /// Cells that could not be taken.
    P919 Error RowsRejected { count: usize }
        say("{count} cells or rows were rejected, so nothing was written")
        help(some("mend the file or the mapping, or pass them over with `--skip-rejected`"));
    /// A file of ours that is written in a way that cannot be added to.
    P920 Error CannotAmend { what: String }
        say("{what} cannot be written here without touching what stands around it")
        help(some("write it by hand, or bring the lines into the usual form first"));
    /// An input that cannot be written.
    P921 Error InputNotWritten { reason: String }
        say("cannot be written: {reason}") help(some("nothing was changed"));
    /// A file that is there already and is never overwritten.
    P922 Error AlreadyThere {}
        say("the file is there already") help(some("it is never overwritten: go on in it, or take it away first"));
    /// More figures than an export can be meant to have.
    P923 Error TooManyFigures { limit: usize }
        say("this would give more than {limit} figures") help(some("is the format of the day right, and the column of the part?"));
    /// A table in another encoding than was said.
    P924 Error NotInEncoding { encoding: &'static str }
        say("this is not {encoding}")
        help(some("say `table: { encoding: … }` in the mapping: utf-8, utf-16 or windows-1252"));
    /// A period that is asked for and that a table does not have.
    P925 Error NotInTable { period: String, has: String }
        say("the table has no figures for {period}")
        help(if has.is_empty() { None } else { some(format!("its figures are for {has}")) });
    /// A number that time spans are held against, where they are not numbers.
    P926 Error LimitWithoutUnit { found: f64 }
        say("nothing says what {found} is a number of") help(some("write it as a time span, such as 20s or 10m"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_never_shared() {
        assert!(Problem::CODES.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", Problem::CODES);
    }
}
