//! What a camera wrote along: which way up it was held is all that is read of it.

/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// How the picture is held, from 1 (as it is shown) to 8; 1 where that is not said, or not in a way that can be read.
///
/// `exif` begins with the TIFF header (Exif 2.32, section 4.5.2; TIFF 6.0, section 2).
pub(super) fn orientation(exif: &[u8]) -> u8 {
    found(exif).and_then(|held| u8::try_from(held).ok()).filter(|held| (1..=8).contains(held)).unwrap_or(1)
}

fn found(exif: &[u8]) -> Option<u16> {
    let is_little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = exif.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value = if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(value).ok()
    };
    let directory = long(4)?;
    let entries = (0..usize::from(short(directory)?)).map(|index| directory + 2 + 12 * index);
    let entry = entries.take_while(|at| *at < exif.len()).find(|at| short(*at) == Some(ORIENTATION))?;
    short(entry + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_in_both_orders_of_bytes_and_is_upright_where_it_cannot_be_read() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";
        assert_eq!((orientation(little), orientation(big)), (6, 8));
        for length in 0..little.len() - 7 {
            assert_eq!(orientation(&little[..length]), 1, "{length}");
        }
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), 1);
        assert_eq!(orientation(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0\0\0\0\0"), 1);
    }
}
