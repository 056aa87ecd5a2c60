import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { createBot } from '#server/bots/create.ts';
import { setEndpoint } from '#server/bots/endpoints/own-endpoint.ts';
import { send } from '#server/chat/messages/send.ts';
import { Receiver } from './receiver.ts';
import { until } from './until.ts';

/**
 * Shows that what was due at endpoints has been looked for: a bot beside those of the test is told something new, and what
 * was due before that was found by the same look or an earlier one.
 */
export async function openLook(
  app: AppContext,
  principal: UserPrincipal,
): Promise<AsyncDisposable & { look(): Promise<void> }> {
  const receiver = await Receiver.open();
  const { sandbox, conversationId } = await createBot(app, principal, { label: 'Witness' });
  await setEndpoint(app, principal, { sandboxId: sandbox.sandboxId, url: receiver.url });
  return {
    look: async () => {
      const { messageId } = await send(app, principal, { conversationId, content: [{ type: 'text', text: 'Now' }] });
      await until(() => receiver.messageIds.includes(messageId));
      await until(async () => !(await isUnderWay(app)));
    },
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
}

/** A try that was begun and of which nobody has written down yet what came of it. */
async function isUnderWay({ sql }: AppContext): Promise<boolean> {
  const [row] = await sql<{ isUnderWay: boolean }[]>`
    select exists (
      select from deliveries d join bot_endpoints e on e.sandbox_id = d.sandbox_id
      where d.state = 'sent' and d.attempts > (select count(*) from delivery_attempts a where a.delivery_id = d.id)
    ) as "isUnderWay"`;
  return must(row, 'an answer').isUnderWay;
}
