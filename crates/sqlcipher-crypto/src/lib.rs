//! Links AWS-LC into SQLCipher: no code of its own, `build.rs` hands over the headers.

use aws_lc_sys as _;
