// Types a script into every field of every form; it must stay text wherever it is shown.
import assert from 'node:assert/strict';
import { journey, signIn } from '../harness.mjs';

const PAYLOAD = `"><img src=x onerror="window.__hit=1"><script>window.__hit=1</script><style>body{display:none}</style>' style=x`;
/** Forms that remove records, end a session, or leave this journey. */
const LEFT_OUT = /remove|sign-out|leave|rotate|restore|\/lock|erase|unlock|off$|\/end$|password|second-factor|recovery|withdraw|undo|revoke|close|renew|\/import|export|\/demo|\/confirm|\/reauthenticate|theme|sync/u;
/** The first pages, and the links to skip. */
const FIXED = [
  '/', '/wealth', '/analysis?by=class', '/assets', '/assets/new', '/accounts/new', '/holdings/new', '/banks/new', '/tasks', '/imports', '/settings',
  '/settings/password', '/settings/second-factor', '/settings/tokens', '/settings/zones', '/settings/taxonomies', '/settings/taxonomies/new',
  '/settings/exchange-rates', '/settings/changes', '/settings/changes/removed', '/settings/audit', '/settings/alerts', '/books', '/books/new', '/household', '/household/audit',
  '/household/alerts', '/household/doctor', '/household/precautions', '/household/backups', '/household/backups/schedule', '/household/backups/targets/new',
];

const shape = (path) => path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, ':id').replaceAll(/\d{4}-\d\d-\d\d/gu, ':day');

/** Returns some pages of each kind and the targets of their forms, by fetching links without displaying them. */
async function everyPage(context, each) {
  const found = new Map();
  const counts = {};
  const waiting = [];
  const add = (path) => {
    if (found.has(path) || /^\/(api|static)\/|download|export|sealed-export|manual-drill/u.test(path)) return;
    counts[shape(path)] = (counts[shape(path)] ?? 0) + 1;
    if (counts[shape(path)] > each) return;
    found.set(path, []);
    waiting.push(path);
  };
  FIXED.forEach(add);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const answer = await context.request.get(path);
    if (!answer.ok() || !/html/u.test(answer.headers()['content-type'] ?? '')) {
      found.delete(path);
      continue;
    }
    const text = await answer.text();
    found.set(path, [...text.matchAll(/<form[^>]*?action="([^"?#]*)/gu)].map(([form, action]) => `${form.includes('method="post"') ? 'post' : 'get'} ${shape(action)}`));
    for (const [, href] of text.matchAll(/href="(\/[^"?#]*)/gu)) add(href);
  }
  return found;
}

/** Returns the forms of the current page with their target and number of text fields. */
const formsOf = (page) =>
  page.locator('form').evaluateAll((all) => all.map((form, at) => ({
    at,
    method: form.method,
    action: new URL(form.action, location.href).pathname,
  })));

/** Fills a form with the payload and submits it. Returns the number of filled fields. */
const fill = (page, at) =>
  page.evaluate(([at, payload]) => {
    const form = document.forms[at];
    let filled = 0;
    for (const field of form.elements) {
      const text = field.localName === 'textarea' || (field.localName === 'input' && ['text', 'search'].includes(field.type));
      if (text && !field.readOnly && !field.disabled && !/decimal|numeric/u.test(field.inputMode)) {
        field.value = field.maxLength > 0 ? payload.slice(0, field.maxLength) : payload;
        filled += 1;
      } else if (text && field.value === '' && !field.readOnly) field.value = '10';
      else if (field.localName === 'input' && field.type === 'number' && field.value === '') field.value = field.min || '1';
      else if (field.localName === 'select' && field.value === '') field.selectedIndex = [...field.options].findIndex(({ value, disabled }) => value !== '' && !disabled);
    }
    return filled;
  }, [at, PAYLOAD]);

/** Returns the values of a form's fields. */
const texts = (page, at) =>
  page.evaluate((at) => Object.fromEntries([...document.forms[at].elements].map(({ name, value }) => [name, value])), at);

/** Restores the old or a plain value in fields marked as wrong. Returns whether there are any. */
const mend = (page, at, before) =>
  page.evaluate(([at, before]) => {
    const wrong = [...document.forms[at].elements].filter((field) => field.getAttribute('aria-invalid') === 'true');
    for (const field of wrong) {
      if (field.localName === 'select') field.selectedIndex = field.options.length - 1;
      else if (field.type === 'date') field.value = '2026-01-05';
      else field.value = before[field.name] || (field.required ? '10' : '');
    }
    return wrong.length > 0;
  }, [at, before]);

/** Submits a form without the page's scripts. Returns the status of the response. */
async function submit(page, at) {
  const came = page.waitForResponse((response) => response.request().isNavigationRequest() && ![302, 303].includes(response.status()));
  const [answer] = await Promise.all([
    came,
    page.waitForEvent('load'),
    page.evaluate((at) => HTMLFormElement.prototype.submit.call(document.forms[at]), at),
  ]);
  return answer.status();
}

journey('what is typed is never run', { demo: true }, async ({ page, problems, context }) => {
  // Error statuses of rejected forms are expected; a policy violation never is.
  problems.tolerate(/^console error: Failed to load resource: .*status of (4(00|03|04|09|13|22)|429)/u);
  await signIn(page);
  let shown = 0;
  const check = async (what) => {
    const found = await page.evaluate(() => ({
      hit: window.__hit,
      display: getComputedStyle(document.body).display,
      foreign: document.querySelectorAll('img[src="x"], [onerror], [style="x"], body style').length,
      shown: document.documentElement.outerHTML.includes('window.__hit=1'),
    }));
    shown += found.shown ? 1 : 0;
    assert.equal(found.hit, undefined, `the payload ran on ${what}`);
    assert.notEqual(found.display, 'none', `the payload hides ${what}`);
    assert.equal(found.foreign, 0, `the payload made elements of ${what}`);
    assert.deepEqual(problems.list(), [], `the browser complained on ${what}`);
  };

  const paths = await everyPage(context, 1);
  const statuses = {};
  const sent = new Set();
  const tried = new Set();
  let fields = 0;
  for (const [path, actions] of paths) {
    if (actions.every((action) => tried.has(action) || LEFT_OUT.test(action))) continue;
    await page.goto(path);
    let fresh = true;
    const forms = await formsOf(page);
    for (const { at, method, action } of forms) {
      const kind = `${method} ${shape(action)}`;
      if (sent.has(kind) || LEFT_OUT.test(action)) continue;
      tried.add(kind);
      if (!fresh) await page.goto(path);
      fresh = false;
      const before = await texts(page, at);
      const filled = await fill(page, at);
      if (filled === 0) continue;
      sent.add(kind);
      fields += filled;
      let status = await submit(page, at);
      await check(`the answer to ${kind}`);
      if (status === 422) {
        // Rejected fields get their old value, so that the form keeps the payload in the others.
        const back = (await formsOf(page)).find((form) => form.action === action && form.method === method);
        if (back && await mend(page, back.at, before)) {
          status = await submit(page, back.at);
          await check(`the second answer to ${kind}`);
        }
      }
      statuses[`${kind} ${status}`] = filled;
    }
  }
  console.log(`${sent.size} forms and ${fields} fields filled: ${JSON.stringify(statuses)}`);

  // Visits everything again with the stored payloads; the names of new records are now links.
  const after = new Set([...(await everyPage(context, 2)).keys(), `/assets?q=${encodeURIComponent(PAYLOAD)}`, `/wealth?done=${encodeURIComponent(PAYLOAD)}`]);
  shown = 0;
  for (const path of after) {
    await page.goto(path);
    await check(path);
  }
  console.log(`${after.size} pages looked at afterwards, the payload shows on ${shown} of them`);
  assert.ok(sent.size >= 15, `only ${sent.size} forms: ${[...sent].join(', ')}`);
  assert.ok(fields >= 30, `only ${fields} fields`);
  assert.ok(shown >= 8, `the payload shows on ${shown} pages alone`);
});
