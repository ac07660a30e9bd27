//! What theory expects of keys on so many members.

use super::{KEYS, VIRTUAL_NODES};

/// How far from the mean the largest of n draws of a normal distribution is, in standard deviations, on average: for 10,
/// 100 and 1,000.
const LARGEST: [(u16, f64); 3] = [(10, 1.5388), (100, 2.5076), (1_000, 3.2414)];

/// What the loads of members are like.
#[derive(Clone, Copy, Debug)]
pub struct Theory {
    /// The standard deviation, by the mean.
    pub deviation: f64,
    /// The largest, by the mean.
    pub most: f64,
}

/// On a ring: a share is the sum of v of n·v random arcs (variance (n−1)/(n·v+1) of the mean's square), and the keys
/// are drawn from it.
pub fn ring(members: u16) -> Theory {
    let (n, v) = (f64::from(members), f64::from(VIRTUAL_NODES));
    // A sum of v waiting times: it leans to the right by 2/√v.
    chance(members, (n - 1.0) / (n * v + 1.0), 2.0 / v.sqrt())
}

/// Where each key is drawn for itself.
pub fn draws(members: u16) -> Theory {
    chance(members, 0.0, 0.0)
}

fn chance(members: u16, shares: f64, skew: f64) -> Theory {
    let deviation = (shares + (f64::from(members) - 1.0) / KEYS as f64).sqrt();
    let (_, far) = *LARGEST.iter().find(|(n, _)| *n == members).expect("a size that is measured");
    // What a lean to the right adds out there (Cornish and Fisher's first term).
    let most = 1.0 + deviation * (far + skew * (far * far - 1.0) / 6.0);
    Theory { deviation, most }
}

/// How far such a standard deviation of n may be from what is expected, by it: three of its own.
pub fn give_or_take(members: u16) -> f64 {
    3.0 / (2.0 * f64::from(members)).sqrt()
}
