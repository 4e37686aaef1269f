//! Keeps keys in memory out of core dumps and away from debuggers, as far as the system allows.

/// The protections that the system granted. They are independent of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessHardening {
    /// A crash writes no core dump.
    pub no_core_dump: bool,
    /// Other processes of the same user cannot read this one's memory.
    pub not_dumpable: bool,
}

/// Protects the memory of this process. Call it before reading any key.
pub fn harden() -> ProcessHardening {
    ProcessHardening { no_core_dump: refuse_core_dump(), not_dumpable: refuse_tracing() }
}

#[cfg(unix)]
fn refuse_core_dump() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).is_ok()
}

#[cfg(not(unix))]
fn refuse_core_dump() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn refuse_tracing() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn refuse_tracing() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn linux_grants_both() {
        let granted = super::harden();
        assert!(granted.no_core_dump && granted.not_dumpable);
        let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
        assert_eq!(limit.current, Some(0));
    }
}
