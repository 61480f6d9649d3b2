//! Pages, downloads and studies of a KPI of which nothing is shown: it is withheld, and that is not "no data".

use crate::site_test::SiteTest;

#[test]
fn a_kpi_of_which_nothing_is_shown_reads_withheld_wherever_it_stands() {
    let site = SiteTest::copy_of("small");
    let all_small = "kind: proportion\n  people: true\n  disclosure: { threshold: 1000 }\n";
    site.replace("data/kpis.yaml", "kind: proportion\n", all_small);
    site.replace("content/index.md", "{{ csat.value }}", "{{ csat.value(period=\"2026-01\") }}");
    site.build();
    let published = site.published();
    let text = |path: &str| String::from_utf8(published[path].clone()).unwrap();
    for (path, expected) in [
        ("index.html", "Satisfaction is withheld."),
        ("2026-02/index.html", "Customer satisfaction for February is withheld, to protect small groups"),
        ("2026-02/team/north/index.html", "Customer satisfaction for February is withheld"),
        ("kpis/csat/index.html", "withheld"),
        ("kpis/csat/data.csv", ",,2026-02,,,,,88,,final,,0,,,,none,common_cause,withheld\r\n"),
        ("kpis/csat/data.json", "\"period\":\"2026-02\",\"value\":null,\"withheld\":\"withheld\",\"n\":null"),
        ("benchmarks/peers-2025/index.html", "Our figure from the time of its fieldwork is withheld."),
    ] {
        assert!(text(path).contains(expected), "{path} does not say `{expected}`:\n{}", text(path));
    }
    for path in ["2026-02/index.html", "kpis/csat/index.html", "benchmarks/peers-2025/index.html"] {
        assert!(
            !text(path).contains("no data") && !text(path).contains("not measured"),
            "{path} says it was not measured"
        );
    }
}
