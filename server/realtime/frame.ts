import type { WireEvent } from '#lib/contract/events.ts';
import type { DownFrame } from '#lib/protocol/down.ts';

const finalText = 0x81;

/**
 * A whole WebSocket text frame, unmasked as a server's are. Made once and written to every socket that wants it: with
 * compression off `ws` would make these very bytes again for each of them.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = headerLength(length);
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = finalText;
  if (start === 2) frame[1] = length;
  if (start === 4) frame.writeUInt16BE(length, 2);
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  if (start > 2) frame[1] = start === 4 ? 126 : 127;
  frame.write(text, start);
  return frame;
}

export function encodeFrame(frame: DownFrame): Buffer {
  return textFrame(JSON.stringify(frame));
}

export function encodeEvent(event: WireEvent): Buffer {
  const { context, event: name, payload, id } = event;
  return encodeFrame({ type: 'event', context, event: name, payload, ...(id === undefined ? {} : { id }) });
}

/** The same event for a socket of the old kind, which counts what it gets. The number goes in before the closing brace. */
export function withSeq(frame: Buffer, seq: number): Buffer {
  return textFrame(`${jsonOf(frame).slice(0, -1)},"seq":${seq}}`);
}

/** The text of a frame, for whoever isn't a socket. */
export function jsonOf(frame: Buffer): string {
  return frame.toString('utf8', startOfText(frame));
}

function headerLength(length: number): 2 | 4 | 10 {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

function startOfText(frame: Buffer): number {
  const mark = frame[1];
  if (mark === 127) return 10;
  return mark === 126 ? 4 : 2;
}
