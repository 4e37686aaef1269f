// Goes from an installation with keys but without people to the first breakdown, in the browser only.
import assert from 'node:assert/strict';
import { claire, journey, look } from '../harness.mjs';

/** Returns the one-time code that the terminal shows. */
function setupCode(log) {
  const found = /^ {4}(\S{8,})$/mu.exec(log);
  assert.ok(found, `no one-time code in:\n${log}`);
  return found[1];
}

const press = (page, label) => page.getByRole('button', { name: label, exact: true }).click();

journey('the first start leads to a first breakdown', { people: 0 }, async ({ page, household }) => {
  await page.goto('/');
  await page.waitForURL('**/setup');
  await page.fill('[name=code]', setupCode(household.log()));
  await page.fill('[name=name]', claire.name);
  for (const field of await page.locator('input[type=password]').all()) await field.fill(claire.password);
  await press(page, 'Créer');

  // Two groups of the recovery code are typed back.
  await page.waitForURL('**/recovery');
  const groups = await page.locator('#code li').evaluateAll((items) => items.map((item) => item.lastChild.textContent.trim()));
  for (const field of await page.locator('input[name^=group-]').all()) {
    await field.fill(groups[Number((await field.getAttribute('name')).slice('group-'.length))]);
  }
  await press(page, 'Continuer');

  // The empty page names the first step.
  await page.getByRole('link', { name: 'Ajouter un compte' }).click();
  await page.fill('[name=bank]', 'Courtage Méridien');
  await page.fill('[name=name]', 'PEA');
  await page.selectOption('[name=wrapper]', 'pea');
  await look(page, 'account-new');
  await press(page, 'Enregistrer');
  await page.getByRole('heading', { name: 'Ce compte est vide' }).waitFor();

  await page.getByRole('link', { name: 'Ajouter une ligne' }).click();
  await page.fill('[name=asset]', 'ETF Monde Alizé');
  await page.selectOption('[name=kind]', 'etf');
  await page.selectOption('[name=class]', 'equity');
  await page.fill('[name=quantity]', '10,5');
  await page.fill('[name=price]', '148,32');
  await page.fill('[name=cost]', '1 500');
  await look(page, 'holding-new');
  await press(page, 'Enregistrer');
  await page.getByText('+57,36 €').first().waitFor();
  await look(page, 'account');

  // A second holding, so that shares differ; its value is edited in place.
  await page.getByRole('link', { name: 'Ajouter une ligne' }).click();
  await page.fill('[name=asset]', 'Espèces du PEA');
  await page.selectOption('[name=kind]', 'cash');
  await page.fill('[name=value]', '400');
  await press(page, 'Enregistrer');
  await page.goto('/wealth');
  await page.getByRole('link', { name: /^400,00.*modifier/u }).click();
  const cell = page.locator('[data-cell-input]');
  await cell.waitFor();
  await look(page, 'wealth-typing');
  await cell.fill('442,64');
  await cell.press('Enter');
  await page.locator('.toast').getByText('valeur enregistrée').waitFor();
  await page.getByRole('link', { name: /^442,64.*modifier/u }).waitFor();
  assert.match(await page.locator('tfoot').innerText(), /2\s000,00/u);
  assert.equal(await cell.count(), 0);
  await look(page, 'wealth');

  await page.goto('/');
  assert.match((await page.locator('.headline .figure').innerText()).replaceAll(/\s/gu, ' '), /^2 000,00 €$/u);
  await page.goto('/analysis?by=class');
  const table = page.locator('main table').filter({ hasText: 'Actions' }).first();
  await table.waitFor({ state: 'attached' });
  const said = (await table.evaluate((element) => element.textContent)).replaceAll(/\s+/gu, ' ');
  assert.match(said, /Actions.*1 557,36/u);
  assert.match(said, /Liquidités.*442,64/u);
});
