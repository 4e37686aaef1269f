// Sets up a second factor with a real authenticator, uses a personal token, and locks the session.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { claire, journey, look, signIn } from '../harness.mjs';

/** Returns the current code of an authenticator with this secret (RFC 6238). */
function shows(secret) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((symbol) => alphabet.indexOf(symbol).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const code = (mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000;
  return String(code).padStart(6, '0');
}

const press = (page, name) => page.locator('main').getByRole('button', { name, exact: true }).click();

journey('an account is protected, read by a program, and locked', {}, async ({ page, household, problems }) => {
  await signIn(page);
  await page.goto('/settings/second-factor');
  await look(page, 'account-second-factor');
  await press(page, 'Activer');
  const secret = await page.locator('#secret').textContent();
  await page.fill('[name=code]', shows(secret));
  await press(page, 'Activer le second facteur');
  const codes = await page.locator('#codes li').evaluateAll((all) => all.map((code) => code.lastChild.textContent.trim()));
  assert.equal(new Set(codes).size, 10);
  await look(page, 'account-codes');

  await page.goto('/settings/tokens');
  await page.fill('[name=name]', 'Tableur');
  await press(page, 'Créer le jeton');
  const token = await page.locator('#token').textContent();
  await look(page, 'account-tokens');
  const ask = (path, method = 'GET') =>
    fetch(`${household.origin}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  assert.equal((await ask('/dashboard')).status, 200);
  assert.equal((await ask('/personal-tokens')).status, 404);
  assert.equal((await ask('/sessions', 'DELETE')).status, 403);
  await press(page, 'Révoquer, Tableur');
  await page.getByText('Aucun jeton pour l’instant.').waitFor();
  assert.equal((await ask('/dashboard')).status, 401);

  await page.goto('/tasks');
  await page.locator('h1').click();
  await page.keyboard.press('l');
  await page.waitForURL('**/session/unlock?next=/tasks');
  await look(page, 'account-locked');
  await page.goto('/wealth');
  assert.match(page.url(), /\/session\/unlock\?next=\/wealth$/);
  problems.tolerate(/422/);
  await page.fill('[name=password]', 'ce n’est pas le bon');
  await press(page, 'Déverrouiller');
  await page.getByText('Mot de passe incorrect.').waitFor();
  await page.waitForTimeout(1_500);
  await page.fill('[name=password]', claire.password);
  await press(page, 'Déverrouiller');
  await page.waitForURL('**/wealth');

  // The next sign-in requires a code and accepts a one-time code.
  await page.locator('form[action="/sign-out"] button').first().click();
  await page.fill('[name=name]', claire.name);
  await page.fill('[name=password]', claire.password);
  await press(page, 'Se connecter');
  await page.waitForURL('**/sign-in/code?next=/');
  await look(page, 'account-door');
  problems.tolerate(/401/);
  await page.fill('[name=code]', '000000');
  await press(page, 'Se connecter');
  await page.getByText('Ce code est incorrect').waitFor();
  await look(page, 'account-door-again');
  await page.waitForTimeout(1_500);
  await page.fill('[name=code]', codes[0].toLowerCase());
  await press(page, 'Se connecter');
  await page.getByText('Un code à usage unique a servi').waitFor();
});
