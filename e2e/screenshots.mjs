// Takes the pictures of the README: every page of the main navigation, of the sample household.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { journey, signIn } from './harness.mjs';

const images = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images');

/** Returns the last word of an address: home, wealth, analysis… */
const nameOf = (path) => path.split('/').filter(Boolean).pop() ?? 'home';

async function take(page, name, width, colorScheme) {
  await page.setViewportSize({ width, height: width === 360 ? 740 : 860 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // Charts are loaded separately and drawn after the page.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(images, `${name}.png`) });
}

journey('pictures of every page', { demo: true }, async ({ page }) => {
  await mkdir(images, { recursive: true });
  await signIn(page);
  const paths = await page
    .locator('nav a[href^="/"]')
    .evaluateAll((links) => [...new Set(links.map((link) => new URL(link.href).pathname))]);
  for (const path of paths) {
    await page.goto(path);
    await take(page, nameOf(path), 1280, 'light');
  }
  await page.goto('/');
  await take(page, 'home-dark', 1280, 'dark');
  await take(page, 'home-narrow', 360, 'light');
});
