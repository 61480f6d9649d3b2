//! What is written can be read again, and means the same: periods, numbers, durations.

use plaudit::model::{Period, PeriodKind};
use plaudit::words;

use crate::any_input;
use crate::random::Random;

#[test]
fn periods() {
    let (mut random, seed) = Random::seeded(3);
    let mut periods = 0;
    for _ in 0..5_000 {
        let kind = *random.one_of(&[PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Week]);
        let (year, number) = (random.below(9_998) as i16 + 1, random.below(54) as u8);
        let Some(period) = Period::new(kind, year, number) else { continue };
        periods += 1;
        let text = period.to_string();
        if year < 1_000 {
            // Years of four digits only.
            assert!(text.parse::<Period>().is_err() || text.parse() == Ok(period), "seed {seed}: {text}");
            continue;
        }
        assert_eq!(text.parse(), Ok(period), "seed {seed}: {text}");
        assert_eq!(period.next().previous(), period, "seed {seed}: {text}");
        assert_eq!(period.next().since(period), 1, "seed {seed}: {text}");
        assert!(period.first_day() <= period.last_day() && period.last_day() < period.next().first_day());
        assert_eq!(Period::containing(kind, period.last_day()), Some(period), "seed {seed}: {text}");
    }
    assert!(periods > 1_000);
}

#[test]
fn numbers_for_machines() {
    let (mut random, seed) = Random::seeded(5);
    for _ in 0..20_000 {
        let value = f64::from_bits(random.number());
        if !value.is_finite() {
            continue;
        }
        let text = words::number::machine(value);
        assert!(text.parse() == Ok(value), "seed {seed}: {value:?} as {text}");
        assert!(
            !text.contains(['e', 'E', ',', ' ']) || value.abs() >= 1e15 || value.abs() < 1e-4,
            "seed {seed}: {text}"
        );
    }
}

#[test]
fn numbers_for_readers() {
    let (mut random, seed) = Random::seeded(7);
    for _ in 0..20_000 {
        let decimals = random.below(7) as u8;
        let value = (random.number() as i64 >> random.below(40) >> 20) as f64 / 1e3;
        let text = words::number::plain(value, decimals);
        let read: f64 = text.replace(',', "").replace(words::number::MINUS, "-").parse().unwrap();
        let half = 0.5 / (0..decimals).fold(1.0, |scale, _| scale * 10.0);
        assert!((read - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-15, "seed {seed}: {value} as {text}");
        assert!(read != 0.0 || !text.contains(words::number::MINUS), "seed {seed}: {value} as {text}");
        assert_eq!(
            words::number::plain(-value, decimals).trim_start_matches(words::number::MINUS),
            text.trim_start_matches(words::number::MINUS)
        );
    }
}

#[test]
fn durations() {
    let (mut random, seed) = Random::seeded(9);
    let read = |text: &str| any_input::duration(text).unwrap_or_else(|| panic!("seed {seed}: {text}"));
    for _ in 0..60 {
        let (hours, minutes, seconds) = (random.below(90), random.below(60), random.below(60));
        let expected = (hours * 3_600 + minutes * 60 + seconds) as f64;
        let (kpi, found) = read(&format!("{hours}h {minutes}m {seconds}s"));
        assert_eq!(found, expected, "seed {seed}");
        assert_eq!(read(&format!("{hours:02}:{minutes:02}:{seconds:02}")).1, expected, "seed {seed}");
        // As a page says it: the two largest units, here without the narrow spaces before them.
        for exact in [minutes * 60 + seconds, hours * 3_600 + minutes * 60] {
            let shown = words::number::value(&kpi, exact as f64).replace(words::number::NARROW, "");
            let written = shown.replace("min", "min ").replace('h', "h ");
            assert_eq!(read(&written).1, exact as f64, "seed {seed}: {shown}");
        }
    }
}
