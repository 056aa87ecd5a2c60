import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventPayload, WireEvent } from '#lib/contract/events.ts';
import { applyTyping, nextExpiry, nobodyTypes, typingLifeMs, withoutExpired, type Typing } from './typing-tracker.ts';

const context = '/kiloclaw/harbor-01/01ARZ3NDEKTSV4RRFFQ69G5FAV';
const ownId = 'maya';
const harbor = 'bot:kiloclaw:harbor-01';

const ping = (memberId: string): WireEvent => ({ context, event: 'typing', payload: { memberId } });
const stop = (memberId: string): WireEvent => ({ context, event: 'typing.stop', payload: { memberId } });
/** Of a message only its sender matters here. */
const message = (senderId: string): WireEvent => ({
  context,
  event: 'message.created',
  payload: { senderId } as EventPayload<'message.created'>,
});

function hear(...heard: [now: number, event: WireEvent][]): Typing {
  return heard.reduce((typing, [now, event]) => applyTyping(typing, event, { now, ownId }), nobodyTypes);
}

const names = (typing: Typing) => [...typing.keys()];

test('Jonas writes until 5 s after his last ping, and not longer', () => {
  const typing = hear([0, ping('jonas')], [3_000, ping('jonas')]);
  expect(nextExpiry(typing)).toBe(8_000);
  expect(names(withoutExpired(typing, 7_999))).toEqual(['jonas']);
  expect(names(withoutExpired(typing, 8_000))).toEqual([]);
});

test('Maya is never told that she writes herself', () => {
  expect(hear([0, ping(ownId)])).toBe(nobodyTypes);
});

test('Jonas stops writing by sending, and Priya goes on', () => {
  expect(names(hear([0, ping('jonas')], [1, ping('priya')], [2, message('jonas')]))).toEqual(['priya']);
});

test('Harbor stops by saying so, or by its message', () => {
  expect(names(hear([0, ping(harbor)], [1, stop(harbor)]))).toEqual([]);
  expect(names(hear([0, ping(harbor)], [1, message(harbor)]))).toEqual([]);
});

test('who began first stands first, however often the others ping', () => {
  const typing = hear([0, ping('jonas')], [1, ping('priya')], [2, ping('jonas')]);
  expect(names(typing)).toEqual(['jonas', 'priya']);
});

test('what changes nothing gives back the same, so that nothing is drawn again', () => {
  const typing = hear([0, ping('jonas')]);
  expect(applyTyping(typing, stop('priya'), { now: 1, ownId })).toBe(typing);
  expect(withoutExpired(typing, 1)).toBe(typing);
  expect(nextExpiry(nobodyTypes)).toBeNull();
});

const member = fc.constantFrom('jonas', 'priya', ownId, harbor);
const step = fc.record({
  waited: fc.nat(typingLifeMs * 2),
  event: fc.oneof(member.map(ping), member.map(stop), member.map(message)),
});

test('whatever is heard, exactly those write whose last word is a ping of the last 5 s', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let now = 0;
      let typing = nobodyTypes;
      const lastWord = new Map<string, { at: number; isPing: boolean }>();
      for (const { waited, event } of steps) {
        now += waited;
        typing = applyTyping(withoutExpired(typing, now), event, { now, ownId });
        if (event.event === 'typing') lastWord.set(event.payload.memberId, { at: now, isPing: true });
        else if (event.event === 'typing.stop') lastWord.set(event.payload.memberId, { at: now, isPing: false });
        else if (event.event === 'message.created') lastWord.set(event.payload.senderId, { at: now, isPing: false });
        const expected = [...lastWord].filter(
          ([id, { at, isPing }]) => id !== ownId && isPing && now - at < typingLifeMs,
        );
        expect(names(typing).toSorted()).toEqual(expected.map(([id]) => id).toSorted());
      }
    }),
  );
});
