// Describes a fund, composes it, pastes its fact sheet and looks through it; a cycle is refused with its path.
import assert from 'node:assert/strict';
import { journey, look, signIn } from '../harness.mjs';

const plain = (text) => text.replaceAll(/\s+/gu, ' ').trim();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Creates an asset and opens its page. */
async function describe(page, name, kind) {
  await page.goto('/assets/new');
  await page.fill('[name=name]', name);
  await page.selectOption('[name=kind]', kind);
  await press(page, 'Enregistrer');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  return new URL(page.url()).pathname;
}

/** Types parts into the editor, row by row. */
async function type(page, parts) {
  for (const [at, [part, share]] of parts.entries()) {
    if (at > 0) await press(page, 'Ajouter une ligne');
    const row = page.locator('[data-row]').nth(at);
    await row.locator('[name="part[]"]').fill(part);
    await row.locator('[name="share[]"]').fill(share);
  }
}

/** Returns the day so many days ago in the format of a date field. */
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const rows = (page) =>
  page.locator('[data-row]').evaluateAll((all) =>
    all.map((row) => [row.querySelector('[name="part[]"]').value, row.querySelector('[name="share[]"]').value]),
  );

journey('a fund is composed of two assets and looked through', {}, async ({ page, problems }) => {
  await signIn(page);
  await page.goto('/assets');
  await look(page, 'assets-empty');

  // The fund is held in an account, so that its components have a value.
  await page.goto('/accounts/new');
  await page.fill('[name=bank]', 'Mutuelle du Lac');
  await page.fill('[name=name]', 'Assurance-vie Horizon');
  await page.selectOption('[name=wrapper]', 'life-insurance');
  await press(page, 'Enregistrer');
  await page.getByRole('link', { name: 'Ajouter une ligne' }).click();
  await page.fill('[name=asset]', 'Boréal Dynamique');
  await page.selectOption('[name=kind]', 'fund');
  await page.fill('[name=value]', '10 000');
  await press(page, 'Enregistrer');
  await page.goto('/assets');
  await page.getByRole('link', { name: 'Boréal Dynamique' }).click();
  const fund = new URL(page.url()).pathname;
  await look(page, 'asset-unknown');

  // Two assets that do not exist yet: the sum and the rest are live and exact.
  await page.getByRole('link', { name: 'Composer' }).first().click();
  await page.fill('[name=valid_from]', daysAgo(60));
  await type(page, [['Boréal Actions', '62,37'], ['Boréal Obligations', '25']]);
  assert.equal(plain(await page.locator('[data-sum]').innerText()), '87,37 %');
  assert.equal(plain(await page.locator('[data-rest]').innerText()), '12,63 %');
  problems.tolerate(/422/u);
  await press(page, 'Enregistrer');
  await page.getByText('2 noms sont inconnus').waitFor();
  assert.deepEqual(await rows(page), [['Boréal Actions', '62,37'], ['Boréal Obligations', '25']]);
  await look(page, 'composition-unknown');
  await page.getByLabel('Créer les actifs inconnus').check();
  await page.selectOption('[name=kind]', 'fund');
  await press(page, 'Enregistrer');
  await page.waitForURL(`**${fund}?done=*`);
  const exposure = page.getByRole('table', { name: 'Exposition effective' });
  const lines = (await exposure.locator('tbody tr').allInnerTexts()).map(plain);
  assert.deepEqual(lines, [
    'Boréal Actions 62,3700 % 6 237,00 €',
    'Boréal Obligations 25,0000 % 2 500,00 €',
    'Boréal Dynamique reste de sa composition 12,6300 % 1 263,00 €',
  ]);

  // The rest follows the fund's own allocation, if there is one.
  await page.goto(`${fund}/allocation?class=cash`);
  await press(page, 'Enregistrer');
  await page.getByText('Boréal Dynamique : répartition enregistrée').waitFor();
  await page.goto(`${fund}/composition`);
  await page.getByText('Reste, selon la répartition de l’actif').waitFor();
  assert.match(plain(await page.locator('aside').innerText()), /suit la répartition propre de l’actif : .*Liquidités 100 %/u);

  // Pastes the complete fact sheet of a later month.
  await page.fill('[name=valid_from]', daysAgo(20));
  await press(page, 'Coller une fiche');
  const dialog = page.getByRole('dialog', { name: 'Coller une fiche' });
  await dialog.locator('textarea').fill('Composition\nBoréal Actions\t60,5 %\nBoréal Obligations;FR0000000000;24,25 %\nPoche Monétaire   8,00 %\n');
  await dialog.getByText('92,75').waitFor();
  await look(page, 'composition-paste');
  await dialog.getByRole('button', { name: 'Reprendre ces lignes' }).click();
  assert.deepEqual(await rows(page), [['Boréal Actions', '60,5'], ['Boréal Obligations', '24,25'], ['Poche Monétaire', '8,00']]);
  assert.equal(plain(await page.locator('[data-rest]').innerText()), '7,25 %');
  await page.getByLabel('Créer les actifs inconnus').check();
  await page.selectOption('[name=kind]', 'cash');
  await press(page, 'Enregistrer');
  await page.waitForURL(`**${fund}?done=*`);
  assert.match(plain(await page.locator('.tree').innerText()), /Poche Monétaire 8 %.*Reste, selon sa propre répartition 7,25 %/u);
  await look(page, 'asset');

  // A profile contains the fund, so the fund cannot contain the profile.
  const profile = await describe(page, 'Profil Serein', 'basket');
  await page.goto(`${profile}/composition`);
  await type(page, [['Boréal Dynamique', '50']]);
  await press(page, 'Enregistrer');
  await page.waitForURL(`**${profile}?done=*`);
  await page.goto(`${fund}/composition`);
  await press(page, 'Ajouter une ligne');
  const last = page.locator('[data-row]').last();
  await last.locator('[name="part[]"]').fill('Profil Serein');
  await last.locator('[name="share[]"]').fill('3,5');
  await press(page, 'Enregistrer');
  await page.locator('tr.message').getByText('Profil Serein ne peut pas entrer ici').waitFor();
  const steps = await page.locator('.path span').allInnerTexts();
  assert.deepEqual(steps, ['Boréal Dynamique', 'Profil Serein', 'Boréal Dynamique']);
  assert.deepEqual((await rows(page)).at(-1), ['Profil Serein', '3,5']);
  await look(page, 'composition-circle');
  await page.goto(fund);
  assert.ok(!plain(await page.locator('.tree').innerText()).includes('Profil Serein'));

  // Dated versions are kept; removing the latest can be undone.
  await page.goto(`${fund}/composition`);
  const versions = page.getByRole('table', { name: 'Versions datées' }).locator('tbody tr');
  assert.equal(await versions.count(), 2);
  await versions.first().getByRole('button').click();
  await page.locator('.toast').getByText('composition retirée').waitFor();
  assert.equal(await versions.count(), 1);
  await page.locator('.toast').getByRole('button', { name: 'Annuler' }).click();
  await page.goto(`${fund}/composition`);
  assert.equal(await versions.count(), 2);
});

journey('an asset speaks English, and says its zones', { demo: true, locale: 'en-GB' }, async ({ page }) => {
  await signIn(page);
  await page.request.post('/settings/appearance', { form: { language: 'en', theme: 'auto', shortcuts: 'yes' }, headers: { origin: new URL(page.url()).origin } });
  await page.goto('/assets?show=composite');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await look(page, 'assets');
  await page.getByRole('link', { name: 'Monde Équilibré Pervenche' }).click();
  await look(page, 'asset-nested');
  const path = new URL(page.url()).pathname;
  for (const [place, name] of [['/allocation', 'allocation'], ['/composition', 'composition'], ['/edit', 'asset-edit']]) {
    await page.goto(`${path}${place}`);
    await look(page, name);
  }
  await page.goto('/assets');
  await page.getByRole('link', { name: 'Obligations Europe Garrigue' }).click();
  const bonds = new URL(page.url()).pathname;
  await page.goto(`${bonds}/allocation/bonds`);
  await look(page, 'asset-zones');
});
