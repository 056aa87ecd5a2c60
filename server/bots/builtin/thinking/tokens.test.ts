import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensOf, withinTokens } from './tokens.ts';

// The most that o200k, cl100k and Llama 3 count.
test.each([
  ['English', 'The harbour is full of ships tonight, and nobody knows when the next one will leave.', 18],
  ['German', 'Donaudampfschifffahrtsgesellschaftskapitän sucht Mützenbügelstation am Überseehafen.', 31],
  ['Chinese', '今晚港口里停满了船，谁也不知道下一艘什么时候离开。', 34],
  ['Japanese', '今夜、港は船でいっぱいで、次の船がいつ出るかは誰も知りません。', 37],
  ['Korean', '오늘 밤 항구에는 배가 가득하고, 다음 배가 언제 떠날지 아무도 모른다.', 39],
  ['Russian', 'Сегодня вечером гавань полна кораблей, и никто не знает, когда уйдёт следующий.', 40],
  ['Hindi', 'आज रात बंदरगाह जहाज़ों से भरा है, और कोई नहीं जानता कि अगला कब निकलेगा।', 76],
  ['figures', '3.14159265358979 2026-11-21T20:08:40.123Z 0xdeadbeef', 29],
  ['emoji', '🚢⚓️🌊👩‍👩‍👧‍👦', 28],
  ['code', 'for (let i = 0; i < n; i++) {\n    if (a[i] === b[i]) continue;\n    c.push({ ...d[i] });\n}', 37],
  ['Base64', 'aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0IGFuZCBpdCBpcyBsb25n', 37],
  ['ids', '01ARZ3NDEKTSV4RRFFQ69G5FAV 6a2f220d-422f-4a19-8f9f-0287328eefdf', 44],
])('%s is never taken for less than it is, nor for twice as much', (_what, text, counted) => {
  expect(tokensOf(text)).toBeGreaterThanOrEqual(counted);
  expect(tokensOf(text)).toBeLessThan(counted * 2);
});

test('whatever is shortened fits, keeps its ends, and is whole text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 20, max: 200 }),
      (text, tokensMax) => {
        const short = withinTokens(text, tokensMax);
        expect(tokensOf(short)).toBeLessThanOrEqual(tokensMax);
        expect(short.isWellFormed()).toBe(true);
        expect(short === text || short.includes('[…]')).toBe(true);
        expect(short === text).toBe(tokensOf(text) <= tokensMax);
      },
    ),
  );
});
