// Lists the pages of a signed-in person by following links.
const FIXED = [
  '/', '/wealth', '/assets', '/assets/new', '/accounts/new', '/banks/new', '/tasks', '/imports',
  ...['class', 'zone', 'class-zone', 'bank', 'account', 'wrapper', 'kind', 'currency', 'issuer'].map((by) => `/analysis?by=${by}`),
  '/analysis?by=class-zone&chart=sunburst', '/analysis?by=class&chart=bars', '/analysis?at=1990-01-01',
  '/settings', '/settings/password', '/settings/second-factor', '/settings/tokens', '/reauthenticate', '/settings/zones', '/settings/zones/equity', '/settings/taxonomies',
  '/settings/taxonomies/new', '/settings/exchange-rates', '/settings/changes', '/settings/export', '/household',
];

/** Kinds of addresses that contain an ID; one of each is enough. */
const shape = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, ':id').replace(/\d{4}-\d\d-\d\d/gu, ':day');

/** Returns the address of one page of each kind, found by following links from the fixed ones. */
export async function everyPage(page) {
  const found = new Map(FIXED.map((path) => [shape(path), path]));
  const waiting = [...found.values()];
  const given = new Set();
  while (waiting.length > 0) {
    const path = waiting.shift();
    try {
      await page.goto(path);
    } catch (error) {
      // Downloads are not pages.
      if (!String(error).includes('Download is starting')) throw error;
      found.delete(shape(path));
      given.add(shape(path));
      continue;
    }
    const links = await page.locator('main a[href]').evaluateAll((all) =>
      all.map((link) => new URL(link.href)).filter((url) => url.origin === location.origin).map((url) => url.pathname),
    );
    for (const path of links) {
      if (found.has(shape(path)) || given.has(shape(path)) || path.startsWith('/api/') || path.startsWith('/static/')) continue;
      // Downloads have their kind in the query and are not pages.
      if (path.endsWith('/export')) continue;
      found.set(shape(path), path);
      waiting.push(path);
    }
  }
  return [...found.values()];
}
