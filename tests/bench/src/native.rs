//! The native run.

use crate::rates;

/// Measures and prints.
pub fn main() -> anyhow::Result<()> {
    println!("{:#?}", rates::measure());
    Ok(())
}
