//! Tests the S3 target against an independent implementation.

use std::path::Path;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use pecule_outside::{BackupLocation, Credentials, Target, TargetError};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;

use crate::peers::works;

/// Starts a store with one bucket, `coffre`, which ends with the runtime.
fn serve(runtime: &tokio::runtime::Runtime, root: &Path) -> String {
    std::fs::create_dir(root.join("coffre")).unwrap();
    let files = s3s_fs::FileSystem::new(root).unwrap();
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single("cle", "secret"));
    let service = builder.build();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move {
        while let Ok((socket, _from)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                let _ = builder.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    format!("http://{address}")
}

fn place(endpoint: &str, bucket: &str) -> BackupLocation {
    BackupLocation::S3 {
        endpoint: endpoint.to_owned(),
        bucket: bucket.to_owned(),
        region: "us-east-1".to_owned(),
        prefix: "maison/pecule".to_owned(),
    }
}

fn open(place: &BackupLocation, name: &str, secret: &str) -> Target {
    let credentials = Credentials { name: name.to_owned(), secret: secret.to_owned().into() };
    Target::open(place, Some(&credentials), "mark").unwrap()
}

#[test]
fn a_store_keeps_what_is_carried_there() {
    let (runtime, root) = (tokio::runtime::Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = serve(&runtime, root.path());
    works(&open(&place(&endpoint, "coffre"), "cle", "secret"));
    let wrong = open(&place(&endpoint, "coffre"), "cle", "autre");
    assert_eq!(wrong.try_out(b"x"), Err(TargetError::Refused));
    let unknown = open(&place(&endpoint, "coffre"), "autre", "secret");
    assert_eq!(unknown.try_out(b"x"), Err(TargetError::Refused));
}

#[test]
fn a_store_that_does_not_answer_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let target = open(&place(&endpoint, "coffre"), "cle", "secret");
    assert_eq!(target.try_out(b"x"), Err(TargetError::Unreachable));
    assert_eq!(target.list(), Err(TargetError::Unreachable));
    assert_eq!(
        Target::open(&place(&endpoint, "coffre"), None, "m").err(),
        Some(TargetError::Unclear)
    );
}
