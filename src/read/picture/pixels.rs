//! Pixels, turned and shrunk with whole numbers only.

/// Rows of pixels from the top, each of so many bytes: grey, grey and alpha, red green blue, or those and alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: usize,
    pub(super) height: usize,
    channels: usize,
    /// `width * height * channels` of them.
    pub(super) bytes: Vec<u8>,
}

impl Pixels {
    /// `None` when there are more or fewer bytes than pixels.
    pub(super) fn new(width: u32, height: u32, channels: usize, bytes: Vec<u8>) -> Option<Self> {
        let (width, height) = (width as usize, height as usize);
        (bytes.len() == width * height * channels).then_some(Self { width, height, channels, bytes })
    }

    /// As it was held: 2 is mirrored, 3 upside down, 4 both, 5 to 8 the same on a side (Exif 2.32, section 4.6.4).
    pub(super) fn turned(self, orientation: u8) -> Self {
        let (right, bottom) = (self.width - 1, self.height - 1);
        let from = |x: usize, y: usize| match orientation {
            2 => (right - x, y),
            3 => (right - x, bottom - y),
            4 => (x, bottom - y),
            5 => (y, x),
            6 => (y, bottom - x),
            7 => (right - y, bottom - x),
            8 => (right - y, x),
            _ => (x, y),
        };
        let (width, height) = match orientation {
            5..=8 => (self.height, self.width),
            2..=4 => (self.width, self.height),
            _ => return self,
        };
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for y in 0..height {
            for x in 0..width {
                let (x, y) = from(x, y);
                let at = (y * self.width + x) * self.channels;
                bytes.extend_from_slice(&self.bytes[at..at + self.channels]);
            }
        }
        Self { width, height, channels: self.channels, bytes }
    }

    /// Not larger than it is: every pixel is the mean of those it covers, weighed by how much of each.
    pub(super) fn shrunk(self, (width, height): (u32, u32)) -> Self {
        let (width, height) = (width as usize, height as usize);
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let Self { width: from_width, height: from_height, channels, bytes } = self;
        let rows = bytes.chunks_exact(from_width * channels);
        let narrow: Vec<u8> = rows.flat_map(|row| means(row, channels, width)).collect();
        // Columns are rows whose pixels stand a whole row apart.
        let stride = width * channels;
        let mut shrunk = vec![0; stride * height];
        for x in 0..width {
            let at = x * channels;
            let column: Vec<u8> =
                (0..from_height).flat_map(|y| narrow[y * stride + at..][..channels].iter().copied()).collect();
            for (y, pixel) in means(&column, channels, height).chunks_exact(channels).enumerate() {
                shrunk[y * stride + at..][..channels].copy_from_slice(pixel);
            }
        }
        Self { width, height, channels, bytes: shrunk }
    }
}

/// `count` pixels in place of those in `row`, of which there are at least as many.
///
/// Both rows are as long as the product of their lengths, so that every overlap is a whole number. What is transparent
/// lends no colour.
fn means(row: &[u8], channels: usize, count: usize) -> Vec<u8> {
    let from = row.len() / channels;
    let colours = if channels.is_multiple_of(2) { channels - 1 } else { channels };
    let mut means = Vec::with_capacity(count * channels);
    for index in 0..count {
        let (start, end) = (index * from, (index + 1) * from);
        let mut sums = [0_u64; 4];
        // How much of what is covered can be seen, each pixel up to 255.
        let mut seen = 0_u64;
        for pixel in start / count..end.div_ceil(count) {
            let overlap = (end.min((pixel + 1) * count) - start.max(pixel * count)) as u64;
            let bytes = &row[pixel * channels..][..channels];
            let weight = overlap * bytes.get(colours).map_or(255, |alpha| u64::from(*alpha));
            seen += weight;
            for (sum, byte) in sums.iter_mut().zip(&bytes[..colours]) {
                *sum += weight * u64::from(*byte);
            }
        }
        let mean = |sum: u64, weight: u64| ((sum + weight / 2).checked_div(weight).unwrap_or(0)).min(255) as u8;
        means.extend(sums[..colours].iter().map(|sum| mean(*sum, seen)));
        if colours < channels {
            means.push(mean(seen, from as u64));
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_holding_it_comes_out_upright() {
        // 1 2
        // 3 4
        // 5 6
        let held = Pixels::new(2, 3, 1, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let turned = |orientation| held.clone().turned(orientation).bytes;
        assert_eq!(turned(1), [1, 2, 3, 4, 5, 6]);
        assert_eq!(turned(2), [2, 1, 4, 3, 6, 5]);
        assert_eq!(turned(3), [6, 5, 4, 3, 2, 1]);
        assert_eq!(turned(4), [5, 6, 3, 4, 1, 2]);
        assert_eq!(turned(5), [1, 3, 5, 2, 4, 6]);
        assert_eq!(turned(6), [5, 3, 1, 6, 4, 2]);
        assert_eq!(turned(7), [6, 4, 2, 5, 3, 1]);
        assert_eq!(turned(8), [2, 4, 6, 1, 3, 5]);
        let sideways = held.turned(6);
        assert_eq!((sideways.width, sideways.height), (3, 2));
    }

    #[test]
    fn a_smaller_pixel_is_the_mean_of_what_it_covers() {
        let shrunk = |pixels: Pixels, size| pixels.shrunk(size).bytes;
        let grey = Pixels::new(3, 2, 1, vec![0, 30, 60, 0, 30, 60]).unwrap();
        // Each covers one and a half.
        assert_eq!(shrunk(grey, (2, 1)), [10, 50]);
        // Red that can be seen and green that cannot is red, half of it.
        let faint = Pixels::new(2, 1, 4, vec![200, 0, 0, 255, 0, 200, 0, 0]).unwrap();
        assert_eq!(shrunk(faint, (1, 1)), [200, 0, 0, 128]);
        let hidden = Pixels::new(2, 1, 2, vec![200, 0, 100, 0]).unwrap();
        assert_eq!(shrunk(hidden, (1, 1)), [0, 0]);
    }

    #[test]
    fn bytes_must_be_as_many_as_the_pixels_have() {
        assert_eq!(Pixels::new(2, 2, 3, vec![0; 11]), None);
    }
}
