//! Reads which files of a crate use which others, with re-exports followed to the defining file.
//!
//! The files are those that a `mod` declaration outside of tests reaches. An edge is a name that a file
//! imports, or writes as a path, and that another file of the crate defines. The re-export of a name from
//! a file's own submodule is no edge. Calls of methods need no import and are not seen.

use std::collections::{BTreeMap, BTreeSet};

use super::module::{Module, ModulePath, Use};
use super::{files, read};

/// For each file, the files that it uses, with the names.
pub(super) type Edges = BTreeMap<ModulePath, BTreeMap<ModulePath, BTreeSet<String>>>;

/// The length of the longest chain of re-exports that is followed.
const MAX_REEXPORTS: usize = 12;

/// The source files of one crate.
#[derive(Debug, Default)]
pub(super) struct Crate {
    pub(super) name: String,
    modules: BTreeMap<ModulePath, Module>,
}

/// Returns the folders of sources of the workspace, such as `crates/app/src`.
pub(super) fn source_folders() -> BTreeSet<String> {
    files()
        .iter()
        .filter_map(|name| {
            name.strip_suffix("/src/lib.rs").or_else(|| name.strip_suffix("/src/main.rs"))
        })
        .map(|folder| format!("{folder}/src"))
        .collect()
}

/// Reads every crate of the workspace.
pub(super) fn crates() -> Vec<Crate> {
    let files = files();
    source_folders()
        .into_iter()
        .map(|folder| {
            let texts: BTreeMap<ModulePath, String> = files
                .iter()
                .filter_map(|name| Some((module_path(name.strip_prefix(&folder)?)?, read(name))))
                .collect();
            Crate::parse(&folder, &texts)
        })
        .collect()
}

/// Returns the module of a file, by its path below the folder of sources.
fn module_path(name: &str) -> Option<ModulePath> {
    let path = name.strip_prefix('/')?.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let root = path == "lib" || path == "main";
    Some(if root { Vec::new() } else { path.split('/').map(str::to_owned).collect() })
}

/// Returns a module as text: `auth/throttle`, or `lib` for the root.
pub(super) fn shown(module: &[String]) -> String {
    if module.is_empty() { "lib".to_owned() } else { module.join("/") }
}

impl Crate {
    /// Reads the modules that the root reaches by `mod` declarations.
    pub(super) fn parse(name: &str, texts: &BTreeMap<ModulePath, String>) -> Self {
        let mut modules = BTreeMap::new();
        let mut waiting = vec![ModulePath::new()];
        while let Some(path) = waiting.pop() {
            let Some(text) = texts.get(&path) else { continue };
            let module = Module::parse(text, &path);
            waiting.extend(module.children.iter().map(|child| joined(&path, child)));
            modules.insert(path, module);
        }
        Self { name: name.to_owned(), modules }
    }

    pub(super) fn len(&self) -> usize {
        self.modules.len()
    }

    /// Returns which file uses which.
    pub(super) fn edges(&self) -> Edges {
        self.modules.iter().map(|(path, module)| (path.clone(), self.used(path, module))).collect()
    }

    /// Returns the files that one file uses.
    fn used(&self, path: &ModulePath, module: &Module) -> BTreeMap<ModulePath, BTreeSet<String>> {
        let mut used: BTreeMap<ModulePath, BTreeSet<String>> = BTreeMap::new();
        let mut bound: BTreeMap<&str, ModulePath> =
            module.children.iter().map(|name| (name.as_str(), joined(path, name))).collect();
        for import in &module.uses {
            let Some((target, rest)) = self.target(&import.leaf.segments, &import.base, path)
            else {
                continue;
            };
            if rest.is_empty() && !import.leaf.glob {
                bound.insert(import.leaf.name(), target);
                continue;
            }
            let face = import.public && (import.leaf.glob || target.starts_with(path));
            if !face && target != *path {
                let name = rest.first().map_or("*", String::as_str).to_owned();
                used.entry(target).or_default().insert(name);
            }
        }
        for (base, segments) in &module.paths {
            let Some(first) = segments.first() else { continue };
            let target = if is_path_root(first) {
                self.target(segments, base, path)
            } else {
                bound.get(first.as_str()).and_then(|module| {
                    let absolute: Vec<String> =
                        module.iter().chain(&segments[1..]).cloned().collect();
                    self.resolve(&absolute, path, 0)
                })
            };
            if let Some((target, rest)) = target
                && let Some(name) = rest.first()
                && target != *path
            {
                used.entry(target).or_default().insert(name.clone());
            }
        }
        used
    }

    /// Returns the defining module of a path as written, and what follows the module.
    fn target(
        &self,
        segments: &[String],
        base: &ModulePath,
        viewer: &ModulePath,
    ) -> Option<(ModulePath, Vec<String>)> {
        self.resolve(&self.absolute(segments, base)?, viewer, 0)
    }

    /// Returns a path from the root of the crate, or `None` where it leads to another crate.
    fn absolute(&self, segments: &[String], base: &ModulePath) -> Option<Vec<String>> {
        let mut rest = segments;
        let mut start = base.clone();
        match segments.first()?.as_str() {
            "crate" => {
                start.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    start.pop()?;
                    rest = &rest[1..];
                }
            }
            first => {
                self.modules.get(&joined(base, first))?;
            }
        }
        start.extend_from_slice(rest);
        Some(start)
    }

    /// Follows re-exports, and the imports that the viewing file may see, to the defining file.
    fn resolve(
        &self,
        path: &[String],
        viewer: &ModulePath,
        depth: usize,
    ) -> Option<(ModulePath, Vec<String>)> {
        let known = (0..=path.len()).rev().find(|end| self.modules.contains_key(&path[..*end]))?;
        let (module, rest) = path.split_at(known);
        let stays = Some((module.to_vec(), rest.to_vec()));
        let Some(name) = rest.first() else { return stays };
        if module.is_empty()
            && let Some(path) = self.exported_macro(name)
        {
            return Some((path.clone(), rest.to_vec()));
        }
        match self.origin(module, name, viewer, depth) {
            Origin::Here => stays,
            Origin::OtherCrate => None,
            Origin::Path(target) => {
                let further: Vec<String> = target.iter().chain(&rest[1..]).cloned().collect();
                if depth > MAX_REEXPORTS || further == path {
                    return stays;
                }
                self.resolve(&further, viewer, depth + 1)
            }
        }
    }

    /// Returns the file of a macro that the root of the crate offers.
    fn exported_macro(&self, name: &str) -> Option<&ModulePath> {
        let exporter =
            |(_path, module): &(&ModulePath, &Module)| module.exported_macros.contains(name);
        self.modules.iter().find(exporter).map(|(path, _module)| path)
    }

    /// Returns where a module has a name from.
    fn origin(&self, path: &[String], name: &str, viewer: &ModulePath, depth: usize) -> Origin {
        let Some(module) = self.modules.get(path) else { return Origin::Here };
        let visible = |import: &&Use| import.public || viewer.starts_with(path);
        let at_top = |import: &&Use| import.base == path;
        let mut uses: Vec<&Use> = module.uses.iter().filter(visible).filter(at_top).collect();
        uses.sort_by_key(|import| !import.public);
        if let Some(named) =
            uses.iter().find(|import| !import.leaf.glob && import.leaf.name() == name)
        {
            // `use name;` shows a macro of the same file to others.
            let own = named.leaf.segments.first().is_some_and(|name| module.defines.contains(name));
            let target = self.absolute(&named.leaf.segments, &named.base);
            return if own {
                Origin::Here
            } else {
                target.map_or(Origin::OtherCrate, Origin::Path)
            };
        }
        if module.defines.contains(name) || depth > MAX_REEXPORTS {
            return Origin::Here;
        }
        uses.iter()
            .filter(|import| import.leaf.glob)
            .find_map(|import| {
                let (target, rest) = self.resolve(
                    &self.absolute(&import.leaf.segments, &import.base)?,
                    viewer,
                    depth + 1,
                )?;
                let offers = rest.is_empty()
                    && target != path
                    && self.offers(&target, name, viewer, depth + 1);
                offers.then(|| Origin::Path(joined(&target, name)))
            })
            .unwrap_or(Origin::Here)
    }

    /// Tells whether a module defines or imports a name.
    fn offers(&self, path: &ModulePath, name: &str, viewer: &ModulePath, depth: usize) -> bool {
        self.modules.get(path).is_some_and(|module| module.defines.contains(name))
            || !matches!(self.origin(path, name, viewer, depth), Origin::Here)
    }
}

/// Where a module has a name from.
enum Origin {
    Here,
    OtherCrate,
    Path(Vec<String>),
}

fn joined(path: &[String], name: &str) -> ModulePath {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

fn is_path_root(segment: &str) -> bool {
    matches!(segment, "crate" | "self" | "super")
}
