import { describe, expect, it } from 'vitest';
import type { Outcome, OutboxEntry, OutboxState } from './outbox.ts';
import { afterTry, isHeldUp, nextToSend, outcomeOf, sendingAfter } from './outbox.ts';
import type { OutboxStorage } from './outbox-sender.ts';
import { Outbox } from './outbox-sender.ts';

function entry(clientId: string, name: OutboxState['name'] = 'queued', conversationId = 'rollout'): OutboxEntry {
  const state: OutboxState = name === 'failed' ? { name, why: 'You left this conversation.' } : { name };
  return { clientId, userId: 'mira', conversationId, text: clientId, createdAt: 0, state };
}

const ids = (entries: readonly OutboxEntry[]) => entries.map((one) => one.clientId);

describe('nextToSend', () => {
  it('sends one message of each conversation, the oldest', () => {
    expect(ids(nextToSend([entry('b'), entry('a'), entry('c', 'queued', 'invoices')]))).toEqual(['a', 'c']);
  });

  it('holds back what was written after a message that is uncertain or under way', () => {
    expect(nextToSend([entry('a', 'unconfirmed'), entry('b')])).toEqual([]);
    expect(nextToSend([entry('a', 'sending'), entry('b')])).toEqual([]);
  });

  it('goes past a message that was refused', () => {
    expect(ids(nextToSend([entry('a', 'failed'), entry('b')]))).toEqual(['b']);
  });
});

describe('isHeldUp', () => {
  it('is true from the first time that the server could take nothing until it has taken it, also while it is tried again', () => {
    const waiting = { ...entry('a'), state: afterTry({ kind: 'later', isUnable: true }) };
    expect(isHeldUp([waiting, entry('b')])).toBe(true);
    expect(isHeldUp([{ ...waiting, state: sendingAfter(waiting.state) }])).toBe(true);
    expect(isHeldUp([{ ...waiting, state: afterTry({ kind: 'later' }) }, entry('b')])).toBe(false);
  });
});

describe('outcomeOf', () => {
  it('calls a missing answer and a server’s own error unknown, never refused', () => {
    expect(outcomeOf({ code: null, message: '' }).kind).toBe('unknown');
    expect(outcomeOf({ code: 'internal', message: '' }).kind).toBe('unknown');
  });

  it('tries again what was refused for now, and gives the reason of what was refused', () => {
    expect(outcomeOf({ code: 'rate_limited', message: '' })).toEqual({ kind: 'later' });
    expect(outcomeOf({ code: 'unavailable', message: '' })).toEqual({ kind: 'later', isUnable: true });
    expect(outcomeOf({ code: 'not_found', message: 'You left.' })).toEqual({ kind: 'refused', why: 'You left.' });
  });
});

/** A browser: one storage, any number of pages, and a server whose answers the test gives. */
function browser() {
  const stored = new Map<string, OutboxEntry>();
  const asked: { clientId: string; answer(outcome: Outcome): void }[] = [];
  const storage: OutboxStorage = {
    load: async () => [...stored.values()],
    add: async (one) => void stored.set(one.clientId, one),
    change: async (clientId, to) => {
      const known = stored.get(clientId);
      if (known !== undefined) stored.set(clientId, to(known));
    },
    remove: async (clientId) => void stored.delete(clientId),
  };
  const page = () =>
    new Outbox({
      userId: 'mira',
      storage,
      announce: () => undefined,
      pauseMs: () => 0,
      send: (one) => new Promise((answer) => asked.push({ clientId: one.clientId, answer })),
    });
  return { stored, asked, page };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const states = (outbox: Outbox) => outbox.entries.map((one) => `${one.clientId} ${one.state.name}`);

async function online(outbox: Outbox): Promise<Outbox> {
  await outbox.lead();
  await outbox.setOnline(true);
  return outbox;
}

describe('Outbox', () => {
  it('sends the messages of a conversation one after another', async () => {
    const { asked, page } = browser();
    const outbox = await online(page());
    await outbox.add(entry('a'));
    await outbox.add(entry('b'));
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(['a']);
    asked[0]?.answer({ kind: 'stored' });
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(['a', 'b']);
    expect(states(outbox)).toEqual(['b sending']);
  });

  it('stops at a message of which nothing is known, and sends it again with the same id when the connection is back', async () => {
    const { asked, page } = browser();
    const outbox = await online(page());
    await outbox.add(entry('a'));
    await outbox.add(entry('b'));
    await settled();
    asked[0]?.answer({ kind: 'unknown' });
    await settled();
    expect(states(outbox)).toEqual(['a unconfirmed', 'b queued']);
    await outbox.setOnline(false);
    await outbox.setOnline(true);
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(['a', 'a']);
  });

  it('keeps what was written offline over a reload and sends it then', async () => {
    const { asked, page, stored } = browser();
    const before = page();
    await before.lead();
    await before.add(entry('a'));
    expect(asked).toEqual([]);
    expect(stored.size).toBe(1);
    await online(page());
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(['a']);
  });

  it('sends from one page only, and takes over what a closed page had under way', async () => {
    const { asked, page } = browser();
    const first = await online(page());
    const second = page();
    await second.setOnline(true);
    await first.add(entry('a'));
    await second.refresh();
    await settled();
    expect(asked).toHaveLength(1);
    expect(states(second)).toEqual(['a sending']);
    await second.lead();
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(['a', 'a']);
  });

  it('tries what was refused for now again, before anything written after it', async () => {
    const { asked, page } = browser();
    const outbox = await online(page());
    await outbox.add(entry('a'));
    await outbox.add(entry('b'));
    await settled();
    asked[0]?.answer({ kind: 'later' });
    await settled();
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(['a', 'a']);
  });

  it('notices what another page wrote while it was writing itself', async () => {
    const { asked, page, stored } = browser();
    const outbox = await online(page());
    const adding = outbox.add(entry('a'));
    stored.set('c', entry('c', 'queued', 'invoices'));
    await outbox.refresh();
    await adding;
    await settled();
    expect(asked.map((one) => one.clientId)).toEqual(expect.arrayContaining(['a', 'c']));
    expect(asked).toHaveLength(2);
  });

  it('says why a message was refused, and tries again when asked', async () => {
    const { asked, page } = browser();
    const outbox = await online(page());
    await outbox.add(entry('a'));
    await settled();
    asked[0]?.answer({ kind: 'refused', why: 'You left this conversation.' });
    await settled();
    expect(outbox.entries[0]?.state).toEqual({ name: 'failed', why: 'You left this conversation.' });
    await outbox.retry('a');
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('does not bring a discarded message back when its answer comes late', async () => {
    const { asked, page, stored } = browser();
    const outbox = await online(page());
    await outbox.add(entry('a'));
    await settled();
    await outbox.remove('a');
    asked[0]?.answer({ kind: 'unknown' });
    await settled();
    expect(states(outbox)).toEqual([]);
    expect(stored.size).toBe(0);
  });
});
