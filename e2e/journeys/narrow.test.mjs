// Checks every page in the narrowest window: no overflow, no finding of axe or the console.
import assert from 'node:assert/strict';
import { accessible, fits, journey, picture, signIn } from '../harness.mjs';
import { everyPage } from '../pages.mjs';

journey('every page fits 360 px', { demo: true }, async ({ page }) => {
  await signIn(page);
  const paths = await everyPage(page);
  assert.ok(paths.length > 35, `only ${paths.length} pages: ${paths.join(' ')}`);
  await page.setViewportSize({ width: 360, height: 740 });
  const faults = [];
  for (const [at, path] of paths.entries()) {
    // Alternates light and dark; the journeys of single pages check both.
    await page.emulateMedia({ colorScheme: at % 2 ? 'dark' : 'light', reducedMotion: 'reduce' });
    const answer = await page.goto(path);
    if (!answer.ok()) faults.push(`${path} answers ${answer.status()}`);
    await page.waitForLoadState('networkidle');
    for (const check of [() => fits(page), () => accessible(page)]) {
      await check().catch((error) => faults.push(error.message));
    }
  }
  assert.ok(faults.length === 0, faults.join('\n'));
});

journey('a wide heat table scrolls in its own place', { demo: true }, async ({ page }) => {
  await signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/analysis?by=class-zone');
  const box = page.locator('.table-scroll').first();
  assert.ok(await box.evaluate((element) => element.scrollWidth > element.clientWidth), 'the table is wider than its place');
  await box.focus();
  await page.keyboard.press('ArrowRight');
  await fits(page);
  await picture(page, 'analysis-narrow');
});
