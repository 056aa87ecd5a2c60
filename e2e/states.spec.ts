import type { Page } from '@playwright/test';
import { expectAccessible, test } from './fixtures.ts';
import { walks } from './states/walks.ts';

/** Every rule by day, and at night what depends on colours: more contrast only draws the same pairs further apart. */
async function expectAccessibleByDayAndNight(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, ['color-contrast', 'link-in-text-block']);
}

/** Cards count down while they are looked at; `approvals.spec.ts` asks the same of them. */
const { approvals: _counting, ...others } = walks;

for (const [name, walk] of Object.entries(others)) {
  test(`axe finds nothing in any state of ${name}, by day and by night`, async ({ as, stranger, server }) => {
    test.slow(); // many states, each looked at twice
    const show = (state: string, page: Page) => test.step(state, () => expectAccessibleByDayAndNight(page));
    await walk({ as, stranger, server, show });
  });
}
