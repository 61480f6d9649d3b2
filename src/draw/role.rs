//! Roles: what a stroke, a filled area or a text stands for. Colours, widths and dashes are the theme's.

use plotters::style::Color;
use plotters_backend::BackendColor;

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $class:literal,)*) => {
        /// What something drawn stands for; it becomes a class of the SVG.
        ///
        /// In the order in which they are painted: later ones lie on top. To plotters a role is a colour whose red is
        /// the place in this list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// Every role in the order of painting.
            pub(super) const ALL: &[Self] = &[$(Self::$role,)*];

            /// The class, or classes, that style it.
            pub(super) fn class(self) -> &'static str {
                match self {
                    $(Self::$role => $class,)*
                }
            }
        }
    };
}

roles! {
    /// The usual range: between limits that are firm enough for a verdict.
    Band = "band",
    /// The worst zone of a bullet.
    ZonePoor = "zone-1",
    /// The middle zone of a bullet.
    ZoneFair = "zone-2",
    /// The best zone of a bullet.
    ZoneGood = "zone-3",
    /// The middle half of the others.
    Peers = "peers",
    /// Where more came in than was done.
    Excess = "excess",
    /// Rules at the ticks of a value axis.
    Grid = "grid",
    /// A hatched slot where nothing was measured.
    Missing = "missing",
    /// Axes, ticks and the ends of a range.
    Axis = "axis",
    /// Limits.
    Limit = "limit",
    /// Early limits.
    EarlyLimit = "limit limit--early",
    /// Limits at 95 %, where nothing is claimed yet.
    InnerLimit = "limit limit--inner",
    /// The mean of a group.
    Mean = "mean",
    /// Something that happened.
    Event = "event",
    /// The start of a new group of limits.
    Step = "step",
    /// A target, or the others' median.
    Target = "target",
    /// From a label that had to move to what it labels.
    Leader = "leader",
    /// From the benchmark to ours, where ours is ahead.
    GapAhead = "gap gap--ahead",
    /// The same where ours is behind.
    GapBehind = "gap gap--behind",
    /// The same where no difference can be seen, or none is better.
    GapLevel = "gap gap--level",
    /// The interval of a value at 99.8 %.
    OuterInterval = "interval",
    /// The interval of a value at 95 %.
    InnerInterval = "interval interval--inner",
    /// From zero to a dot.
    Stem = "stem",
    /// From one column of a waterfall to the next.
    Carry = "carry",
    /// The first part of a stack, at its foot.
    Part1 = "part-1",
    /// The second part of a stack.
    Part2 = "part-2",
    /// The third part of a stack.
    Part3 = "part-3",
    /// The fourth part of a stack.
    Part4 = "part-4",
    /// The fifth part of a stack.
    Part5 = "part-5",
    /// All other parts of a stack.
    PartRest = "part-rest",
    /// A cell of a grid with nothing in it.
    Heat0 = "heat-0",
    /// The cells of a grid with the smallest numbers.
    Heat1 = "heat-1",
    /// The next step up.
    Heat2 = "heat-2",
    /// The middle step.
    Heat3 = "heat-3",
    /// The fourth step.
    Heat4 = "heat-4",
    /// The cells with the largest numbers.
    Heat5 = "heat-5",
    /// The cells with the largest numbers of all.
    Peak = "peak",
    /// A column or bar of a quantity.
    Column = "column",
    /// The same while its figure may still change.
    ColumnDraft = "column column--draft",
    /// A step for the better.
    Gain = "change--better",
    /// A step for the worse.
    Loss = "change--worse",
    /// The value of the period before, across a bar.
    Was = "was",
    /// Our second series, set apart by its dashes.
    Series2 = "series-2",
    /// Our series.
    Series = "series-1",
    /// The part of our series that is not final.
    SeriesDraft = "series-1 series-1--draft",
    /// Our series in a sparkline.
    Line = "line",
    /// A dot that is not ours.
    Dot = "dot",
    /// A bar or a dot that is ours.
    Ours = "ours",
    /// A target across a bar.
    Tick = "target",
    /// The value before, hollow.
    Before = "before",
    /// An ordinary measured point.
    Point = "point",
    /// A point that must be read with care, hollow.
    Hollow = "hollow",
    /// A signal for the better.
    Better = "mark--better",
    /// A signal for the worse.
    Worse = "mark--worse",
    /// A signal that is neither.
    Different = "mark--different",
    /// The latest point.
    Latest = "latest",
    /// The end of a sparkline.
    End = "end",
    /// Where a point under the pointer tells its figures; nothing to see.
    Tip = "tip",
    /// Ticks and notes.
    Note = "label--note",
    /// A label of what happened.
    EventLabel = "label--event",
    /// A label of the target.
    TargetLabel = "label--target",
    /// The name of a row.
    RowLabel = "label--row",
    /// A label of ours.
    OursLabel = "label--ours",
    /// The name or the figure of an ordinary row.
    Name = "label--name",
    /// A number on a light cell.
    Cell = "label--cell",
    /// A number on a deep cell.
    DeepCell = "label--cell label--deep",
}

impl Role {
    /// Whether its texts are set in a bold face.
    pub(super) fn is_bold(self) -> bool {
        matches!(self, Self::OursLabel | Self::RowLabel)
    }

    /// The role that plotters hands back as a colour.
    pub(super) fn of(color: BackendColor) -> Self {
        Self::ALL[usize::from(color.rgb.0)]
    }
}

impl Color for Role {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (*self as u8, 0, 0) }
    }
}
