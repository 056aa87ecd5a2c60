import { expectNoWiderThan } from './by-hand.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { makeOperator } from './operators.ts';
import { busyHouse } from './states/busy-house.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;

test('the overview begins with what needs an operator, and leads there', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu', desk));
  await busyHouse(server);
  await operator.goto('/settings/profile');
  await operator.getByRole('link', { name: 'Operator' }).click();
  await expect(operator).toHaveURL(/\/admin\/overview$/);
  const needs = operator.getByRole('region', { name: 'Needs you' });
  await expect(needs).toContainText('Ledger takes no deliveries. 41 wait.');
  await expect(needs).toContainText('Answered 502. Next try in');
  await expect(needs.getByRole('link', { name: 'Open endpoint of Ledger' })).toHaveAttribute(
    'href',
    '/admin/deliveries?sandbox=ledger-02',
  );
  await expect(operator.getByRole('table', { name: 'Health' })).toContainText('One endpoint failing');
  await expect(operator.getByRole('table', { name: 'Health' })).toContainText('No gaps');
  // Whoever can't see bars has the days as a table.
  await expect(operator.getByRole('table', { name: 'Messages' }).getByRole('row')).toHaveCount(31);
  await expect(operator.getByRole('navigation', { name: 'Operator' })).toContainText(/\d+\.\d+\.\d+, up \d/);
});

test('a number that has changed is there after a refresh', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu', desk));
  await operator.goto('/admin/overview');
  const figure = operator
    .getByText('People', { exact: true })
    .locator('xpath=ancestor::div[1]')
    .locator('dd span')
    .first();
  const before = Number(await figure.innerText());
  await as('Newcomer');
  await operator.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(async () => Number(await figure.innerText())).toBeGreaterThan(before);
});

test('axe finds nothing on the overview', async ({ as, server }) => {
  test.slow(); // four themes
  const operator = await makeOperator(server, await as('Olu', desk));
  await busyHouse(server);
  await operator.goto('/admin/overview');
  await expect(operator.getByRole('table', { name: 'Health' })).toBeVisible();
  await expectAccessibleInAllThemes(operator);
});

test('on a phone the sections are a page, and the overview fits', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu', phone));
  await operator.goto('/admin');
  await expect(operator.getByRole('heading', { name: 'Operator' })).toBeVisible();
  await expectNoWiderThan(operator, 360);
  await expectAccessible(operator);
  await operator.getByRole('link', { name: 'Overview' }).click();
  await expect(operator.getByRole('table', { name: 'Health' })).toBeVisible();
  await expectNoWiderThan(operator, 360);
  await expectAccessible(operator);
  await operator.getByRole('link', { name: 'Operator' }).click();
  await expect(operator.getByRole('link', { name: 'Sandboxes' })).toBeVisible();
});
