//! Seals and unseals streams in age's format, for files that are too large for memory.

use std::io::{self, BufRead, Read, Write};
use std::iter;

use age::stream::{StreamReader, StreamWriter};

use crate::identity;
use crate::identity::{Identity, PublicKey, SealError};

/// A writer that seals. Without [`Sealing::finish`] the message is truncated and does not open.
pub struct Sealing<W: Write>(StreamWriter<W>);

/// A reader that unseals.
///
/// A truncated message yields its beginning before the error. Callers must not use the data until they
/// reach the end.
pub struct Unsealing<R: Read>(StreamReader<R>);

impl<W: Write> Sealing<W> {
    /// Begins a message for these keys.
    pub fn begin(sink: W, to: &[PublicKey]) -> Result<io::Result<Self>, SealError> {
        let encryptor = identity::encryptor(to)?;
        Ok(encryptor.wrap_output(sink).map(Self))
    }

    /// Ends the message and returns the sink.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<R: BufRead> Unsealing<R> {
    /// Begins to open a message sealed to this identity.
    pub fn begin(source: R, identity: &Identity) -> Result<Self, SealError> {
        let decryptor = age::Decryptor::new_buffered(source).or(Err(SealError::Damaged))?;
        let reader = decryptor
            .decrypt(iter::once(identity.as_age()))
            .map_err(|error| identity::why_closed(&error))?;
        Ok(Self(reader))
    }
}

impl<R: Read> Read for Unsealing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use proptest::prelude::*;

    use super::{Sealing, Unsealing};
    use crate::identity::{Identity, SealError};

    fn sealed(plain: &[u8], to: &Identity) -> Vec<u8> {
        let mut writer = Sealing::begin(Vec::new(), &[to.public()]).unwrap().unwrap();
        for piece in plain.chunks(1000) {
            writer.write_all(piece).unwrap();
        }
        writer.finish().unwrap()
    }

    fn opened(message: &[u8], with: &Identity) -> Option<Vec<u8>> {
        let mut plain = Vec::new();
        let mut reader = Unsealing::begin(message, with).ok()?;
        reader.read_to_end(&mut plain).ok()?;
        Some(plain)
    }

    #[test]
    fn a_stream_is_the_same_message_as_one_piece() {
        let who = Identity::generate().unwrap();
        let plain: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let message = sealed(&plain, &who);
        assert_eq!(opened(&message, &who).unwrap(), plain);
        assert_eq!(**who.unseal(&message).unwrap(), plain);
        let other = Identity::generate().unwrap();
        let closed = Unsealing::begin(&message[..], &other).err();
        assert_eq!(closed, Some(SealError::NotForThisIdentity));
        assert!(Sealing::begin(Vec::new(), &[]).is_err());
    }

    #[test]
    fn a_message_without_its_end_does_not_open() {
        let who = Identity::generate().unwrap();
        let mut writer = Sealing::begin(Vec::new(), &[who.public()]).unwrap().unwrap();
        writer.write_all(&vec![7; 70_000]).unwrap();
        writer.flush().unwrap();
        let message = sealed(&vec![7; 70_000], &who);
        for end in [message.len() - 1, 65_536, 300, 0] {
            assert_eq!(opened(&message[..end], &who), None);
        }
    }

    proptest! {
        #[test]
        fn any_altered_byte_is_noticed(at: prop::sample::Index, by in 1_u8..) {
            let who = Identity::generate().unwrap();
            let plain = [3_u8; 5000];
            let mut message = sealed(&plain, &who);
            let at = at.index(message.len());
            message[at] ^= by;
            prop_assert_eq!(opened(&message, &who), None);
        }
    }
}
