// Restores a household in the browser from its backup and its kit, on an empty installation.
import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { journey, look, pecule, signIn, startHousehold } from '../harness.mjs';
import { collectProblems } from '../problems.mjs';

const press = (page, name) => page.locator('main').getByRole('button', { name, exact: true }).click();

/** Returns every figure on the page, to the cent. */
const figures = async (page) => {
  await page.locator('.headline .figure').first().waitFor();
  const headline = await page.locator('.headline .figure').first().innerText();
  await page.goto('/wealth');
  const lines = await page.locator('main table td.num').allInnerTexts();
  return [headline, ...lines].map((text) => text.replace(/\s+/gu, ' ').trim()).join('\n');
};

journey('a household is restored in the browser, to the cent', { demo: true }, async ({ page, household, context }) => {
  await signIn(page);
  const before = await figures(page);
  assert.match(before, /\d,\d\d/u);
  const { stdout } = await pecule('backup', 'now', '--data', household.data);
  const backup = stdout.trim().split('\n').at(-1);
  const kit = await readFile(join(household.folder, 'kit.html'), 'utf8');
  const secret = kit.match(/AGE-SECRET-KEY-1[A-Z0-9]{40,}/u)[0];

  const other = await startHousehold({ people: 0 });
  try {
    const code = other.log().match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/u)[0];
    // Uses another browser, because cookies do not distinguish ports.
    const elsewhere = await context.browser().newContext({
      baseURL: other.origin, viewport: { width: 1280, height: 800 }, locale: 'fr-FR', timezoneId: 'Europe/Paris',
    });
    elsewhere.setDefaultTimeout(15_000);
    const complaints = await collectProblems(elsewhere, other.origin);
    // Expected: rejected forms, and failed requests while the program restarts.
    complaints.tolerate(/422|ERR_(?:CONNECTION|EMPTY)/);
    const there = await elsewhere.newPage();
    await there.goto('/');
    await there.waitForURL('**/setup');
    await look(there, 'restore-first-start');
    await there.getByRole('link', { name: 'Restaurer une sauvegarde' }).click();
    await there.waitForURL('**/setup/restore**');
    await look(there, 'restore-form');

    // Each error is reported separately: the code, the kit, the file.
    const damaged = join(household.folder, 'abimee.age');
    const bytes = await readFile(backup);
    await writeFile(damaged, bytes.subarray(0, bytes.length / 2));
    await there.fill('[name=code]', '0000-0000-0000-0000');
    await there.fill('[name=kit]', secret);
    await there.setInputFiles('[name=file]', damaged);
    await press(there, 'Restaurer');
    await there.getByText('Rien n’a été restauré').waitFor();
    await look(there, 'restore-wrong-code');
    await there.fill('[name=code]', code);
    await there.fill('[name=kit]', 'AGE-SECRET-KEY-1 faux');
    await there.setInputFiles('[name=file]', damaged);
    await press(there, 'Restaurer');
    await there.getByText('Aucune clé n’a été reconnue').waitFor();
    await there.getByText('Sauvegarde reçue').waitFor();
    await look(there, 'restore-wrong-kit');
    await there.fill('[name=kit]', secret);
    await press(there, 'Restaurer');
    await there.getByText('Cette sauvegarde est endommagée').waitFor();

    // From a folder of the machine, with the key as typed from paper.
    await copyFile(backup, join(other.folder, backup.split('/').at(-1)));
    await there.fill('[name=code]', code);
    await there.getByText('La sauvegarde est déjà sur la machine').click();
    await there.fill('[name=path]', other.folder);
    await press(there, 'Restaurer');
    await there.getByText('Sauvegardes trouvées').waitFor();
    await look(there, 'restore-found');
    await there.goto('/setup/restore');
    await there.fill('[name=code]', code);
    await there.setInputFiles('[name=file]', backup);
    const typed = `${secret.slice(0, 16)} ${secret.slice(16).match(/.{1,5}/gu).join(' ')}`.toLowerCase();
    await there.fill('[name=kit]', typed);
    await press(there, 'Restaurer');
    await there.waitForURL('**/sign-in?restored=yes', { timeout: 60_000 });
    await there.getByText('Le foyer est restauré').waitFor();
    await look(there, 'restore-done');

    await signIn(there);
    assert.equal(await figures(there), before);
    complaints.none();
    await elsewhere.close();
  } finally {
    await other.end();
  }
});
