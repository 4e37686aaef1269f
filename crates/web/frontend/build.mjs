// node build.mjs [--modules DIR] [--out DIR]
// Bundles scripts and styles, builds the icon sprite, and writes hashed file names, a manifest and a .br variant of each text file.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const argument = (name, fallback) => { const at = process.argv.indexOf(name); return resolve(at > 0 ? process.argv[at + 1] : fallback); };
const modules = argument("--modules", join(here, "node_modules"));
const out = argument("--out", join(here, "node_modules/.dist"));
const { build } = createRequire(join(modules, "esbuild/package.json"))("esbuild");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const manifest = {};
const hash = (content) => createHash("sha256").update(content).digest("hex").slice(0, 10);

/** Writes a file under its hashed name, with a compressed variant if that is smaller. */
function put(file, content) {
  const bytes = Buffer.from(content);
  writeFileSync(join(out, file), bytes);
  if (/\.(js|css|svg|json)$/.test(file)) {
    const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    if (small.length < bytes.length) writeFileSync(join(out, `${file}.br`), small);
  }
}
function publish(name, content) {
  const dot = name.lastIndexOf(".");
  const file = `${name.slice(0, dot)}-${hash(content)}${name.slice(dot)}`;
  put(file, content);
  manifest[name] = file;
}

const shared = { absWorkingDir: here, bundle: true, minify: true, nodePaths: [modules], legalComments: "none", logLevel: "warning", metafile: true, write: false, outdir: out, logOverride: { "empty-glob": "silent" } };
/** Writes esbuild's output; entry points are added to the manifest under their plain name. */
function take(result) {
  for (const file of result.outputFiles) put(basename(file.path), file.contents);
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) manifest[basename(output.entryPoint).replace(/\.ts$/, ".js")] = basename(path);
    else if (path.endsWith(".woff2")) manifest[basename(path).replace(/-[0-9A-Z]{8}\.woff2$/, ".woff2")] = basename(path);
  }
}
take(await build({ ...shared, entryPoints: ["src/app.ts"], format: "esm", splitting: true, target: "es2022", define: { "process.env.NODE_ENV": '"production"', __DEV__: "false" }, entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]" }));
take(await build({ ...shared, entryPoints: ["styles/app.css"], target: ["chrome123", "firefox120", "safari17.5"], loader: { ".woff2": "file" }, entryNames: "[name]-[hash]", assetNames: "[name]-[hash]" }));

// The style sheet sets the stroke attributes once for all Lucide icons, so they are removed here.
const lucide = JSON.parse(readFileSync(join(modules, "@iconify-json/lucide/icons.json"), "utf8"));
const body = (name) => lucide.icons[name]?.body ?? lucide.icons[lucide.aliases?.[name]?.parent]?.body;
const symbol = (name) => {
  const drawing = body(name);
  if (!drawing) throw new Error(`icons.txt names "${name}", which Lucide does not draw`);
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/ (?:fill="none"|stroke="currentColor"|stroke-(?:linecap|linejoin|width)="[^"]*")/g, "")}</symbol>`;
};
const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
publish("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`);
publish("favicon.svg", readFileSync(join(here, "favicon.svg")));
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
