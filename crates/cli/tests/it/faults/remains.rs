//! Simulates the disk after a power cut, by replaying the log of the shim up to any moment.
//!
//! The simulation keeps only the guarantees of POSIX. Bytes are safe once their file was flushed, names once
//! their folder was. Of unflushed bytes, any sectors of 512 bytes may be on the disk, in any order. Of the
//! unflushed names of one folder, any first part may be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::faults::Dice;

const SECTOR: usize = 512;
const HEAD: usize = 32;

/// A change of the bytes of a file.
#[derive(Clone)]
enum Bytes {
    Written { at: usize, bytes: Vec<u8> },
    Truncated(usize),
}

impl Bytes {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Written { at, bytes } => {
                let end = at + bytes.len();
                if to.len() < end {
                    to.resize(end, 0);
                }
                to[*at..end].copy_from_slice(bytes);
            }
            Self::Truncated(length) => to.resize(*length, 0),
        }
    }

    /// Returns this change with some sectors missing.
    fn torn(&self, dice: &mut Dice) -> Vec<Self> {
        match self {
            Self::Truncated(_) => vec![self.clone()],
            Self::Written { at, bytes } => {
                let pieces = bytes.chunks(SECTOR).enumerate();
                pieces
                    .filter(|_piece| dice.below(3) > 0)
                    .map(|(number, piece)| Self::Written {
                        at: at + number * SECTOR,
                        bytes: piece.to_vec(),
                    })
                    .collect()
            }
        }
    }
}

/// A file with its safe content and its unflushed changes.
#[derive(Default)]
struct Node {
    safe: Vec<u8>,
    pending: Vec<Bytes>,
}

/// A change of names. The changes of one folder become safe in their order.
#[derive(Clone)]
enum Names {
    Put(PathBuf, usize),
    Gone(PathBuf),
    Moved { from: PathBuf, to: PathBuf, node: usize },
}

impl Names {
    fn apply(&self, to: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Put(path, node) => {
                to.insert(path.clone(), *node);
            }
            Self::Gone(path) => {
                to.remove(path);
            }
            Self::Moved { from, to: target, node } => {
                to.remove(from);
                to.insert(target.clone(), *node);
            }
        }
    }
}

/// A record of the log.
struct Record {
    what: u32,
    file: (u32, i64),
    at: i64,
    first: Vec<u8>,
    second: Vec<u8>,
}

/// The state of the disk at a position of the log.
pub(crate) struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    names: BTreeMap<PathBuf, usize>,
    safe_names: BTreeMap<PathBuf, usize>,
    pending_names: BTreeMap<PathBuf, Vec<Names>>,
    folders: BTreeSet<PathBuf>,
    open: BTreeMap<(u32, i64), Opened>,
}

enum Opened {
    File(usize),
    Folder(PathBuf),
}

/// A reader of the log.
pub(crate) struct Log {
    bytes: Vec<u8>,
    read: usize,
}

impl Log {
    pub(crate) fn read(path: &Path) -> Self {
        Self { bytes: fs::read(path).unwrap(), read: 0 }
    }

    /// Returns the offset of the next record, in bytes.
    pub(crate) fn position(&self) -> u64 {
        u64::try_from(self.read).unwrap()
    }

    /// Returns the offset of the end of each record, in bytes.
    pub(crate) fn ends(&self) -> Vec<u64> {
        let mut log = Self { bytes: self.bytes.clone(), read: 0 };
        std::iter::from_fn(|| log.next().map(|_record| log.position())).collect()
    }

    fn number<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.bytes.get(self.read + at..self.read + at + N)?.try_into().ok()
    }

    fn next(&mut self) -> Option<Record> {
        let length = |at| Some(usize::try_from(u32::from_ne_bytes(self.number(at)?)).unwrap());
        let (one, two) = (length(24)?, length(28)?);
        let file = (u32::from_ne_bytes(self.number(4)?), i64::from_ne_bytes(self.number(8)?));
        let (what, at) =
            (u32::from_ne_bytes(self.number(0)?), i64::from_ne_bytes(self.number(16)?));
        let begin = self.read + HEAD;
        let first = self.bytes.get(begin..begin + one)?.to_vec();
        let second = self.bytes.get(begin + one..begin + one + two)?.to_vec();
        self.read = begin + one + two;
        Some(Record { what, file, at, first, second })
    }
}

fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(std::str::from_utf8(bytes).unwrap())
}

impl Disk {
    /// Reads a folder, with all its content as safe.
    pub(crate) fn of(root: &Path) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            nodes: Vec::new(),
            names: BTreeMap::new(),
            safe_names: BTreeMap::new(),
            pending_names: BTreeMap::new(),
            folders: BTreeSet::new(),
            open: BTreeMap::new(),
        };
        disk.take(root);
        disk
    }

    fn take(&mut self, folder: &Path) {
        self.folders.insert(folder.to_owned());
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.take(&path);
            } else {
                self.nodes.push(Node { safe: fs::read(&path).unwrap(), pending: Vec::new() });
                self.names.insert(path.clone(), self.nodes.len() - 1);
                self.safe_names.insert(path, self.nodes.len() - 1);
            }
        }
    }

    /// Replays the log up to a position.
    pub(crate) fn play(&mut self, log: &mut Log, until: u64) {
        while log.position() < until {
            let Some(record) = log.next() else { return };
            self.step(record);
        }
    }

    fn rename(&mut self, folder: &Path, change: Names) {
        change.apply(&mut self.names);
        self.pending_names.entry(folder.to_owned()).or_default().push(change);
    }

    fn step(&mut self, record: Record) {
        let node = match self.open.get(&record.file) {
            Some(Opened::File(node)) => Some(*node),
            Some(Opened::Folder(_)) | None => None,
        };
        match (record.what, node) {
            (1, _) => self.opened(record.file, &path(&record.first), record.at),
            (2, Some(node)) => self.nodes[node].pending.push(Bytes::Written {
                at: usize::try_from(record.at).unwrap(),
                bytes: record.first,
            }),
            (3, _) => self.flushed(record.file),
            (4, Some(node)) => {
                let length = usize::try_from(record.at).unwrap();
                self.nodes[node].pending.push(Bytes::Truncated(length));
            }
            (5, _) => drop(self.open.remove(&record.file)),
            (6, _) => self.renamed(&path(&record.first), path(&record.second), record.at),
            (7, _) => {
                let (from, to) = (path(&record.first), path(&record.second));
                let folder = to.parent().unwrap().to_owned();
                let node = self.names[&from];
                self.rename(&folder, Names::Put(to, node));
            }
            (8, _) => {
                let gone = path(&record.first);
                if !self.folders.remove(&gone) {
                    let folder = gone.parent().unwrap().to_owned();
                    self.rename(&folder, Names::Gone(gone));
                }
            }
            (9, _) => drop(self.folders.insert(path(&record.first))),
            (what, _) => panic!("record {what} of a file that is not open"),
        }
    }

    fn renamed(&mut self, from: &Path, to: PathBuf, flags: i64) {
        assert!(flags == 0 && !self.folders.contains(from), "{}: a folder moves", from.display());
        let (folder, node) = (to.parent().unwrap().to_owned(), self.names[from]);
        assert_eq!(Some(folder.as_path()), from.parent(), "a name moves between folders");
        self.rename(&folder, Names::Moved { from: from.to_owned(), to, node });
    }

    fn opened(&mut self, file: (u32, i64), path: &Path, flags: i64) {
        const TRUNCATED: i64 = 0o1000;
        let opened = if self.folders.contains(path) {
            Opened::Folder(path.to_owned())
        } else if let Some(node) = self.names.get(path) {
            if flags & TRUNCATED != 0 {
                self.nodes[*node].pending.push(Bytes::Truncated(0));
            }
            Opened::File(*node)
        } else {
            self.nodes.push(Node::default());
            let node = self.nodes.len() - 1;
            let folder = path.parent().unwrap().to_owned();
            self.rename(&folder, Names::Put(path.to_owned(), node));
            Opened::File(node)
        };
        self.open.insert(file, opened);
    }

    fn flushed(&mut self, file: (u32, i64)) {
        match self.open.get(&file) {
            Some(Opened::File(node)) => {
                let node = &mut self.nodes[*node];
                for change in std::mem::take(&mut node.pending) {
                    change.apply(&mut node.safe);
                }
            }
            Some(Opened::Folder(folder)) => {
                for change in self.pending_names.remove(folder).unwrap_or_default() {
                    change.apply(&mut self.safe_names);
                }
            }
            None => panic!("a flush of what is not open"),
        }
    }

    /// Writes a possible state after a power cut, with none, all or a part of the unflushed changes.
    pub(crate) fn leave(&self, into: &Path, dice: &mut Dice) {
        let sort = dice.below(4);
        let mut names = self.safe_names.clone();
        for pending in self.pending_names.values() {
            let kept = match sort {
                0 => 0,
                1 => pending.len(),
                _ => dice.below(pending.len() + 1),
            };
            pending.iter().take(kept).for_each(|change| change.apply(&mut names));
        }
        let place = |path: &Path| into.join(path.strip_prefix(&self.root).unwrap());
        for folder in &self.folders {
            DirBuilder::new().recursive(true).mode(0o700).create(place(folder)).unwrap();
        }
        for (path, node) in &names {
            // A restart ignores shared memory files. Folders appear and disappear at once.
            let is_shared = path.to_str().unwrap().ends_with("-shm");
            if is_shared || !self.folders.contains(path.parent().unwrap()) {
                continue;
            }
            let bytes = self.nodes[*node].left(sort, dice);
            let mut options = fs::File::options();
            let file = options.write(true).create_new(true).mode(0o600).open(place(path));
            std::io::Write::write_all(&mut file.unwrap(), &bytes).unwrap();
        }
    }
}

impl Node {
    fn left(&self, sort: usize, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for change in &self.pending {
            match sort {
                0 => {}
                1 => change.apply(&mut bytes),
                _ if dice.below(2) == 0 => {}
                _ => change.torn(dice).iter().for_each(|part| part.apply(&mut bytes)),
            }
        }
        bytes
    }
}
