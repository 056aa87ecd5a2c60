import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface PackedFile {
  name: string;
  bytes: Uint8Array;
}

const block = 512;
const nameMax = 100;

/** Files in one archive, as npm packs them. The same files make the same bytes, whenever and wherever that is done. */
export async function pack(files: readonly PackedFile[]): Promise<Buffer> {
  const parts = files.flatMap(({ name, bytes }) => [header(name, bytes.length), padded(bytes)]);
  return promisify(gzip)(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 9 });
}

/** POSIX ustar. Numbers are octal; the sum is taken over the header with blanks in its own place. */
function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > nameMax) throw new TypeError(`${name} is too long for a place in an archive`);
  const bytes = Buffer.alloc(block);
  const put = (text: string, at: number) => bytes.write(text, at);
  put(name, 0);
  put(octal(0o644, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(0, 12), 136);
  put(' '.repeat(8), 148);
  put('0', 156);
  put('ustar\0' + '00', 257);
  put(
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  );
  return bytes;
}

function octal(number: number, width: number): string {
  return `${number.toString(8).padStart(width - 1, '0')}\0`;
}

function padded(bytes: Uint8Array): Buffer {
  const rest = bytes.length % block;
  return Buffer.concat([bytes, Buffer.alloc(rest === 0 ? 0 : block - rest)]);
}
