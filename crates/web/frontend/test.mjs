// node test.mjs [--modules DIR]: bundles each *.test.ts and runs it with Node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf("--modules");
const modules = resolve(at > 0 ? process.argv[at + 1] : join(here, "node_modules"));
const { build } = createRequire(join(modules, "esbuild/package.json"))("esbuild");
const entryPoints = readdirSync(join(here, "src"), { recursive: true }).filter((name) => name.endsWith(".test.ts")).map((name) => join("src", name));
const outdir = mkdtempSync(join(tmpdir(), "pecule-frontend-"));
await build({ absWorkingDir: here, entryPoints, outdir, bundle: true, platform: "node", format: "esm", outExtension: { ".js": ".mjs" } });
const files = readdirSync(outdir, { recursive: true }).filter((name) => name.endsWith(".mjs")).map((name) => join(outdir, name));
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
rmSync(outdir, { recursive: true, force: true });
process.exit(status ?? 1);
