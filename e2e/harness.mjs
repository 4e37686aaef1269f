// Starts a server and a browser for each journey.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { collectProblems } from './problems.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

/** The folder of the pictures. */
export const out = join(here, 'out');

/** The program under test. */
export const binary =
  process.env.PECULE_BIN ?? join(here, '..', 'target', 'debug', process.platform === 'win32' ? 'pecule.exe' : 'pecule');

/** The first person of every household, with a password that meets the rules. */
export const claire = { name: 'Claire', password: 'tilleul-voltige-39-brume-ocre' };

/** Runs the command once. Resolves to its standard output, rejects with its error. */
export async function pecule(...args) {
  const { stdout, stderr } = await run(binary, args, { cwd: tmpdir(), maxBuffer: 1 << 24 });
  return { stdout, stderr };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Creates a household in a temporary folder: keys, Claire, and a server.
 * `people: 0` creates no person, so that the browser creates the first one.
 */
export async function startHousehold({ people = 1, demo = false } = {}) {
  assert.ok(existsSync(binary), `${binary} is missing: cargo build -p pecule-cli`);
  const folder = await mkdtemp(join(tmpdir(), 'pecule-e2e-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const recoveryFile = join(folder, 'recovery');
  await writeFile(passwordFile, claire.password, { mode: 0o600 });
  await pecule('keygen', '--data', data, '--kit', join(folder, 'kit.html'));
  if (people > 0) {
    await pecule(
      'setup', '--data', data, '--name', claire.name,
      '--password-file', passwordFile, '--recovery-file', recoveryFile,
    );
  }
  if (demo) {
    await pecule('demo', '--data', data, '--as', claire.name, '--password-file', passwordFile);
  }
  const household = { folder, data, passwordFile, recoveryFile };
  try {
    Object.assign(household, await serve(data));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  household.end = async () => {
    await household.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return household;
}

async function serve(data) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  child.stdout.on('data', (bytes) => said.push(String(bytes)));
  child.stderr.on('data', (bytes) => said.push(String(bytes)));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  };
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return { origin, stop, log: () => said.join('') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`pecule serve does not serve:\n${said.join('')}`);
}

async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.PECULE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/**
 * Defines a journey: `walk({ page, household, problems, open })`.
 *
 * It fails on any console error, any violation of the content policy and any request to another machine;
 * `problems.tolerate(/…/)` allows the expected ones.
 */
export function journey(name, options, walk) {
  test(name, { timeout: 180_000 }, async () => {
    const household = await startHousehold(options);
    const browser = await startBrowser();
    try {
      const context = await browser.newContext({
        baseURL: household.origin,
        viewport: { width: 1280, height: 800 },
        locale: options.locale ?? 'fr-FR',
        timezoneId: 'Europe/Paris',
      });
      context.setDefaultTimeout(15_000);
      const problems = await collectProblems(context, household.origin);
      const page = await context.newPage();
      try {
        await walk({ page, household, problems, context });
      } catch (error) {
        await picture(page, `failed-${name.replace(/[^\p{L}\d]+/gu, '-')}`).catch(() => {});
        const complaints = problems.list().join('\n') || 'none';
        throw new Error(
          `${error.message}\nat ${page.url()}\nproblems of the browser: ${complaints}\nthe server said:\n${household.log()}`,
          { cause: error },
        );
      }
      problems.none();
    } finally {
      await browser.close();
      await household.end();
    }
  });
}

/** Signs a person in through the page. */
export async function signIn(page, person = claire) {
  await page.goto('/');
  await page.locator('input[name="name"]').fill(person.name);
  await page.locator('input[name="password"]').fill(person.password);
  await page.locator('main form:has(input[name="password"]) button:not([type="button"])').click();
  await page.locator('nav').first().waitFor();
}

const axeSource = await readFile(join(here, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** Fails on any finding of axe on the current page. */
export async function accessible(page, what = page.url()) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.html}\n    ${node.failureSummary ?? ''}`),
  );
  assert.deepEqual(found, [], `axe finds on ${what}:\n${found.join('\n')}`);
}

/** Fails on horizontal overflow. */
export async function fits(page) {
  // Pages with navigation scroll inside their main area, plain pages as a whole.
  const places = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.stage')].map((place) => [place.scrollWidth, place.clientWidth]),
  );
  for (const [wide, room] of places) {
    assert.ok(wide <= room, `${page.url()} is ${wide} px wide where ${room} px are`);
  }
}

/** Takes a picture of the whole current page. */
export async function picture(page, name, options = {}) {
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true, ...options });
}

/** Checks the page wide and narrow, light and dark: accessibility, overflow, and a picture of each. */
export async function look(page, name) {
  const language = (await page.locator('html').getAttribute('lang')) ?? 'xx';
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(150);
      await fits(page);
      await accessible(page, `${page.url()} at ${width} px, ${colorScheme}`);
      await picture(page, `${name}-${language}-${width}-${colorScheme}`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}
