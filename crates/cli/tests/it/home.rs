//! Makes households in temporary folders, and runs the real program on them.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A password that the password rules accept.
pub(crate) const PASSWORD: &str = "tilleul-voltige-39-brume-ocre";

/// A temporary folder for data, a kit, a password and a recovery code.
pub(crate) struct Home(TempDir);

/// The output and the exit code of a command.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// Returns the standard output and the standard error.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// Asserts that the command was refused, with all of these words on the standard error.
    pub(crate) fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, 1, "{}", self.all());
        assert_eq!(self.out, "");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {}", self.err);
        }
    }

    /// Asserts that the command succeeded.
    pub(crate) fn done(&self) -> &Self {
        assert_eq!(self.code, 0, "{}", self.all());
        self
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Waits until the throttle of a failed sign-in is over.
#[expect(clippy::disallowed_methods, reason = "the program goes by the real clock")]
pub(crate) fn let_haste_pass() {
    std::thread::sleep(Duration::from_secs(2));
}

impl Home {
    /// Makes a folder with a password file only.
    pub(crate) fn empty() -> Self {
        let home = Self(TempDir::new().unwrap());
        fs::write(home.path("password"), format!("{PASSWORD}\n")).unwrap();
        home
    }

    /// Makes a folder with keys.
    pub(crate) fn with_keys() -> Self {
        let home = Self::empty();
        home.run(&["keygen", "--data", "data", "--kit", "kit.html"]).done();
        home
    }

    /// Makes a folder with keys and Claire.
    pub(crate) fn with_claire() -> Self {
        let home = Self::with_keys();
        home.set_up("Claire").done();
        home
    }

    pub(crate) fn set_up(&self, name: &str) -> Said {
        let files = ["--password-file", "password", "--recovery-file", "recovery"];
        self.run(&[&["setup", "--data", "data", "--name", name][..], &files].concat())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn mode(&self, name: &str) -> u32 {
        fs::metadata(self.path(name)).unwrap().permissions().mode() & 0o777
    }

    pub(crate) fn set_mode(&self, name: &str, mode: u32) {
        fs::set_permissions(self.path(name), Permissions::from_mode(mode)).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pecule"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        let inherited = std::env::vars_os();
        for (name, _) in inherited {
            let ours = name.to_string_lossy().starts_with("PECULE_");
            if ours || name == "CREDENTIALS_DIRECTORY" {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs the program without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs the program with a closed standard output, and returns the standard error.
    pub(crate) fn unread(&self, arguments: &[&str]) -> String {
        let mut command = self.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap()
    }

    /// Runs the program and kills it after a delay. Returns whether it had already ended successfully.
    #[expect(clippy::disallowed_methods, reason = "another process is killed in real time")]
    pub(crate) fn killed(&self, arguments: &[&str], after: Duration) -> bool {
        let mut child =
            self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(after);
        let ended = child.try_wait().unwrap();
        let _gone = child.kill();
        child.wait().unwrap();
        ended.is_some_and(|status| status.success())
    }

    /// Runs the program with an additional environment variable.
    pub(crate) fn run_with(&self, name: &str, value: &Path, arguments: &[&str]) -> Said {
        self.command(arguments).env(name, value).output().unwrap().into()
    }

    /// Runs the program as Claire.
    pub(crate) fn claire(&self, arguments: &[&str]) -> Said {
        let who = ["--data", "data", "--as", "Claire", "--password-file", "password"];
        self.run(&[arguments, &who].concat())
    }

    /// Runs the program as Claire and parses its JSON output.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let said = self.claire(&[arguments, &["--json"]].concat());
        serde_json::from_str(&said.done().out).unwrap()
    }

    /// Starts the server and waits until it prints its address or ends.
    pub(crate) fn serve(&self) -> Served<'_> {
        self.serve_with(&["--listen", "127.0.0.1:0"])
    }

    /// Starts the server with additional arguments.
    pub(crate) fn serve_with(&self, more: &[&str]) -> Served<'_> {
        let out = fs::File::create(self.path("out")).unwrap();
        let err = fs::File::create(self.path("err")).unwrap();
        let child = self
            .command(&[&["serve", "--data", "data"], more].concat())
            .stdout(out)
            .stderr(err)
            .spawn()
            .unwrap();
        let mut served = Served { child, home: self };
        served.wait_for(|out| out.contains("Ctrl + C"));
        served
    }
}

/// A running server, stopped when dropped.
pub(crate) struct Served<'a> {
    child: Child,
    home: &'a Home,
}

impl Served<'_> {
    /// Returns the address of the server.
    pub(crate) fn at(&self) -> String {
        let said = self.said();
        let line = said.lines().find(|line| line.starts_with("Pécule: http")).unwrap();
        line.rsplit_once("//").unwrap().1.to_owned()
    }

    /// Waits until the log contains `words`.
    pub(crate) fn logged(&mut self, words: &str) {
        let home = self.home;
        self.wait_for(|_out| home.read("err").contains(words));
        assert!(home.read("err").contains(words), "{words}: {}", home.read("err"));
    }

    /// Sends a signal to the server.
    pub(crate) fn signal(&self, name: &str) {
        let child = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &child]).status().unwrap().success());
    }

    /// Returns the output so far.
    pub(crate) fn said(&self) -> String {
        self.home.read("out")
    }

    #[expect(clippy::disallowed_methods, reason = "another process is waited for in real time")]
    fn wait_for(&mut self, seen: impl Fn(&str) -> bool) {
        let late = Instant::now() + Duration::from_secs(30);
        while Instant::now() < late && !seen(&self.said()) {
            if self.child.try_wait().unwrap().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the server ends.
    #[expect(clippy::disallowed_methods, reason = "another process is waited for in real time")]
    pub(crate) fn ended(&mut self) {
        let late = Instant::now() + Duration::from_secs(30);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < late, "the server does not stop: {}", self.said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops the server as a service manager does, and returns its output and exit code.
    #[expect(clippy::disallowed_methods, reason = "another process is waited for in real time")]
    pub(crate) fn stop(mut self) -> Said {
        let _gone = Command::new("kill").arg(self.child.id().to_string()).status();
        let late = Instant::now() + Duration::from_secs(30);
        while Instant::now() < late {
            if let Some(status) = self.child.try_wait().unwrap() {
                let (out, err) = (self.home.read("out"), self.home.read("err"));
                return Said { code: status.code().unwrap_or(-1), out, err };
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not stop: {}", self.said());
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Returns the folder of sample files beside this repository, if it exists.
pub(crate) fn samples() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/files");
    #[expect(clippy::disallowed_methods, reason = "the samples may lie elsewhere")]
    let named = std::env::var_os("PECULE_SAMPLES").map_or(beside, PathBuf::from);
    named.is_dir().then_some(named)
}
