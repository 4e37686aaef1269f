//! Draws random bytes from the operating system, the only source of randomness.

use thiserror::Error;
use zeroize::Zeroizing;

/// The error when the operating system gives no random bytes, or repeated or patterned ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this machine gives no trustworthy random numbers: no key can be made here")]
pub struct NoRandomness;

/// Draws `N` random bytes for identifiers and other values that are not secret.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut drawn = [0; N];
    getrandom::fill(&mut drawn).ok().ok_or(NoRandomness)?;
    Ok(drawn)
}

/// Draws `N` random bytes that are wiped when dropped.
pub(crate) fn secret<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandomness> {
    let mut drawn = Zeroizing::new([0; N]);
    getrandom::fill(drawn.as_mut_slice()).ok().ok_or(NoRandomness)?;
    Ok(drawn)
}

/// Tests that the source neither repeats itself nor gives patterns. Runs before keys are generated.
pub fn self_test() -> Result<(), NoRandomness> {
    let (one, two) = (secret::<32>()?, secret::<32>()?);
    let sound = one != two
        && crate::installation::master_key::strength::judge(&one).is_ok()
        && crate::installation::master_key::strength::judge(&two).is_ok();
    if sound { Ok(()) } else { Err(NoRandomness) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn draws_differ_and_pass_the_self_test() {
        assert_ne!(super::bytes::<32>().unwrap(), super::bytes::<32>().unwrap());
        assert_eq!(super::self_test(), Ok(()));
    }
}
