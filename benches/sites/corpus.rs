//! The corpus: a made-up group with many teams and years of months, the same for every run.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use crate::random::Random;

/// How large a corpus is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// What it is called.
    pub(crate) name: &'static str,
    /// How many teams.
    pub(crate) teams: usize,
    /// How many months.
    pub(crate) months: usize,
}

/// Every size, smallest first.
pub(crate) const SIZES: [Size; 4] = [
    Size { name: "small", teams: 5, months: 12 },
    Size { name: "medium", teams: 50, months: 24 },
    Size { name: "large", teams: 200, months: 60 },
    Size { name: "huge", teams: 400, months: 120 },
];

/// The last month of every corpus.
const LAST: (usize, usize) = (2026, 10);

/// A KPI of the corpus, and how its values come about.
pub(crate) struct Kpi {
    /// Its id.
    pub(crate) id: &'static str,
    /// What the catalogue says of it: the inside of a YAML mapping.
    pub(crate) definition: &'static str,
    form: Form,
}

enum Form {
    /// A share of all contacts.
    Ratio(f64),
    /// A number with the cases behind it.
    Mean(f64),
    /// A number alone.
    Count(f64),
}

/// How many stories there are of a month.
pub(crate) const STORIES: usize = 4;

pub(crate) const KPIS: [Kpi; 8] = [
    Kpi {
        id: "csat",
        definition: "name: Customer satisfaction, unit: percent, kind: proportion, better: higher, target: 88, group: Experience",
        form: Form::Ratio(0.87),
    },
    Kpi {
        id: "fcr",
        definition: "name: First contact resolution, unit: percent, kind: proportion, better: higher, target: 75, group: Resolution",
        form: Form::Ratio(0.76),
    },
    Kpi {
        id: "abandon",
        definition: "name: Abandoned calls, unit: percent, kind: proportion, better: lower, target: 5, group: Speed",
        form: Form::Ratio(0.05),
    },
    Kpi {
        id: "reopened",
        definition: "name: Reopened tickets, unit: percent, kind: proportion, better: lower, target: 6, group: Resolution",
        form: Form::Ratio(0.06),
    },
    Kpi {
        id: "first_reply",
        definition: "name: First reply time, unit: minutes, kind: duration, better: lower, target: 20, group: Speed",
        form: Form::Mean(15.0),
    },
    Kpi {
        id: "handle_time",
        definition: "name: Handle time, unit: minutes, kind: duration, better: neutral, group: Speed",
        form: Form::Mean(7.5),
    },
    Kpi {
        id: "contacts",
        definition: "name: Contacts, unit: count, kind: count, better: neutral, group: Volume",
        form: Form::Count(1400.0),
    },
    Kpi {
        id: "backlog",
        definition: "name: Backlog, unit: count, kind: stock, better: lower, group: Volume",
        form: Form::Count(90.0),
    },
];

/// Writes the corpus of `size` to `folder`, which must not be there yet, with the theme that is called `theme`.
pub(crate) fn write(folder: &Path, size: Size, theme: &str) -> io::Result<()> {
    for part in ["data/snapshots", "content/stories", "content/kpis"] {
        fs::create_dir_all(folder.join(part))?;
    }
    let settings = format!(
        "title: Service scorecard\norganisation: Group of {} teams\nlanguage: en-GB\ntheme: {theme}\nheadline: [csat, fcr, first_reply, backlog]\n",
        size.teams
    );
    fs::write(folder.join("plaudit.yaml"), settings)?;
    let kpis: Vec<String> = KPIS.iter().map(|kpi| format!("{}: {{ {} }}\n", kpi.id, kpi.definition)).collect();
    fs::write(folder.join("data/kpis.yaml"), kpis.concat())?;
    let mut dimensions = String::from("team:\n  label: Team\n  scorecards: true\n  members:\n");
    for team in 0..size.teams {
        writeln!(dimensions, "    team_{team:03}: Team {}", team + 1).expect("a text takes all");
    }
    fs::write(folder.join("data/dimensions.yaml"), dimensions)?;
    for index in 0..size.months {
        let period = month(size, index);
        fs::write(folder.join(format!("data/snapshots/{period}.yaml")), snapshot(size, index))?;
        fs::create_dir_all(folder.join(format!("content/scorecards/{period}/team")))?;
        for team in 0..size.teams {
            let path = commentary_path(size, index, team);
            fs::write(folder.join(path), commentary(index, team))?;
        }
        for number in 0..STORIES {
            let (path, text) = story(size, index, number);
            fs::write(folder.join(path), text)?;
        }
    }
    Ok(())
}

/// The month with this index: 0 is the first, `size.months` the one after the last.
pub(crate) fn month(size: Size, index: usize) -> String {
    let months = LAST.0 * 12 + LAST.1 - size.months + index;
    format!("{}-{:02}", months / 12, months % 12 + 1)
}

/// The file of a team's words about a month.
pub(crate) fn commentary_path(size: Size, index: usize, team: usize) -> String {
    format!("content/scorecards/{}/team/team_{team:03}.md", month(size, index))
}

/// All figures of a month.
pub(crate) fn snapshot(size: Size, index: usize) -> String {
    let period = month(size, index);
    let mut text = format!("period: {period}\nvalues:\n");
    for (number, kpi) in KPIS.iter().enumerate() {
        let mut random = Random::new([index as u64, 1 << 40, number as u64]);
        writeln!(text, "  {}: {}", kpi.id, value(kpi, &mut random, size.teams as f64)).expect("a text takes all");
    }
    text.push_str("by:\n  team:\n");
    for team in 0..size.teams {
        writeln!(text, "    team_{team:03}:").expect("a text takes all");
        for (number, kpi) in KPIS.iter().enumerate() {
            let mut random = Random::new([index as u64, team as u64, number as u64]);
            // A team is a little better or worse than the others for good, and changes once.
            let own = Random::new([team as u64, number as u64, 7]).around(1.0, 0.04);
            let step = if index > 8 + team % 30 { 1.0 + 0.01 * (team % 5) as f64 } else { 1.0 };
            writeln!(text, "      {}: {}", kpi.id, team_value(kpi, &mut random, own * step)).expect("a text takes all");
        }
    }
    text
}

fn team_value(kpi: &Kpi, random: &mut Random, factor: f64) -> String {
    match kpi.form {
        Form::Ratio(share) => ratio(share * factor, random.around(1400.0, 0.1), random),
        Form::Mean(mean) => {
            format!("{{ value: {:.2}, n: {} }}", random.around(mean * factor, 0.06), 300 + random.below(200))
        }
        Form::Count(count) => format!("{:.0}", random.around(count * factor, 0.06)),
    }
}

fn value(kpi: &Kpi, random: &mut Random, teams: f64) -> String {
    match kpi.form {
        Form::Ratio(share) => ratio(share, 1400.0 * teams, random),
        Form::Mean(mean) => format!("{{ value: {:.2}, n: {} }}", random.around(mean, 0.02), (400.0 * teams) as u64),
        Form::Count(count) => format!("{:.0}", random.around(count * teams, 0.02)),
    }
}

fn ratio(share: f64, all: f64, random: &mut Random) -> String {
    let share = random.around(share, 0.02).min(1.0);
    format!("{{ numerator: {:.0}, denominator: {:.0} }}", (share * all).floor(), all.floor())
}

/// About three hundred words about a month and a team.
pub(crate) fn commentary(index: usize, team: usize) -> String {
    let mut random = Random::new([index as u64, team as u64, 99]);
    let mut text = String::from("---\ntitle: What we saw\n---\n\n");
    text.push_str("Satisfaction was {{ csat.value }}, and the first reply took {{ first_reply.value }}.\n\n");
    for paragraph in 0..5 {
        if paragraph == 2 {
            text.push_str("## What we do next\n\n");
        }
        if paragraph == 4 {
            text.push_str("- **First** we ask those who called twice\n- then we change the letter\n- see [the figures](/kpis/csat/)\n\n");
        }
        for _ in 0..4 {
            sentence(&mut text, &mut random);
        }
        text.push_str("\n\n");
    }
    text
}

/// A story of a month: its file and its text.
pub(crate) fn story(size: Size, index: usize, number: usize) -> (String, String) {
    let mut random = Random::new([index as u64, number as u64, 5]);
    let period = month(size, index);
    let mut text = format!(
        "---\ntitle: The letter that {}\nkind: thanks\ndate: {period}-{:02}\nrecognises: [team/team_{:03}]\nlead: {} calls fewer\n---\n\n",
        WORDS[random.below(WORDS.len())],
        10 + number,
        random.below(size.teams),
        20 + random.below(70),
    );
    for _ in 0..6 {
        sentence(&mut text, &mut random);
    }
    text.push('\n');
    (format!("content/stories/{period}-story-{index}-{number}.md"), text)
}

fn sentence(text: &mut String, random: &mut Random) {
    let length = 9 + random.below(10);
    for word in 0..length {
        let chosen = WORDS[random.below(WORDS.len())];
        if word == 0 {
            text.push_str(&chosen[..1].to_uppercase());
            text.push_str(&chosen[1..]);
        } else {
            text.push(' ');
            if word == 4 && length > 15 {
                write!(text, "*{chosen}*").expect("a text takes all");
            } else {
                text.push_str(chosen);
            }
        }
    }
    text.push_str(". ");
}

const WORDS: [&str; 48] = [
    "customers",
    "wrote",
    "that",
    "the",
    "letter",
    "came",
    "late",
    "and",
    "we",
    "called",
    "them",
    "back",
    "before",
    "noon",
    "because",
    "nobody",
    "had",
    "read",
    "their",
    "first",
    "message",
    "after",
    "a",
    "month",
    "of",
    "waiting",
    "for",
    "an",
    "answer",
    "which",
    "took",
    "two",
    "people",
    "from",
    "billing",
    "one",
    "morning",
    "to",
    "find",
    "in",
    "old",
    "system",
    "with",
    "numbers",
    "on",
    "paper",
    "again",
    "today",
];
