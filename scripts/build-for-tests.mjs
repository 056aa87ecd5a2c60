import { ensureBuilt } from './bootstrap/build.mjs';
import { holdCheckout } from './bootstrap/locks.mjs';

/** In a folder of its own, so that the tests never touch what a running app serves from. */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for one
export default async function buildForTests() {
  const release = await holdCheckout();
  try {
    await ensureBuilt('.next-test');
  } finally {
    release();
  }
}
