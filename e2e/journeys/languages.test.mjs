// Checks French and English on every page: no key instead of a text, no text in the other language.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { journey, signIn } from '../harness.mjs';
import { everyPage } from '../pages.mjs';

const catalogue = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'crates', 'web', 'i18n', 'fr');

async function keys() {
  const files = (await readdir(catalogue, { recursive: true })).filter((name) => name.endsWith('.ftl'));
  const texts = await Promise.all(files.map((name) => readFile(join(catalogue, name), 'utf8')));
  return new Set(texts.flatMap((text) => [...text.matchAll(/^([a-z][\w-]*) = /gmu)].map((match) => match[1])));
}

async function speak(page, language) {
  await page.goto('/settings');
  await page.selectOption('[name=language]', language);
  await page.locator('form[action="/settings/appearance"] button').click();
  await page.locator(`html[lang=${language}]`).waitFor();
}

/** Returns the visible texts of the page and those for screen readers. */
const words = (page) =>
  page.evaluate(() => {
    const said = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    );
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest('script, style, template, code, option, datalist') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    while (walker.nextNode()) texts.push(walker.currentNode.textContent);
    return [...said, ...texts].map((text) => text.trim()).filter(Boolean);
  });

journey('every page speaks French and English', { demo: true }, async ({ page }) => {
  await signIn(page);
  const known = await keys();
  assert.ok(known.size > 400);
  const paths = await everyPage(page);
  const faults = [];
  const titles = {};
  for (const language of ['fr', 'en']) {
    await speak(page, language);
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.locator('html').getAttribute('lang'), language, path);
      (titles[path] ??= {})[language] = await page.title();
      for (const text of await words(page)) {
        // A word that equals its key, such as "total", is a valid text.
        if (known.has(text) && text.includes('-')) faults.push(`${language} ${path}: the key ${text}`);
        if (language === 'fr' && /\p{L} [:;!?%€»]|« /u.test(text)) faults.push(`fr ${path}: a breaking space in "${text}"`);
        if (language === 'fr' && /\p{L}'\p{L}/u.test(text)) faults.push(`fr ${path}: a straight apostrophe in "${text}"`);
        if (language === 'en' && /\b(Établissement|Enveloppe|Montant|Enregistrer|Annuler|Modifier|Non classé)\b/u.test(text)) {
          faults.push(`en ${path}: French in "${text}"`);
        }
      }
    }
  }
  assert.ok(faults.length === 0, [...new Set(faults)].join('\n'));
  const places = ['/', '/wealth', '/analysis?by=class', '/tasks', '/imports', '/settings', '/settings/exchange-rates', '/settings/changes'];
  for (const path of places) assert.notEqual(titles[path].fr, titles[path].en, path);
});
