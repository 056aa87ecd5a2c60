import { expect, test } from 'vitest';
import { plainPieces } from './plain-characters.ts';

const shown = (text: string) =>
  plainPieces(text)
    .map((piece) => (piece.isHidden ? `<${piece.shown}>` : piece.shown))
    .join('');

test('an ordinary command is shown as it is, in any script', () => {
  for (const command of ['make deploy', 'a\n\tb', 'echo "Grüße, 你好, שלום"', 'cd /tmp && rm -rf ./x']) {
    expect(plainPieces(command)).toEqual([{ shown: command, isHidden: false }]);
  }
});

test('what turns the direction round, joins nothing or only looks like a space is named', () => {
  expect(shown('rm \u202Efdp.exe\u202C')).toBe('rm <U+202E>fdp.exe<U+202C>');
  expect(shown('curl\u00A0evil')).toBe('curl<U+00A0>evil');
  expect(shown('a\u200Bb\u2066c\u3164d\r\ne\u0007')).toBe('a<U+200B>b<U+2066>c<U+3164>d<U+000D>\ne<U+0007>');
  expect(shown('x\u{E0041}y')).toBe('x<U+E0041>y');
});
