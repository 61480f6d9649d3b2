//! Workbooks: what stands in their cells, and those that would burst.

use std::io::{Cursor, Write};

use super::{run, site};

#[test]
fn workbooks_are_read_with_their_days_spans_and_faults() {
    let mapping = "rows: figures\ntable: { sheet: Figures, head: 2 }\nperiod: { column: Month, format: \"%B %Y\" }\nkpis:\n  \
                   csat: { column: CSAT, unit: fraction }\n  first_reply: { column: Reply, unit: \"HH:MM:SS\" }\n  backlog: Open\n";
    for (name, bytes) in [("export.xlsx", xlsx(XLSX_ROWS)), ("export.ods", ods(ODS_ROWS))] {
        let told = run(&site(mapping), name, &bytes, |_| {});
        assert_eq!(
            told.lines,
            [
                "2026-09 + csat: 88.2",
                "2026-09 + first_reply: 14.5",
                "2026-09 + backlog: 12",
                "2026-10 ~ csat: 90",
                "2026-10 + first_reply: 90",
                "- row 4, `Open`: the formula gives #DIV/0!",
            ],
            "{name}"
        );
    }
    let sheet = mapping.replace("Figures", "Figure");
    let told = run(&site(&sheet), "export.xlsx", &xlsx(XLSX_ROWS), |_| {});
    assert_eq!(told.lines, ["P912 export.yaml:2: the workbook has no sheet `Figure` (did you mean `Figures`?)"]);
}

/// Days are numbers with a format, time spans are parts of a day, as Excel writes them.
const XLSX_ROWS: &str = "\
<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Service</t></is></c></row>\
<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Month</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>CSAT</t></is></c>\
<c r=\"C2\" t=\"inlineStr\"><is><t>Reply</t></is></c><c r=\"D2\" t=\"inlineStr\"><is><t>Open</t></is></c></row>\
<row r=\"3\"><c r=\"A3\" s=\"1\"><v>46266</v></c><c r=\"B3\"><v>0.882</v></c><c r=\"C3\" s=\"2\"><v>0.010069444444444445</v></c><c r=\"D3\"><v>12</v></c></row>\
<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>October 2026</t></is></c><c r=\"B4\" t=\"inlineStr\"><is><t>90 %</t></is></c>\
<c r=\"C4\" t=\"inlineStr\"><is><t>01:30:00</t></is></c><c r=\"D4\" t=\"e\"><v>#DIV/0!</v></c></row>";

const ODS_ROWS: &str = "\
<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Service</text:p></table:table-cell></table:table-row>\
<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Month</text:p></table:table-cell>\
<table:table-cell office:value-type=\"string\"><text:p>CSAT</text:p></table:table-cell>\
<table:table-cell office:value-type=\"string\"><text:p>Reply</text:p></table:table-cell>\
<table:table-cell office:value-type=\"string\"><text:p>Open</text:p></table:table-cell></table:table-row>\
<table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2026-09-01\"><text:p>1 Sep</text:p></table:table-cell>\
<table:table-cell office:value-type=\"percentage\" office:value=\"0.882\"><text:p>88.2 %</text:p></table:table-cell>\
<table:table-cell office:value-type=\"time\" office:time-value=\"PT00H14M30S\"><text:p>00:14:30</text:p></table:table-cell>\
<table:table-cell office:value-type=\"float\" office:value=\"12\"><text:p>12</text:p></table:table-cell></table:table-row>\
<table:table-row><table:table-cell office:value-type=\"string\"><text:p>October 2026</text:p></table:table-cell>\
<table:table-cell office:value-type=\"string\"><text:p>90 %</text:p></table:table-cell>\
<table:table-cell office:value-type=\"string\"><text:p>01:30:00</text:p></table:table-cell>\
<table:table-cell office:value-type=\"string\"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>";

fn xlsx(rows: &str) -> Vec<u8> {
    zipped(&xlsx_parts(rows))
}

pub(super) fn xlsx_parts(rows: &str) -> Vec<(&'static str, String)> {
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    vec![
        (
            "[Content_Types].xml",
            "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .into(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{relation}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relation}\"><sheets><sheet name=\"Figures\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"21\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ]
}

fn ods(rows: &str) -> Vec<u8> {
    let ns = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"{ns}:office:1.0\" xmlns:table=\"{ns}:table:1.0\" xmlns:text=\"{ns}:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"Figures\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()),
        ("META-INF/manifest.xml", format!("<manifest:manifest xmlns:manifest=\"{ns}:manifest:1.0\"/>")),
        ("content.xml", content),
    ])
}

pub(super) fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_would_burst_is_refused_before_it_does() {
    let mapping = "rows: figures\nperiod: { column: Month, format: period }\nkpis: { backlog: Open }\n";
    let told = |name: &str, bytes: &[u8]| run(&site(mapping), name, bytes, |_| {}).lines;
    let bomb = xlsx(&" ".repeat(64 << 20));
    assert!(bomb.len() < 1 << 20);
    let export = "(export less at a time, or as CSV, which is read row by row)";
    assert_eq!(
        told("bomb.xlsx", &bomb),
        [format!("P911 bomb.xlsx: the workbook unpacks to far more than it is: more than 300 times its size {export}")]
    );
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let tall = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"9\"/></table:table-row>";
    for (name, rows) in [("wide.ods", wide.repeat(300)), ("tall.ods", tall.to_owned())] {
        assert_eq!(
            told(name, &ods(&rows)),
            [format!(
                "P911 {name}: the sheets have too many cells: more than 4 million, those that repeat included {export}"
            )]
        );
    }
    let saved = "(CSV, XLSX and ODS are understood; save it as one of them)";
    for (name, bytes, reason) in [
        ("a.xlsx", &b"PK\x03\x04 and no more"[..], "it is a damaged zip"),
        ("a.xls", b"\xD0\xCF\x11\xE0", "this is an Excel file of before 2007, or one with a password"),
        ("a.csv", b"%PDF-1.7", "this is a PDF"),
        ("b.xls", b"<html><table>", "this is a web page or XML, whatever its name ends in"),
        ("c.csv", b"[ { \"a\": 1 } ]", "this is JSON"),
    ] {
        assert_eq!(told(name, bytes), [format!("P910 {name}: cannot be read as a table: {reason} {saved}")]);
    }
    let other = zipped(&[("word/document.xml", String::new())]);
    assert_eq!(
        told("a.docx", &other),
        [format!("P910 a.docx: cannot be read as a table: it is a zip, but no XLSX or ODS {saved}")]
    );
}
