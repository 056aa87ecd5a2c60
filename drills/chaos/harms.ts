import type { Harm } from '../link.ts';
import type { Chance } from '../seed.ts';

const kinds = ['reset', 'close', 'half-close down', 'half-close up', 'black hole', 'delay', 'throttle'] as const;
/** A handshake's answer has some 150 bytes: a quarter of the cuts falls into it. */
const handshakeBytes = 200;
const conversationBytes = 6_000;

/** One to four bad connections in a row, then good ones. */
export function planOf(chance: Chance): (connection: number) => Harm {
  const harms = Array.from({ length: 1 + chance.below(4) }, () => harmOf(chance));
  return (connection) => harms[connection] ?? { kind: 'none' };
}

function harmOf(chance: Chance): Harm {
  const kind = chance.one(kinds);
  if (kind === 'delay') return { kind, ms: 1 + chance.below(30) };
  if (kind === 'throttle') return { kind, bytesAtOnce: 20 + chance.below(400) };
  return { kind, afterBytes: chance.below(chance.below(4) === 0 ? handshakeBytes : conversationBytes) };
}
