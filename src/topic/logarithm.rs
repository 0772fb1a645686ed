//! The natural logarithm: faster than the exact one, and the same on every machine.

use std::f32::consts::LN_2;

/// The natural logarithm of a positive normal number, with an error below 0.0001.
pub(super) const fn ln(number: f32) -> f32 {
    const MANTISSA: u32 = (1 << 23) - 1;
    let bits = number.to_bits();
    // The number is a power of two times m from 1 to 2. In s = (m - 1) / (m + 1) the series is short.
    let power = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits(bits & MANTISSA | 127 << 23);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let series = 2.0 * s * (1.0 + square * (1.0 / 3.0 + square * (1.0 / 5.0 + square / 7.0)));
    power as f32 * LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::ln;

    #[test]
    fn it_is_the_logarithm() {
        for step in -2000..2000 {
            let number = (step as f32 / 50.0).exp();
            assert!((ln(number) - number.ln()).abs() < 1e-4, "{number}");
        }
    }
}
