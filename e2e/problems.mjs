// Collects errors of the console, policy violations and requests to other machines.
import assert from 'node:assert/strict';

/** Observes every page of the context. */
export async function collectProblems(context, origin) {
  const found = [];
  const tolerated = [];
  const note = (problem) => found.push(problem);

  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => note(`error: ${error.error().stack ?? error.error()}`));
  context.on('request', (request) => {
    const url = request.url();
    const local = url.startsWith(`${origin}/`) || url.startsWith('data:') || url.startsWith('blob:');
    if (!local) note(`request to another machine: ${url}`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Leaving a page aborts its pending requests.
    if (reason !== 'net::ERR_ABORTED') note(`request failed: ${request.url()} ${reason}`);
  });

  const list = () => found.filter((problem) => !tolerated.some((pattern) => pattern.test(problem)));
  return {
    list,
    tolerate: (pattern) => tolerated.push(pattern),
    none: () => assert.deepEqual(list(), [], 'the browser complained'),
  };
}
