import { expect, test } from './fixtures.ts';
import { openTogether } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;

test('who listens to the screen finds the list, the log with each message’s writer, the field and the details by their roles', async ({
  as,
  server,
}) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await jonas.getByRole('textbox', { name: 'Message' }).fill('Is the build green?');
  await jonas.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(maya.getByRole('log').getByRole('article')).toHaveCount(3);
  await expect(maya.getByText('Connected', { exact: true })).toBeVisible();

  await expect(maya.getByRole('navigation')).toMatchAriaSnapshot(`
    - navigation "Conversations":
      - button "New conversation"
      - button "Search or go to"
      - region "Today":
        - heading "Today" [level=2]
        - list:
          - listitem:
            - link /Welcome .*/
            - button "What to do with “Welcome”"
      - button "Archived"
      - button "Maya, your account"
      - link "Settings"`);
  await expect(maya.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - button "Rename “Welcome”"
      - heading "Welcome" [level=1]
      - img "Jonas is here"
      - button "Details" [expanded]
      - button "More"
      - log "Messages":
        - heading "Today" [level=2]
        - article:
          - img "Guide, agent"
          - text: Guide
          - time
          - paragraph: /Hello, Maya/
        - article:
          - text: Jonas
          - time
          - paragraph: Is the build green?
        - article:
          - img "Guide, agent"
          - text: Guide
          - time
          - paragraph: /no language model/
      - textbox "Message"
      - button "Attach files"
      - button "Mention somebody"
      - button "Send" [disabled]
      - status: Connected`);
  const details = maya.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: 'Guide' })).toBeVisible();
  for (const name of ['Maya', 'Jonas'])
    await expect(details.getByRole('listitem').filter({ hasText: name })).toBeVisible();
});
