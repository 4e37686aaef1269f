// Signs a hundred people in at once while a signed-in person keeps reading.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { journey, signIn } from '../harness.mjs';

const SIGN_INS = 100;
const paul = { name: 'Paul', password: 'girouette-68-velours-amande-pin' };
/** Limits: the server's peak memory, and the 99th percentile of the read time. */
const MOST_MB = 300;
const SLOWEST_MS = 1_000;
/** The message for a person who has to wait, in either language. */
const WAIT = /patient|attend|réessay|wait|try again/iu;

/** Returns the process that serves a household's folder. */
async function server(data) {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/u.test(pid)) continue;
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (words.includes('\0serve\0') && words.includes(`\0${data}\0`)) return pid;
  }
  throw new Error(`nothing serves ${data}`);
}

/** Returns the peak memory of a process in MB. */
async function peak(pid) {
  const found = /^VmHWM:\s+(\d+) kB$/mu.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return Number(found[1]) / 1024;
}

/** Submits a form like a browser on a page of the site. */
const send = ({ origin }, path, fields) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });

const quantile = (all, share) => all.toSorted((a, b) => a - b)[Math.ceil(all.length * share) - 1];

journey('a hundred sign-ins at once are answered in turn, within the memory of a small machine', {}, async ({ page, context, household }) => {
  await signIn(page);
  // The signing-in person is another one: a person has at most ten sessions, and a new one ends the oldest.
  await page.goto('/household');
  await page.locator('form[action="/household/invitations"] button').click();
  const token = new URL((await page.locator('#link').textContent()).trim()).searchParams.get('token');
  const accepted = await send(household, '/invitation', { token, lang: 'fr', ...paul, repeat: paul.password });
  assert.equal(accepted.status, 303, 'the second person comes in');
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const pid = await server(household.data);
  const before = await peak(pid);

  // The signed-in person sends a request every 50 ms, without waiting for earlier responses.
  const readings = [];
  const asked = [];
  const faults = [];
  const read = async () => {
    const began = performance.now();
    const answer = await fetch(`${household.origin}/`, { headers: { cookie }, redirect: 'manual' });
    const text = await answer.text();
    readings.push(performance.now() - began);
    assert.equal(answer.status, 200, 'the one who is inside is answered');
    assert.match(text, /action="\/sign-out"/u, 'and is still inside');
  };
  const beat = setInterval(() => asked.push(read().catch((error) => faults.push(error))), 50);

  const enter = async () => {
    const began = performance.now();
    const answer = await send(household, '/sign-in', { ...paul, next: '/' });
    const text = await answer.text();
    return { status: answer.status, text, cookie: answer.headers.get('set-cookie'), took: performance.now() - began };
  };
  let answers;
  try {
    answers = await Promise.all(Array.from({ length: SIGN_INS }, enter));
  } finally {
    clearInterval(beat);
  }
  await Promise.all(asked);

  assert.deepEqual(faults.map(String), [], 'the one who is inside is disturbed');

  const most = await peak(pid);
  const counts = new Map();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  const took = answers.map((answer) => answer.took);
  console.log(
    `${SIGN_INS} sign-ins: ${[...counts].map(([status, many]) => `${many} × ${status}`).join(', ')}; ` +
      `the median after ${quantile(took, 0.5).toFixed(0)} ms, the last after ${Math.max(...took).toFixed(0)} ms`,
  );
  console.log(
    `${readings.length} readings meanwhile: median ${quantile(readings, 0.5).toFixed(0)} ms, ` +
      `p99 ${quantile(readings, 0.99).toFixed(0)} ms, longest ${Math.max(...readings).toFixed(0)} ms`,
  );
  console.log(`peak of the server's memory: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB after`);

  for (const { status, text, cookie: given } of answers) {
    if (status === 303) assert.match(given ?? '', /=[^;]{20,}/u, 'who is let in gets a session');
    else {
      assert.ok(status === 503 || status === 429, `a sign-in is answered with ${status}`);
      assert.match(text, WAIT, 'who is sent away is told to come again');
    }
  }
  assert.ok(counts.get(303) > 0, 'some are let in');
  assert.ok(readings.length >= 20, `only ${readings.length} readings`);
  assert.ok(quantile(readings, 0.99) < SLOWEST_MS, `the 99th of a hundred readings takes ${quantile(readings, 0.99)} ms`);
  assert.ok(most < MOST_MB, `the server held ${most} MB`);
});
