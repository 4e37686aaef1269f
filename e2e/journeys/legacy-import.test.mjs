// Imports the files of the previous application: preview, import, check, and undo as one.
import assert from 'node:assert/strict';
import { journey, look, signIn } from '../harness.mjs';

const json = (name, value) => ({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) });

const files = [
  json('banks.json', { tilleuls: { nom: 'Banque des Tilleuls', notes: '' } }),
  json('accounts.json', { pea: { banque_id: 'tilleuls', type: 'pea', libelle: 'PEA Tilleuls' } }),
  json('assets.json', [
    {
      id: '1', nom: 'Fonds Monde', compte_id: 'pea', type_produit: 'etf', categorie: 'actions',
      allocation: { actions: 61.0, obligations: 39.0 },
      geo_allocation: {
        actions: { us: 48.0, europe: 15.0, japan: 21.0, emerging: 11.0, autre: 5.0 },
        obligations: { us: 100.0 },
      },
      valeur_actuelle: 1500.0, prix_de_revient: 1400.0, devise: 'EUR', date_maj: '2025-05-13',
      notes: 'existe depuis 2020', todo: 'Relire la fiche', composants: [], humeur: 'bonne',
    },
  ]),
  json('history.json', [{ date: '2025-05-13', total: 1500.0, assets: { 1: 1500.0 } }]),
];

const spaced = (text) => text.replaceAll(' ', '\u00a0').replace(/(\d)\u00a0(\d)/gu, '$1\u202f$2');
const sees = (page, text) => page.getByText(spaced(text)).first().waitFor();

async function read(page) {
  await page.goto('/imports');
  await page.locator('#legacy input[type=file]').setInputFiles(files);
  await page.locator('#legacy').getByRole('button', { name: 'Lire et afficher' }).click();
  await page.getByRole('heading', { name: 'Ce qui sera fait', level: 1 }).waitFor();
}

journey('the files of the application before become books, and leave them', {}, async ({ page }) => {
  await signIn(page);
  await page.goto('/imports');
  await look(page, 'import');

  // The preview lists new records and problems line by line.
  await read(page);
  await page.getByText('Fonds Monde').first().waitFor();
  await page.getByText('humeur').first().waitFor();
  await page.getByText('Ce champ n’est pas connu').first().waitFor();
  await look(page, 'import-report');
  await page.getByRole('button', { name: 'Importer', exact: true }).click();

  await page.waitForURL('**/wealth?done=*');
  await sees(page, '1 500,00 €');
  await page.getByText('Fichiers importés').waitFor();

  for (const [by, amounts] of [
    ['class', ['915,00 €', '585,00 €']],
    ['zone', ['1 024,20 €', '192,15 €', '137,25 €', '100,65 €', '45,75 €']],
    ['bank', ['1 500,00 €']],
  ]) {
    await page.goto(`/analysis?by=${by}`);
    for (const amount of amounts) await sees(page, amount);
  }
  await page.goto('/tasks');
  await page.getByText('Relire la fiche').waitFor();

  // Importing the same files again changes nothing.
  await read(page);
  await page.getByRole('heading', { name: 'Rien à faire' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Importer', exact: true }).count(), 0);

  // The import is undone as one change, and so is the undo.
  await page.goto('/settings/changes');
  await look(page, 'changes');
  await page.getByRole('link', { name: 'Fichiers importés' }).click();
  await page.getByRole('heading', { name: /Banque des Tilleuls/u }).waitFor();
  await look(page, 'change');
  await page.getByRole('button', { name: 'Annuler' }).first().click();
  await page.waitForURL('**/settings/changes?done=*');
  await page.goto('/wealth');
  assert.equal(await page.getByText('Fonds Monde').count(), 0);
  await page.goto('/settings/changes');
  await page.getByRole('button', { name: /^Annuler/u }).first().click();
  await page.waitForURL('**/settings/changes?done=*');
  await page.goto('/wealth');
  await sees(page, '1 500,00 €');
});

journey('a fund’s list composes an asset that is not there yet', {}, async ({ page }) => {
  const list = 'Fonds exemple au 30/10/2026\n\nNom;Poids (%);Pays;Secteur\nAcier du Nord;60,5;France;Industrie\nVerre du Sud;39,42;Japon;Matériaux\n';
  await signIn(page);
  await page.goto('/imports');
  await page.fill('#fund-holdings [name=asset]', 'ETF Deux Lignes');
  await page.selectOption('#fund-holdings [name=kind]', 'etf');
  await page.locator('#fund-holdings input[type=file]').setInputFiles({ name: 'lignes.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.locator('#fund-holdings').getByRole('button', { name: 'Lire et afficher' }).click();
  await page.getByText('Verre du Sud').first().waitFor();
  await look(page, 'import-composition');
  await page.getByRole('button', { name: 'Importer', exact: true }).click();
  await page.waitForURL('**/assets/*?done=*');
  await page.getByText('Acier du Nord').first().waitFor();
  await page.getByText(spaced('60,5 %')).first().waitFor();
  // The toast undoes asset, parts and composition at once, and does not link to removed records.
  await page.locator('#toasts').getByRole('button', { name: 'Annuler' }).click();
  await page.waitForURL(/\/\?done=/u);
  await page.goto('/assets');
  assert.equal(await page.getByText('Acier du Nord').count(), 0);
});
