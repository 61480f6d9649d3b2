//! How wide a text is, without a font.
//!
//! A chart is laid out when the site is made, and read with whatever sans face the reader's device has. So every
//! width is that of the widest of the faces that the default theme asks for: a label may turn out narrower, not wider.

/// Widths of the printable ASCII characters from the space to the tilde, in thousandths of the font size.
///
/// The wider of Arial (Liberation Sans), Roboto and Segoe UI for each; digits as in San Francisco, where they are widest.
#[rustfmt::skip]
const ASCII: [u16; 95] = [
    278, 284, 392, 616, 600, 889, 800, 230, 342, 348, 431, 684, 278, 400, 278, 413,
    600, 600, 600, 600, 600, 600, 600, 600, 600, 600,
    278, 278, 684, 684, 684, 556, 1015,
    667, 667, 722, 722, 667, 611, 778, 722, 278, 552, 667, 556, 898, 748, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611,
    302, 413, 302, 684, 556, 333,
    556, 588, 523, 588, 556, 348, 588, 565, 243, 243, 507, 243, 877, 565, 586, 588, 588, 348, 516, 339, 565, 500, 751, 500, 500, 500,
    338, 260, 338, 684,
];

/// The width of `text` set at `size`, in the unit of `size`, rounded up.
///
/// Bold faces run an eighth wider at most. Characters outside ASCII are taken as wide as the widest of their kind.
pub fn text_width(text: &str, size: i32, bold: bool) -> i32 {
    let thousandths: i64 = text.chars().map(|character| i64::from(width_of(character))).sum();
    let thousandths = if bold { thousandths * 109 / 100 } else { thousandths };
    i32::try_from((thousandths * i64::from(size) + 999) / 1000).unwrap_or(i32::MAX)
}

fn width_of(character: char) -> u16 {
    match character {
        ' '..='~' => ASCII[character as usize - ' ' as usize],
        '\u{202f}' | '\u{2009}' | '\u{200a}' => 250,
        '\u{a0}' | '·' | '’' | '‘' | '‚' => 280,
        '›' | '‹' => 333,
        '−' | '±' | '×' | '÷' | '–' => 684,
        '€' | '£' | '¥' | '¢' => 600,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => 0,
        // Accented Latin letters, Greek, Cyrillic, Hebrew, Arabic: about as wide as `m` at most.
        '\u{a1}'..='\u{7ff}' => 800,
        _ => 1000,
    }
}

/// `text` in lines no wider than `width`, at most `lines` of them; what does not fit ends in an ellipsis.
///
/// Lines end at ordinary spaces only, so a number keeps its unit.
pub(super) fn wrapped(text: &str, width: i32, lines: usize, size: i32, bold: bool) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::with_capacity(lines);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if let Some(line) = wrapped.last_mut()
            && text_width(line, size, bold) + text_width(word, size, bold) + text_width(" ", size, bold) <= width
        {
            line.push(' ');
            line.push_str(word);
        } else if wrapped.len() == lines {
            if let Some(line) = wrapped.last_mut() {
                line.push('…');
            }
            break;
        } else {
            wrapped.push(word.to_owned());
        }
    }
    for line in &mut wrapped {
        shorten(line, width, size, bold);
    }
    wrapped
}

/// `text`, or as much of its beginning as fits `width` with an ellipsis after it.
pub(super) fn shortened(text: &str, width: i32, size: i32, bold: bool) -> String {
    let mut text = text.to_owned();
    shorten(&mut text, width, size, bold);
    text
}

fn shorten(line: &mut String, width: i32, size: i32, bold: bool) {
    if text_width(line, size, bold) <= width {
        return;
    }
    while line.ends_with('…')
        || (!line.is_empty() && text_width(line, size, bold) + text_width("…", size, bold) > width)
    {
        line.pop();
    }
    let kept = line.trim_end().len();
    line.truncate(kept);
    line.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_measured_and_not_bytes() {
        assert_eq!(text_width("20\u{202f}%", 1000, false), 600 + 600 + 250 + 889);
        assert_eq!(text_width("", 130, true), 0);
    }

    #[test]
    fn lines_end_at_spaces_and_what_is_left_is_cut() {
        assert_eq!(wrapped("target 20\u{202f}min", 700, 2, 130, false), ["target", "20\u{202f}min"]);
        assert_eq!(wrapped("one two three four five six", 600, 2, 130, false), ["one two", "three fo…"]);
        assert_eq!(wrapped("Überwältigungsprozess", 600, 2, 130, false), ["Überw…"]);
        assert_eq!(wrapped("", 600, 2, 130, false), Vec::<String>::new());
    }
}
