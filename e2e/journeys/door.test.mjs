// Shows the pages for guests.
import assert from 'node:assert/strict';
import { journey, look } from '../harness.mjs';

journey('the sign-in page is whole in every size and light', {}, async ({ page }) => {
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  await look(page, 'sign-in');
});

journey('a browser that asks for English gets it before signing in', { locale: 'en-GB' }, async ({ page }) => {
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await look(page, 'sign-in');
});
