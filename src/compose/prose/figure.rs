//! Figures and lists within prose, as HTML: the same marks as the theme's components have.

use std::fmt::Write;

use super::escaped;
use crate::compose::pages::{ChartView, LinkView, TableView};

/// A chart with its caption, its figures as a table and its source.
pub(in crate::compose) fn figure(chart: &ChartView) -> String {
    let mut html = format!(
        "<figure class=\"chart chart--{}\"><figcaption class=\"chart__caption\">{}</figcaption>{}{}",
        escaped(&chart.kind),
        escaped(&chart.caption),
        chart.wide_svg,
        chart.narrow_svg
    );
    html.push_str("<details class=\"chart__table\"><summary>The numbers as a table</summary>");
    table(&mut html, &chart.table);
    html.push_str("</details>");
    if let Some(source) = &chart.source {
        write!(html, "<p class=\"chart__source note\">{}</p>", escaped(source)).expect("writing to text");
    }
    html.push_str("</figure>");
    html
}

/// Links to stories.
pub(in crate::compose) fn story_list(stories: &[LinkView]) -> String {
    let items = stories.iter().map(|story| {
        format!(
            "<li><a href=\"{}\">{}</a> <span class=\"note\">{}</span></li>",
            escaped(&story.href),
            escaped(&story.text),
            escaped(&story.label)
        )
    });
    format!("<ul class=\"story-list\">{}</ul>", items.collect::<String>())
}

fn table(html: &mut String, table: &TableView) {
    let class = |numeric: bool| if numeric { " class=\"number\"" } else { "" };
    html.push_str("<section class=\"data-table\" tabindex=\"0\" aria-label=\"");
    html.push_str(&escaped(&table.caption));
    html.push_str("\"><table><caption>");
    html.push_str(&escaped(&table.caption));
    html.push_str("</caption><thead><tr>");
    for cell in &table.head {
        write!(html, "<th scope=\"col\"{}>{}</th>", class(cell.numeric), escaped(&cell.text)).expect("writing to text");
    }
    html.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        html.push_str("<tr>");
        for (index, cell) in row.iter().enumerate() {
            let (open, close) = if index == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
            write!(html, "<{open}{}>{}</{close}>", class(cell.numeric), escaped(&cell.text)).expect("writing to text");
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></section>");
}
