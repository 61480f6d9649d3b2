//! What several pages show.

use plaudit::compose::pages::*;

use super::Example;

impl Example {
    pub(super) fn text(&self, plausible: &str) -> String {
        self.everywhere.unwrap_or(plausible).into()
    }

    pub(super) fn maybe<T>(&self, value: T) -> Option<T> {
        self.complete.then_some(value)
    }

    pub(super) fn maybe_text(&self, plausible: &str) -> Option<String> {
        self.maybe(self.text(plausible))
    }

    pub(super) fn list<T: Clone>(&self, values: &[T]) -> Vec<T> {
        if self.complete {
            values.iter().cloned().cycle().take(values.len() * self.times).collect()
        } else {
            Vec::new()
        }
    }

    pub(super) fn drawing(&self) -> String {
        "<svg viewBox=\"0 0 100 24\" role=\"img\"><path d=\"M0 12h100\"/></svg>".into()
    }

    pub(super) fn frame(&self) -> FrameView {
        let entry = |label: &str, href: &str, current| NavView {
            label: self.text(label),
            href: self.text(href),
            current,
            is_this_page: false,
        };
        FrameView {
            language: "en-GB".into(),
            document_title: self.text("October 2026: Service scorecard, Meridian Water"),
            description: self.maybe_text("First reply is slower; everything else is as usual."),
            site_title: self.text("Service scorecard"),
            organisation: self.text("Meridian Water"),
            home_href: self.text("../index.html"),
            navigation: self
                .list(&[entry("Front page", "../index.html", false), entry("KPIs", "../kpis/index.html", true)]),
            breadcrumbs: self.list(&[
                entry("Front page", "../index.html", false),
                NavView { is_this_page: true, ..entry("October 2026", "index.html", true) },
            ]),
            foot_navigation: self.list(&[entry("About", "../about/index.html", false)]),
            styles: self.list(&[self.text("../assets/look.css")]),
            early_scripts: self.list(&[self.text("../assets/early/scheme.js")]),
            scripts: self.list(&[self.text("../assets/search.js")]),
            security_policy: self.text("default-src 'none'"),
            canonical: self.maybe_text("../canonical/"),
            open_graph: self.maybe(OpenGraphView {
                kind: self.text("article"),
                title: self.text("October 2026"),
                description: self.maybe_text("First reply is slower; everything else is as usual."),
                address: self.text("2026-10/index.html"),
                image: self.maybe_text("2026-10/headline.png"),
                image_alt: self.maybe_text("First reply is slower; everything else is as usual."),
            }),
            feeds: self.list(&[FeedLinkView {
                title: self.text("Service scorecard, Atom"),
                media_type: self.text("application/atom+xml"),
                href: self.text("../feed.xml"),
            }]),
            dataset_json: if self.complete { Some("{}".into()) } else { None },
            masthead_period: self.maybe_text("October 2026"),
            masthead_status: self.maybe_text("Final edition"),
            provisional: self.complete,
            masthead_published: self.maybe_text("Published 9 November 2026"),
            audience: self.maybe_text("managers"),
            stamp: self.text("Meridian Water, Service scorecard, October 2026, final edition"),
            logo: self.maybe(LogoView {
                href: self.text("../static/logo.svg"),
                dark_href: self.maybe_text("../static/logo-dark.svg"),
                text: self.text("Meridian Water"),
            }),
            footer: self.maybe_text("Meridian Water, 1 Pump Lane, Leeds"),
        }
    }

    pub(super) fn legend(&self) -> Vec<LegendView> {
        let word = LegendWordView {
            state: self.text("better"),
            shape: self.text("better"),
            word: self.text("better"),
            meaning: self.text("A real change for the better"),
        };
        let label = self.text("Real change?");
        self.list(&[LegendView { kind: self.text("verdict"), label, words: self.list(&[word]) }])
    }

    pub(super) fn verdict(&self) -> VerdictView {
        if self.complete {
            VerdictView {
                state: self.text("worse").into(),
                word: self.text("worse").into(),
                shape: self.text("worse").into(),
            }
        } else {
            VerdictView { state: self.text("none").into(), word: "".into(), shape: "".into() }
        }
    }

    pub(super) fn assurance(&self) -> AssuranceView {
        if self.complete {
            AssuranceView {
                state: self.text("sometimes").into(),
                word: self.text("sometimes meets its target").into(),
                shape: self.text("sometimes").into(),
            }
        } else {
            AssuranceView {
                state: self.text("no-target").into(),
                word: self.text("no target").into(),
                shape: "".into(),
            }
        }
    }

    fn pieces(&self, number: &str, unit: &str) -> Vec<PieceView> {
        self.list(&[PieceView { before: self.text(""), number: self.text(number), unit: self.text(unit) }])
    }

    pub(super) fn line(&self, id: &str, name: &str) -> LineView {
        LineView {
            id: self.text(id),
            name: self.text(name),
            href: self.text("../kpis/first_reply/index.html"),
            value: self.maybe_text("14\u{202f}min 30\u{202f}s"),
            value_pieces: [self.pieces("14", "min"), self.pieces("30", "s")].concat(),
            missing: (!self.complete).then(|| self.text("no data")),
            last_known: (!self.complete).then(|| self.text("15\u{202f}min 12\u{202f}s in September")),
            standing: self.maybe_text("estimated"),
            mark: self.maybe(self.mark()),
            evidence: self.maybe_text("1,877,191 of 2,167,550"),
            change: self.maybe_text("−42\u{202f}s"),
            change_on: self.maybe_text("on September"),
            whole: self.maybe_text("13\u{202f}min"),
            sparkline_svg: self.drawing(),
            bullet_svg: self.maybe(self.drawing()),
            target: self.text("target 20\u{202f}min"),
            verdict: self.verdict(),
            assurance: self.assurance(),
            sentence: self.text("First reply took 14\u{202f}min 30\u{202f}s, as usual (12–18\u{202f}min)."),
            note: self.maybe_text("two teams missing"),
        }
    }

    pub(super) fn lines(&self) -> Vec<LineView> {
        vec![self.line("first_reply", "First reply time"), self.line("backlog", "Backlog")]
    }

    pub(super) fn table(&self) -> TableView {
        let cell = |text: &str, numeric| CellView { text: self.text(text), numeric };
        TableView {
            caption: self.text("First reply time by month"),
            head: vec![cell("Month", false), cell("Value", true)],
            rows: self.list(&[vec![cell("Oct 2026", false), cell("14\u{202f}min 30\u{202f}s", true)]]),
        }
    }

    pub(super) fn chart(&self) -> ChartView {
        ChartView {
            kind: self.text("trend"),
            caption: self.text("First reply has been as usual for a year. Mean time to the first reply, all teams."),
            wide_svg: self.drawing(),
            narrow_svg: self.drawing(),
            table: self.table(),
            source: self.maybe_text("Source: contact platform, October 2026."),
            svg_href: self.maybe_text("trend.svg"),
            csv_href: self.maybe_text("trend.csv"),
        }
    }

    pub(super) fn fact(&self, term: &str, text: &str) -> FactView {
        FactView { term: self.text(term), text: self.text(text), href: self.maybe_text("../method/index.html") }
    }

    pub(super) fn facts(&self) -> Vec<FactView> {
        self.list(&[self.fact("Owner", "Jonas Feld, operations"), self.fact("Better", "lower")])
    }

    pub(super) fn link(&self, label: &str, text: &str) -> LinkView {
        LinkView { label: self.text(label), text: self.text(text), href: self.text("../2026-09/index.html") }
    }

    pub(super) fn prose(&self, title: &str) -> ProseView {
        ProseView {
            title: self.maybe_text(title),
            body_html: "<p>Two things are true at once.</p>".into(),
            byline: self.maybe_text("Amara Osei, 6 November 2026"),
        }
    }

    pub(super) fn actions(&self) -> Vec<ActionView> {
        self.list(&[ActionView {
            what: self.text("Hold leak tickets open for two days after the repair"),
            kpi: self.text("Reopened tickets"),
            kpi_href: self.text("../kpis/reopened/index.html"),
            owner: self.maybe_text("Nuria Vidal"),
            age: self.maybe_text("since October 2026, two months"),
            due: self.maybe_text("due 31 December 2026"),
            state: self.text("open"),
            word: self.text("open"),
            since: self.maybe_text("6.4\u{202f}% in October 2026, 6.2\u{202f}% in December 2026: usual"),
            study: self.maybe(self.link("from", "Utilities benchmark 2026")),
        }])
    }

    pub(super) fn mark(&self) -> MarkView {
        MarkView { letter: self.text("c"), word: self.text("corrected") }
    }

    pub(super) fn revision(&self) -> RevisionView {
        RevisionView {
            name: self.text("Customer satisfaction"),
            href: self.text("../kpis/csat/index.html"),
            period: self.text("September 2026"),
            period_href: self.maybe_text("../2026-09/index.html"),
            was: self.text("86.4\u{202f}%"),
            now: self.text("86.9\u{202f}%"),
            size: self.maybe_text("+0.5\u{202f}pts"),
            effect: self.maybe_text("The verdict is unchanged: usual."),
            mark: self.mark(),
            on: self.text("3 November 2026"),
            kind: self.text("correction"),
            because: self.text("late survey answers"),
        }
    }

    pub(super) fn changes(&self) -> ChangesView {
        ChangesView {
            items: self.list(&[ChangeView {
                sentence: self.text("Backlog has grown six months running, from 290 to 412."),
                verdict: self.verdict(),
                evidence: self.text("+82, target at most 450"),
                href: self.text("../kpis/backlog/index.html"),
            }]),
            noise: self.maybe_text("Net promoter score went from 25 to 31, inside its usual range of 17 to 39."),
            footnote: self.text("105 series were watched; one or two such flags a month are to be expected by chance."),
        }
    }

    pub(super) fn tally(&self) -> Vec<TallyView> {
        self.list(&[TallyView {
            state: self.text("worse"),
            shape: self.text("worse"),
            marks: vec![self.text("Backlog"), self.text("Reopened tickets")],
            words: self.text("two worse"),
        }])
    }

    pub(super) fn lead(&self) -> StoryLeadView {
        StoryLeadView {
            from: self.pieces("9", ""),
            to: self.pieces("2", "days"),
            measure: self.maybe_text("Days to a refund"),
        }
    }

    pub(super) fn cards(&self) -> Vec<StoryCardView> {
        let card = |lead, lead_text, quote| StoryCardView {
            href: self.text("../stories/refunds/index.html"),
            title: self.text("Refunds in two days, not nine"),
            kind: self.text("hero"),
            lead,
            lead_text,
            quote,
            description: self.maybe_text("Nobody knew why a refund needed three signatures."),
            note: self.text("Billing, Service Star, October 2026"),
        };
        self.list(&[
            card(Some(self.lead()), None, None),
            card(None, Some(self.text("Three signatures became one")), None),
            card(None, None, Some(self.text("“She read me the letter until I understood it.”"))),
        ])
    }
}
