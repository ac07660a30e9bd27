//! How even the shares are, beside what theory says.

use super::*;

/// How many times its fair share each member owns, out of the arcs of a ring themselves: no keys are drawn.
fn shares(ring: &Ring, members: &Members) -> Vec<f64> {
    let points = ring.points();
    let before = points[points.len() - 1..].iter().chain(points);
    let owned = |of: Member| -> f64 {
        let arcs = before.clone().zip(points).filter(|(_, point)| point.member == of);
        arcs.map(|(before, point)| f64::from(point.at.wrapping_sub(before.at))).sum()
    };
    members.iter().map(|member| owned(member) * members.len() as f64 / 2_f64.powi(32)).collect()
}

/// Several sets of 100 members, none in two of them.
fn hundreds(sets: u16) -> impl Iterator<Item = Members> {
    (0..sets).map(|set| Members::new((0..100).map(|member| set * 100 + member)).expect("some members"))
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

fn deviation(shares: &[f64]) -> f64 {
    mean(shares.iter().map(|share| (share - 1.0).powi(2))).sqrt()
}

/// Of n random arcs the longest is Hₙ = 1 + 1/2 + … + 1/n times the mean, on average.
#[test]
fn with_one_point_each_the_largest_share_is_that_of_random_arcs() {
    let largest: Vec<f64> = hundreds(200)
        .map(|members| shares(&Ring::new(&members, 1), &members).into_iter().fold(0.0, f64::max))
        .collect();
    let harmonic: f64 = (1..=100).map(|n| 1.0 / f64::from(n)).sum();
    let measured = mean(largest.into_iter());
    // The largest has a standard deviation of about π/√6; the mean of 200 of them one of 0.09.
    assert!((measured - harmonic).abs() < 0.36, "{measured}, where theory expects {harmonic}");
}

/// A share is the sum of v of n·v random arcs, so its standard deviation is √((n−1)/(n·v+1)) of its mean: about 1/√v.
#[test]
fn virtual_nodes_make_shares_even_by_their_root() {
    for virtual_nodes in [1, 4, 16, 64, 160] {
        let deviations: Vec<f64> =
            hundreds(10).map(|members| deviation(&shares(&Ring::new(&members, virtual_nodes), &members))).collect();
        let measured = mean(deviations.into_iter());
        let expected = (99.0 / (100.0 * f64::from(virtual_nodes) + 1.0)).sqrt();
        assert!(
            (measured / expected - 1.0).abs() < 0.12,
            "{virtual_nodes}: {measured}, where theory expects {expected}"
        );
    }
}

/// As fair as draws: over n members the squares of the differences add up to n − 1 times the mean, give or take (χ²).
#[test]
fn weights_jumps_and_remainders_are_as_fair_as_draws() {
    const MEMBERS: u16 = 100;
    let placements: [(&str, &dyn Placement); 3] = [
        ("rendezvous", &Rendezvous::new(&Members::new(0..MEMBERS).expect("some members"))),
        ("jump", &jump(MEMBERS)),
        ("modulo", &Modulo::new(&Members::new(0..MEMBERS).expect("some members"))),
    ];
    for (name, placement) in placements {
        let mut loads = [0.0; MEMBERS as usize];
        keys(50_000).for_each(|key| loads[usize::from(placement.owner(key))] += 1.0);
        let chi_squared: f64 = loads.iter().map(|load| (load - 500.0_f64).powi(2) / 500.0).sum();
        // 99 ± 4 standard deviations of √198.
        assert!((chi_squared - 99.0).abs() < 57.0, "{name}: {chi_squared}");
    }
}

#[test]
fn shares_of_a_table_differ_by_one_place_at_most() {
    for (count, places) in [(3, 7), (10, 1_009), (100, 65_537)] {
        let table = Maglev::new(&members(count), places).expect("a prime");
        let share = |member| table.table().iter().filter(|owner| **owner == member).count();
        let shares: Vec<usize> = members(count).iter().map(share).collect();
        let (least, most) = (shares.iter().min().expect("some"), shares.iter().max().expect("some"));
        assert!(most - least <= 1, "{least} to {most}");
    }
}
