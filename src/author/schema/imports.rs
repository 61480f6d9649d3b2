//! `data/imports/<name>.yaml`.

use serde_json::{Value, json};

use super::shape::{
    ID, KPI_ID, anything, either, map, number, object, one_or_more, or_nothing, text, texts, whole, word,
};

pub(super) fn mapping() -> Value {
    let column = || text("A column, as its head calls it");
    let zone = |about| json!({ "description": about, "type": "string", "pattern": "^[A-Za-z]", "examples": ["Europe/London"] });
    let days = || {
        vec![
            ("column", column()),
            (
                "format",
                json!({ "description": "iso, period, or a pattern such as %d/%m/%Y %H:%M", "type": "string", "pattern": "\\S", "examples": ["%Y-%m-%d"] }),
            ),
            ("zone", zone("Where the times are of")),
            ("calendar", zone("Whose days count")),
        ]
    };
    let named = ("file_name", text("Instead of a column: how the period is written in the file's name"));
    let of_file: Vec<_> = days().into_iter().chain([named]).collect();
    let part = object(
        "A column of a dimension",
        vec![
            ("column!", column()),
            (
                "members",
                json!({ "description": "What cells mean; ~ leaves a part out of the breakdown", "type": "object", "additionalProperties": or_nothing(text("A member")), "examples": [{}] }),
            ),
            ("whole", texts("Words for the whole organisation")),
            ("separator", text("What stands between several members in one cell")),
        ],
    );
    let only = || json!({ "description": "Rows that count: by column the words", "type": "object", "additionalProperties": texts("The words"), "examples": [{}] });
    let units = ["seconds", "minutes", "hours", "days", "HH:MM:SS", "MM:SS", "words", "percent", "fraction"];
    let unit = || word("How the cells are written", &units);
    let figure = object(
        "From a row of figures",
        vec![
            ("column", column()),
            ("n", text("The column of the cases behind it")),
            ("numerator", text("The column of cases that count")),
            ("denominator", text("The column of all cases")),
            ("promoters", text("The column of answers of 9 and 10")),
            ("passives", text("The column of answers of 7 and 8")),
            ("detractors", text("The column of answers of 0 to 6")),
            ("unit", unit()),
            ("is", text("What the column of measures calls it")),
        ],
    );
    let limit = |about| either(about, vec![number("A number"), text("A time span: 20s")]);
    let tickets = object(
        "From many tickets",
        vec![
            ("count", text("`rows`, or the column that must have a value")),
            ("sum", column()),
            ("mean", column()),
            ("median", column()),
            ("percentile", whole("The value that so many percent do not exceed", 1, 99)),
            ("of", one_or_more("The column of the percentile, or the words that count for a share", text("A word"))),
            ("share", text("The column of which some cells count")),
            ("within", limit("Cells that are at most this count")),
            ("at_least", limit("Cells that are at least this count")),
            ("filled", text("The column of which cells with a value count")),
            ("nps", text("The column of answers from 0 to 10")),
            ("unit", unit()),
            ("period", object("Another column for the period", days())),
            ("only", only()),
        ],
    );
    let table = object(
        "How the table is written",
        vec![
            ("encoding", word("Left out: by its byte-order mark, else UTF-8", &["utf-8", "utf-16", "windows-1252"])),
            ("delimiter", word("What stands between columns", &[",", ";", "tab", "|"])),
            ("sheet", text("Which sheet of a workbook")),
            ("head", whole("The row that names the columns", 1, 1_000)),
            ("decimal", word("What stands before decimals", &["point", "comma"])),
            ("nothing", texts("Words for \"no value\"")),
        ],
    );
    let file = |rows: &str, figure: Value| {
        let mut keys = vec![
            ("files", text("Which files it is for; * stands for anything")),
            ("table", table.clone()),
            ("rows!", json!({ "description": "What a row is", "const": rows })),
            ("period!", object("Where the period stands", of_file.clone())),
            ("only", only()),
            ("parts", map("Columns of dimensions", ID, "team", either("A column", vec![part.clone(), column()]))),
            ("kpis!", map("What becomes of the columns, by KPI", KPI_ID, "csat", figure)),
            ("extra", anything("Whatever you like")),
        ];
        keys.push((
            "measure",
            either(
                "The column that names the KPI, one figure per row",
                vec![
                    object(
                        "With words to pass over",
                        vec![("column!", column()), ("ignore", texts("Words to pass over"))],
                    ),
                    column(),
                ],
            ),
        ));
        object(&format!("A mapping of {rows}"), keys)
    };
    let kinds = [file("figures", either("A figure", vec![figure, column()])), file("tickets", tickets)];
    json!({ "description": "How an export becomes figures", "type": "object", "required": ["rows"], "oneOf": kinds })
}
