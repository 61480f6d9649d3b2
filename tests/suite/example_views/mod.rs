//! One view of every page kind, for tests of the templates: complete, or with everything absent that can be; with
//! plausible words, or with one text in every field.

mod blocks;

use plaudit::compose::pages::*;
use plaudit::compose::{
    MailChartView, MailDraft, MailFigureView, MailPairView, MailSegmentView, MailStoryView, MailView, NewsletterFormat,
    View,
};

/// What the fields of the example views hold.
#[derive(Clone, Copy)]
pub(crate) struct Example {
    /// Whether what may be absent is there.
    pub(crate) complete: bool,
    /// Stands in every field of text instead of plausible words; never in those of markup.
    pub(crate) everywhere: Option<&'static str>,
    /// How often everything that repeats is repeated.
    pub(crate) times: usize,
}

/// The views, each with the name of its template.
pub(crate) fn views(example: Example) -> Vec<(&'static str, View)> {
    vec![
        ("home.html", View::Home(Box::new(example.home()))),
        ("scorecard.html", View::Scorecard(Box::new(example.scorecard()))),
        ("kpi.html", View::Kpi(Box::new(example.kpi()))),
        ("kpis.html", View::KpiList(Box::new(example.kpi_list()))),
        ("study.html", View::Study(Box::new(example.study()))),
        ("studies.html", View::StudyList(Box::new(example.study_list()))),
        ("stories.html", View::Stories(Box::new(example.stories()))),
        ("roll.html", View::Roll(Box::new(example.roll()))),
        ("balance.html", View::Balance(Box::new(example.balance()))),
        ("pack.html", View::Pack(Box::new(example.pack()))),
        ("paper.html", View::Paper(Box::new(example.paper()))),
        ("story.html", View::Story(Box::new(example.story()))),
        ("newsletter.html", View::Newsletter(Box::new(example.newsletter()))),
        ("newsletters.html", View::NewsletterList(Box::new(example.newsletter_list()))),
        ("mail.html", View::Mail(Box::new(example.mail()), NewsletterFormat::Mail)),
        ("mail.txt", View::Mail(Box::new(example.mail()), NewsletterFormat::Text)),
        ("archive.html", View::Archive(Box::new(example.archive()))),
        ("method.html", View::Method(Box::new(example.method()))),
        ("search.html", View::Search(Box::new(example.search()))),
        ("page.html", View::Free(Box::new(example.free()), None)),
        (
            "404.html",
            View::NotFound(Box::new(NotFoundView {
                frame: example.frame(),
                label: example.text("Page not found"),
                headline: example.text("There is no page at this address"),
                standfirst: example.text("It may have been moved."),
                onward: example.link("", "To the front page"),
            })),
        ),
        (
            "redirect.html",
            View::Redirect(Box::new(RedirectView {
                frame: example.frame(),
                href: example.text("../2026-10/index.html"),
                text: example.text("Scorecard, October 2026"),
            })),
        ),
    ]
}

impl Example {
    fn home(&self) -> HomeView {
        HomeView {
            frame: self.frame(),
            label: self.text("Scorecard, October 2026"),
            headline: self.text("First reply is slower; everything else is as usual"),
            scorecard_href: self.text("2026-10/index.html"),
            standfirst: self.maybe_text("Of 14 figures one really changed."),
            tally: self.tally(),
            chart: self.maybe(self.chart()),
            changes: self.changes(),
            tiles: self.list(&self.lines()),
            prose: self.maybe(self.prose("Why we publish this")),
            stories: self.cards(),
            stories_href: self.text("stories/index.html"),
            study: self.maybe(HomeStudyView {
                label: self.text("Benchmark, June 2026"),
                headline: self.text("Ahead of the peers' median on six of eight KPIs"),
                href: self.text("benchmarks/utilities-2026/index.html"),
                sentences: self.list(&[self.text("Reopened tickets are 0.6 points behind the peers' median.")]),
                score: self.maybe_text("65"),
            }),
            periods: self.list(&[self.link("", "October 2026")]),
            archive_headline: self.text("36 editions, three studies"),
            archive_href: self.text("archive/index.html"),
            legend: self.legend(),
            method_href: self.text("method/index.html"),
        }
    }

    fn scorecard(&self) -> ScorecardView {
        let cell = |missing| MatrixCellView {
            kpi: self.text("First reply"),
            value: self.text(if missing { "no data" } else { "12\u{202f}min 10\u{202f}s" }),
            missing,
            verdict: self.verdict(),
            mark: self.maybe(self.mark()),
        };
        let row = |name: &str| MatrixRowView {
            name: self.text(name),
            href: self.maybe_text("team/billing/index.html"),
            cells: vec![cell(false), cell(true)],
        };
        let column = || MatrixColumnView { name: self.text("First reply"), href: self.text("../kpis/csat/index.html") };
        ScorecardView {
            frame: self.frame(),
            label: self.text("Scorecard, October 2026"),
            part: self.maybe_text("Billing"),
            headline: self.text("First reply is slower; everything else is as usual"),
            standfirst: self.maybe_text("Of 14 figures one really changed."),
            tally: self.tally(),
            byline: self.text("14 KPIs, six teams"),
            approval: self.maybe_text("Approved by R. Ito on 9 November 2026"),
            changes: self.changes(),
            tiles: self.list(&self.lines()),
            commentary: self.maybe(self.prose("We are easier to reach, and not yet quicker to finish")),
            asks: self.list(&[self.text("Decide on the evening shift by 1 December")]),
            figures_headline: self.text("One of 14 figures really changed"),
            csv_href: self.maybe_text("data.csv"),
            caption: self.text("October 2026. Lines show November 2024 to October 2026."),
            sparkline_head: self.text("24 months"),
            groups: self.list(&[GroupView { name: self.maybe_text("Speed"), lines: self.lines() }]),
            matrices: self.list(&[MatrixView {
                id: self.text("team"),
                label: self.text("Team"),
                headline: self.text("Supply and leaks carries half of the open tickets"),
                columns: vec![column(), column()],
                whole: row("All teams"),
                rows: self.list(&[row("Billing")]),
            }]),
            beside_others: self.list(&[BesideOthersView {
                study: self.link("Fieldwork March to May 2026", "Utilities contact-centre benchmark 2026"),
                summary: self.text("Behind on two, ahead on six"),
                gaps: self.list(&[StudyGapView {
                    name: self.text("Reopened tickets"),
                    href: self.maybe_text("../kpis/reopened/index.html"),
                    state: self.text("behind"),
                    word: self.text("behind"),
                    sentence: self.text("Reopened tickets are 0.6 points above the peers' median of 5.6\u{202f}%."),
                }]),
            }]),
            hours: self.list(&[self.chart()]),
            actions: self.actions(),
            questions: self.list(&[self.text("Fewer tickets were resolved than opened. What is piling up?")]),
            care: self.list(&[CareView {
                kind: self.text("exceptional"),
                title: self.text("Strike, 3 to 9 October"),
                text: self.text("Answered in time is shown, but not compared."),
            }]),
            revisions: self.list(&[self.revision()]),
            praise: self.cards(),
            neighbours: self.list(&[self.link("Previous month", "September 2026")]),
        }
    }

    fn kpi(&self) -> KpiView {
        KpiView {
            frame: self.frame(),
            label: self.text("KPI: First reply time"),
            id: self.text("first_reply"),
            name: self.text("First reply time"),
            headline: self.text("First reply took 14\u{202f}min 30\u{202f}s, as usual"),
            standfirst: self.maybe_text("In a usual month it always meets its target of 20\u{202f}min."),
            as_of: self.text("October 2026"),
            verdict: self.verdict(),
            assurance: self.assurance(),
            chart: self.maybe(self.chart()),
            flows: self.maybe(self.chart()),
            facts: self.facts(),
            parts: self.list(&[KpiPartsView {
                id: self.text("team"),
                label: self.text("By team"),
                headline: self.text("Supply and leaks is near the target"),
                chart: self.maybe(self.chart()),
                beside: self.maybe(self.chart()),
                beside_note: self.maybe_text("Fewer than 20: they are listed."),
                comparison: self
                    .maybe_text("None of six differs from the 71\u{202f}% of all by more than size explains."),
                lines: self.list(&self.lines()),
            }]),
            benchmark: self.maybe_text("Quicker than the peers' median"),
            benchmark_chart: self.maybe(self.chart()),
            benchmark_facts: self.facts(),
            note: self.maybe(self.prose("What the clock does not see")),
            definition: self.facts(),
            versions: self.list(&[VersionView {
                from: self.text("July 2026"),
                because: self.text("new survey wording"),
                comparable: self.text("earlier figures are not comparable"),
            }]),
            targets: self.list(&[TargetStepView {
                target: self.text("at most 20\u{202f}min"),
                from: self.text("April 2025"),
                part: self.maybe_text("Billing"),
                because: self.maybe_text("the new routing allows it"),
                agreed_by: self.maybe_text("R. Ito"),
            }]),
            method_note: self.list(&[self.text("Seven months on one side of the mean make a change.")]),
            method_href: self.text("../../method/index.html"),
            actions: self.actions(),
            revisions: self.list(&[self.revision()]),
            pair: self.maybe(self.link("Read with", "Reopened tickets")),
            scorecard: self.maybe(self.link("In the scorecard of", "October 2026")),
            csv_href: self.text("data.csv"),
            json_href: self.text("data.json"),
        }
    }

    fn kpi_list(&self) -> KpiListView {
        KpiListView {
            frame: self.frame(),
            headline: self.text("14 KPIs in four groups"),
            groups: self.list(&[KpiListGroupView { name: self.maybe_text("Speed"), lines: self.lines() }]),
            retired: self.list(&[self.link("until June 2026", "Letters answered")]),
        }
    }

    fn study(&self) -> StudyView {
        StudyView {
            frame: self.frame(),
            label: self.text("Utilities contact-centre benchmark 2026"),
            headline: self.text("Ahead of the peers' median on six of eight KPIs"),
            standfirst: self.maybe_text("Reopened tickets slipped to the worse half."),
            withdrawn: self.maybe_text("Since 4 May 2027: two partners' figures were wrong."),
            score: self.maybe_text("65"),
            score_note: self.maybe_text("All eight KPIs have a benchmark."),
            facts: self.facts(),
            gaps_label: self.text("Gaps"),
            charts: self.list(&[self.chart()]),
            gaps: self.list(&[StudyGapView {
                name: self.text("Reopened tickets"),
                href: self.maybe_text("../../kpis/reopened/index.html"),
                state: self.text("behind"),
                word: self.text("behind"),
                sentence: self.text("Reopened tickets are 0.6 points behind the peers' median of 5.6\u{202f}%."),
            }]),
            table: self.maybe(self.table()),
            others: self.maybe(self.table()),
            parts: self.list(&[self.table()]),
            since_headline: self.maybe_text("Fell back on reopened tickets"),
            since: self.list(&[SinceView {
                name: self.text("Reopened tickets"),
                href: self.maybe_text("../../kpis/reopened/index.html"),
                state: self.text("worse"),
                word: self.text("behind, and was not before"),
                sentence: self
                    .text("Ours went from 5.9\u{202f}% to 6.2\u{202f}%, the median from 6.0\u{202f}% to 5.6\u{202f}%."),
                actions: self.actions(),
                missing: self.maybe_text("no action is recorded for it"),
            }]),
            since_table: self.maybe(self.table()),
            quartiles: self.maybe(self.chart()),
            score_chart: self.maybe(self.chart()),
            score_table: self.maybe(self.table()),
            method: self.facts(),
            practices: self.list(&[PracticeView {
                what: self.text("A ten-minute talk at eight each morning"),
                seen_at: self.maybe_text("Northern Gas"),
                decision: self.text("adopted"),
            }]),
            actions: self.actions(),
            note: self.maybe(self.prose("Read with the study of 2025")),
            revisions: self.facts(),
            citation: self.text("Meridian Water (2026): Utilities contact-centre benchmark 2026."),
            neighbours: self.list(&[self.link("The study before", "Utilities benchmark 2025")]),
            csv_href: self.maybe_text("data.csv"),
        }
    }

    fn newsletter(&self) -> NewsletterView {
        NewsletterView {
            frame: self.frame(),
            label: self.text("Newsletter, October 2026"),
            headline: self.text("Service in October"),
            standfirst: self.text("First reply is slower; everything else is as usual"),
            note: self.maybe(self.prose("From the editors")),
            tiles: self.lines(),
            changes: self.changes(),
            stories: self.cards(),
            awards: self.facts(),
            dates: self.facts(),
            scorecard: self.link("All figures", "Scorecard, October 2026"),
            files: self.list(&[self.link("As it is sent", "Read as e-mail")]),
            names_note: self.maybe_text("As an e-mail this issue names Ada, and what was sent cannot be called back."),
            neighbours: self.list(&[self.link("The issue before", "Service in September")]),
        }
    }

    fn newsletter_list(&self) -> NewsletterListView {
        NewsletterListView {
            frame: self.frame(),
            headline: self.text("Six issues, newest first"),
            issues: self.list(&[self.link("October 2026", "Service in October")]),
        }
    }

    fn mail(&self) -> MailView {
        let pair = MailPairView { term: self.text("Golden headset"), text: self.text("Refunds in two days") };
        let piece = |width, kind: &str| MailSegmentView { width, kind: kind.to_owned() };
        MailView {
            language: self.text("en-GB"),
            subject: self.text("Refunds in two days"),
            preheader: self.maybe_text("What a refund does in two days, and who answers.").unwrap_or_default(),
            site_title: self.text("Service scorecard"),
            organisation: self.text("Meridian Water"),
            from: self.text("Service team"),
            label: self.text("Newsletter, October 2026"),
            headline: self.text("Service in October"),
            standfirst: self.text("First reply is slower; everything else is as usual"),
            note_html: self.maybe("<p>Two things are true at once.</p>".to_owned()).unwrap_or_default(),
            note_text: self.maybe_text("Two things are true at once.").unwrap_or_default(),
            figures: self.list(&[MailFigureView {
                name: self.text("Customer satisfaction"),
                value: self.text("88.2\u{202f}%"),
                change: self.maybe_text("+1.3\u{202f}pts on September"),
                verdict: self.verdict(),
                sign: self.text("▲"),
                target: self.text("target 90\u{202f}%"),
                bar: self.list(&[piece(200, "value"), piece(3, "target"), piece(57, "rest")]),
                sentence: self.text("Customer satisfaction was 88.2\u{202f}%, as usual."),
            }]),
            chart: self.maybe(MailChartView {
                src: "chart.png".to_owned(),
                alt: self.text("Customer satisfaction was 88.2\u{202f}%, as usual."),
                width: 552,
                height: 304,
            }),
            changes: self.list(&[self.text("First reply took longer than usual.")]),
            noise: self.maybe_text("Not a change: churn."),
            stories: self.list(&[MailStoryView {
                title: self.text("Refunds in two days"),
                href: self.maybe("https://intranet.example/stories/refunds/index.html".to_owned()),
                lead: self.maybe_text("Refund time: from 9 days to 2 days"),
                text: self.maybe_text("It was their money all along."),
                note: self.text("Billing, October 2026"),
            }]),
            awards: self.list(std::slice::from_ref(&pair)),
            dates: self.list(&[pair]),
            web_href: self.maybe("https://intranet.example/newsletters/2026-10/index.html".to_owned()),
            standing: self.text("October 2026 figures, published 9 November 2026"),
            draft: MailDraft::default(),
        }
    }

    fn study_list(&self) -> StudyListView {
        StudyListView {
            frame: self.frame(),
            headline: self.text("Three studies since 2024"),
            studies: self.list(&[self.link("June 2026", "Utilities contact-centre benchmark 2026")]),
        }
    }

    fn stories(&self) -> StoriesView {
        let choice = |label: &str, current| NavView {
            label: self.text(label),
            href: self.text("index.html"),
            current,
            is_this_page: current,
        };
        StoriesView {
            frame: self.frame(),
            label: self.text("Wall of recognition"),
            headline: self.text("24 stories, 41 people, six teams"),
            standfirst: self.maybe_text("For what nobody had to ask for."),
            facts: self.facts(),
            icon_svg: self.icon(),
            recipients: self.recipients(),
            links: self.list(&[self.link("Roll of honour", "2026")]),
            filters: self.list(&[FilterView {
                label: self.text("Award"),
                choices: self.list(&[choice("All 24", true), choice("Service Star 9", false)]),
            }]),
            lead: self.cards().into_iter().next(),
            stories: self.cards(),
            empty: (!self.complete).then(|| self.text("No story yet. Whoever saw good service can nominate somebody.")),
        }
    }

    fn story(&self) -> StoryView {
        StoryView {
            frame: self.frame(),
            label: self.text("Service Star, October 2026"),
            headline: self.text("Refunds in two days, not nine"),
            standfirst: self.maybe_text("Nobody knew why a refund needed three signatures."),
            kind: self.text("hero"),
            lead: self.maybe(self.lead()),
            lead_text: (!self.complete).then(|| self.text("Three signatures became one")),
            lead_source: self.maybe_text("Days to a refund, September 2025 and October 2026"),
            lead_href: self.maybe_text("../../kpis/refund_days/index.html"),
            steps: self.facts(),
            body_html: if self.complete {
                "<p>Every autumn a few hundred households leave.</p>".into()
            } else {
                String::new()
            },
            quote: self.maybe_text("“The money was never ours.”"),
            quote_by: self.maybe_text("Priya Raman, Billing"),
            image_href: self.maybe_text("refunds.jpg"),
            image_width: self.maybe_text("1200").map(|_| 1200),
            image_height: self.maybe_text("800").map(|_| 800),
            image_alt: self.text("Two people at a desk"),
            facts: self.facts(),
            icon_svg: self.icon(),
            papers: self.list(&[self.link("To print", "Certificate")]),
            neighbours: self.list(&[self.link("Previous story", "Everyone who rang in the storm")]),
        }
    }

    fn icon(&self) -> Option<String> {
        self.complete.then(|| "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M4 4h9\"/></svg>".to_owned())
    }

    fn recipients(&self) -> Vec<RecipientView> {
        self.list(&[RecipientView {
            who: self.text("Priya Raman, Tom Ashdown and Billing"),
            when: self.text("30 October 2026"),
            title: self.text("Refunds in two days"),
            href: self.text("../refunds/index.html"),
        }])
    }

    fn roll(&self) -> RollView {
        RollView {
            frame: self.frame(),
            label: self.text("Roll of honour"),
            headline: self.text("2026"),
            standfirst: self.text("24 stories, 41 people"),
            groups: self.list(&[RollGroupView {
                name: self.text("Golden headset"),
                icon_svg: self.icon(),
                href: self.maybe_text("../../../awards/golden-headset/index.html"),
                means: self.maybe_text("Something became better."),
                entries: self.recipients(),
            }]),
            years: self.list(&[NavView {
                label: self.text("2026"),
                href: self.text("index.html"),
                current: true,
                is_this_page: true,
            }]),
            stories: self.link("In full", "The stories of 2026"),
        }
    }

    fn balance(&self) -> BalanceView {
        BalanceView {
            frame: self.frame(),
            label: self.text("Recognition"),
            headline: self.text("Whose good work goes untold?"),
            standfirst: self.text("A story counts for the parts that it names."),
            questions: self.list(&[self.text("No story of 2026 recognises Metering.")]),
            tables: self.list(&[self.table()]),
        }
    }

    fn paper(&self) -> PaperView {
        PaperView {
            frame: self.frame(),
            label: self.text("Certificate, Golden headset"),
            headline: self.text("Refunds in two days"),
            hint: self.text("Print this page."),
            story: self.link("The story", "Refunds in two days"),
            certificates: self.list(&[self.sheet()]),
            posters: self.list(&[self.sheet()]),
        }
    }

    fn pack(&self) -> PackView {
        PackView {
            frame: self.frame(),
            scorecard: self.scorecard(),
            charts: self.list(&[self.chart()]),
            stories: self.list(&[self.story()]),
            definitions: self.facts(),
            web_href: self.maybe_text("https://intranet.example/2026-10/index.html"),
            styles: String::new(),
        }
    }

    fn sheet(&self) -> SheetView {
        SheetView {
            organisation: self.text("Meridian Water"),
            over: self.text("Golden headset"),
            icon_svg: self.icon(),
            recipient: self.maybe_text("Priya Raman"),
            recipient_length: "short".to_owned(),
            beside: self.maybe_text("together with Tom Ashdown"),
            title: self.text("Refunds in two days"),
            lead: self.maybe(self.lead()),
            lead_text: (!self.complete).then(|| self.text("Three signatures became one")),
            text: self.maybe_text("Something became better."),
            quote: self.maybe_text("It was their money."),
            quote_by: self.maybe_text("Priya Raman"),
            nominated_by: self.maybe_text("Amara Osei"),
            date: self.text("30 October 2026"),
        }
    }

    fn archive(&self) -> ArchiveView {
        ArchiveView {
            frame: self.frame(),
            headline: self.text("36 editions, three studies, nothing lost"),
            years: self.list(&[ArchiveYearView {
                year: self.text("2026"),
                periods: self.list(&[ArchivePeriodView {
                    name: self.text("October 2026"),
                    href: self.text("../2026-10/index.html"),
                    published: self.text("published 9 November 2026"),
                    status: self.text("provisional"),
                    record: self.maybe_text("two editions on record"),
                    revisions: self.maybe_text("two revisions"),
                    revisions_href: self.text("../2026-10/index.html#the-revisions"),
                    csv_href: self.text("../2026-10/data.csv"),
                }]),
                holds: self.text("ten editions and one study"),
                roll: self.maybe(self.link("Roll of honour", "2026")),
                studies: self.list(&[ArchiveStudyView {
                    title: self.text("Utilities contact-centre benchmark 2026"),
                    href: self.text("../benchmarks/utilities-2026/index.html"),
                    note: self.text("fieldwork March to May 2026"),
                    status: self.maybe_text("version 1.1"),
                    csv_href: self.maybe_text("../benchmarks/utilities-2026/data.csv"),
                }]),
                checksums: self.list(&[ChecksumView {
                    sha256: self.text("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                    path: self.text("2026-10/data.csv"),
                }]),
            }]),
            revisions: self.list(&[self.revision()]),
            kpis_href: self.text("../kpis/index.html"),
        }
    }

    fn method(&self) -> MethodView {
        MethodView {
            frame: self.frame(),
            headline: self.text("How each figure and word is worked out"),
            legend: self.legend(),
            numbers: self.facts(),
            example: self.maybe(MethodExampleView {
                headline: self.text("Customer satisfaction, October 2026"),
                href: self.text("../kpis/csat/index.html"),
                steps: self.facts(),
            }),
            settings: self.facts(),
        }
    }

    fn search(&self) -> SearchView {
        SearchView {
            frame: self.frame(),
            headline: self.text("Find a KPI, a scorecard, a story, a study or a word"),
            script: self.text("search-0a1b2c3d.js"),
            index: self.text("undated:1:0a1b2c3d 2026:1:4e5f6a7b"),
            ways: self.list(&[SearchWaysView {
                id: self.text("kpis"),
                label: self.text("KPIs"),
                links: self.list(&[self.link("", "First reply time")]),
            }]),
        }
    }

    fn free(&self) -> FreeView {
        FreeView {
            frame: self.frame(),
            headline: self.text("About these pages"),
            standfirst: self.maybe_text("Who makes them, and for whom."),
            body_html: "<p>We publish what we measure.</p>".into(),
            byline: self.maybe_text("updated 9 November 2026"),
        }
    }
}
