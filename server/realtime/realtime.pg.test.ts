import { expect, test } from 'vitest';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { RealtimeClient, TicketRefused } from '#lib/realtime/client.ts';
import { revokeSession } from '#server/accounts/sessions.ts';
import { send } from '#server/chat/messages/send.ts';
import { startTestApp } from '#server/testing/app.ts';
import { enter, person } from '#server/testing/personas.ts';

test('what is sent on the laptop is on the phone, in order; the session that is revoked there is signed out there only', async () => {
  await using house = await startTestApp();
  const { app, url } = house;
  const maya = await person(app, 'Maya');
  const lost = await enter(app, maya.email);
  const [phone, stolen] = [deviceOf(url, maya.headers), deviceOf(url, lost.headers)];
  const context = conversationContext(maya.sandboxId, maya.conversationId);

  const events: WireEvent[] = [];
  const heard = changes();
  for (const path of [context, sandboxContext(maya.sandboxId)]) {
    phone.subscribe(path, {
      after: 0,
      onEvent: (event) => {
        events.push(event);
        heard.changed();
      },
    });
  }
  const subscribed = new Promise<void>((resolve) => {
    stolen.subscribe(context, { onSubscribed: () => resolve() });
  });
  stolen.subscribeState(heard.changed);
  const releases = [phone.acquire(), stolen.acquire()];
  await heard.until(() => events.length > 0);
  await subscribed;

  const texts = Array.from({ length: 5 }, (_, i) => `number ${i}`);
  for (const text of texts) {
    const content = [{ type: 'text' as const, text }];
    await send(app, maya.principal, { conversationId: maya.conversationId, content });
  }
  await heard.until(() => texts.every((text) => JSON.stringify(messages(events)).includes(text)));
  await heard.until(() => events.filter((event) => event.event === 'conversation.activity').length >= 5);
  const positions = messages(events).map((event) => event.id);
  expect(positions).toEqual(positions.map((_, i) => i + 1));

  await revokeSession(app, lost.principal.sessionId);
  await heard.until(() => stolen.state.status === 'signed-out');
  expect(phone.state.status).toBe('connected');
  for (const release of releases) release();
});

function messages(events: WireEvent[]): WireEvent[] {
  return events.filter((event) => event.event === 'message.created');
}

/** As a page of ours connects: its ticket over HTTP, with its own cookie. */
function deviceOf(url: string, headers: Record<string, string>): RealtimeClient {
  return new RealtimeClient({
    url: `${url.replace('http', 'ws')}/connect`,
    fetchTicket: async () => {
      const body = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' };
      const response = await fetch(`${url}/connect-ticket`, body);
      if (response.status === 401) throw new TicketRefused();
      return (await response.json()) as { ticket: string };
    },
  });
}

function changes() {
  const looks = new Set<() => void>();
  return {
    changed: () => {
      for (const look of looks) look();
    },
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!holds()) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
  };
}
