//! Icons of awards: our own, drawn with one line in the colour of the words beside them.

use crate::model::Icon;

/// An icon as SVG, 24 by 24, for those who see it: the award's name stands beside it.
pub fn icon(icon: Icon) -> String {
    format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\" \
         focusable=\"false\"><path d=\"{}\"/></svg>",
        line(icon)
    )
}

fn line(icon: Icon) -> &'static str {
    match icon {
        Icon::Headset => {
            "M4 15v-3a8 8 0 0 1 16 0v3M4 14h2.5v6H5a1 1 0 0 1-1-1zM20 14h-2.5v6H19a1 1 0 0 0 1-1zM20 19c0 2-2 3-6 3"
        }
        Icon::Lantern => {
            "M9 3.5a3 3 0 0 1 6 0M7 7h10l-1-2.5H8zM8 7v12M16 7v12M6.5 19h11v2.5h-11zM12 10c2 2.5 2 5 0 6c-2-1-2-3.5 0-6"
        }
        Icon::Pencil => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3M5 16l3 3",
        Icon::Star => "M12 3l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1L12 16.9l-5.4 2.9 1.1-6.1L3.2 9.4l6.1-.8z",
        Icon::Heart => "M12 20C5 15 3 11.5 3 8.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.5C21 11.5 19 15 12 20z",
        Icon::Cup => "M7 4h10v6a5 5 0 0 1-10 0zM7 6H4c0 3 1 5 3.4 5M17 6h3c0 3-1 5-3.4 5M12 15v4M8 20.5h8",
        Icon::Rosette => "M12 3.5a5.5 5.5 0 1 0 .01 0M12 6.5a2.5 2.5 0 1 0 .01 0M8.5 13.5L7 21l5-3 5 3-1.5-7.5",
        Icon::Hands => {
            "M3 12l4-5h3l2 2-3 3 1.5 1.5L14 10l6 5M12 9l2-2h3l4 5M20 15l-2 2M17 14l1.5 3L16 19M14 16l1.5 3-3 1L8 17"
        }
        Icon::Bulb => "M12 3a6 6 0 0 0-3.5 10.9V16h7v-2.1A6 6 0 0 0 12 3zM9 18.5h6M10 21h4",
        Icon::Compass => "M12 3.5a8.5 8.5 0 1 0 .01 0M15.5 8.5l-2 5-5 2 2-5z",
        Icon::Speech => "M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5",
        Icon::Drop => "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM9 15a3 3 0 0 0 2.5 2.5",
    }
}
