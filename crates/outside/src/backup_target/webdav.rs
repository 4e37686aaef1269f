//! Uploads a file to a WebDAV server as a stream.
//!
//! Opendal passes WebDAV a body that is entirely in memory, and a backup may not fit there.

use std::time::Duration;

use futures_util::stream;
use reqwest::header::CONTENT_LENGTH;
use reqwest::{Body, Url};
use tokio::io::AsyncReadExt as _;

use crate::backup_target::error::TargetError;
use crate::backup_target::location::{Credentials, under};
use crate::backup_target::source::Source;
use crate::client;

/// The timeout of the connection.
const CONNECT: Duration = Duration::from_secs(20);
/// The timeout of a request, in addition to the time of its bytes at the lowest accepted speed.
const PATIENCE: Duration = Duration::from_mins(5);
const SLOWEST_BYTES_PER_SECOND: u64 = 20 * 1024;
/// The size of the read buffer, in bytes.
const CHUNK: usize = 256 * 1024;

/// Uploads a file to `path`, relative to the server's URL.
pub(crate) async fn put(
    address: &str,
    path: &str,
    credentials: &Credentials,
    source: &Source<'_>,
) -> Result<(), TargetError> {
    let url = Url::parse(&under(address, path)).map_err(|_bad| TargetError::Unclear)?;
    let (length, body) = body(source).await?;
    let most = PATIENCE + Duration::from_secs(length / SLOWEST_BYTES_PER_SECOND);
    let client = client::builder().connect_timeout(CONNECT).timeout(most).build();
    let answer = client
        .map_err(|_bad| TargetError::Unclear)?
        .put(url)
        .basic_auth(&credentials.name, Some(credentials.secret.as_str()))
        // Many servers refuse a body of unknown length.
        .header(CONTENT_LENGTH, length)
        .body(body)
        .send()
        .await
        .map_err(|_silent| TargetError::Unreachable)?;
    TargetError::of_status(answer.status().as_u16()).map_or(Ok(()), Err)
}

async fn body(source: &Source<'_>) -> Result<(u64, Body), TargetError> {
    match source {
        Source::Bytes(bytes) => {
            Ok((u64::try_from(bytes.len()).unwrap_or(u64::MAX), Body::from(bytes.to_vec())))
        }
        Source::File { path, .. } => {
            let file = tokio::fs::File::open(path).await.map_err(|_gone| TargetError::Source)?;
            let length = file.metadata().await.map_err(|_gone| TargetError::Source)?.len();
            // Send exactly the announced length, even if the file has grown.
            let chunks = stream::try_unfold(file.take(length), |mut file| async move {
                let mut chunk = vec![0; CHUNK];
                let read = file.read(&mut chunk).await?;
                chunk.truncate(read);
                Ok::<_, std::io::Error>((read > 0).then_some((chunk, file)))
            });
            Ok((length, Body::wrap_stream(chunks)))
        }
    }
}
