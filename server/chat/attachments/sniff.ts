import { fileTypeFromBuffer } from 'file-type';

/** So many bytes from the beginning say what a file is. */
export const sampleBytes = 4_100;

/** Images without scripts, links or anything else that acts. All other files are only downloaded. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Text has no signature, so here alone the sender is believed: about which kind of text it is. */
const kindOfText = /^(text\/.+|application\/([\w.-]+\+)?(json|xml|yaml|javascript|sql|toml)|image\/svg\+xml)$/;

export interface Sniffed {
  mimeType: string;
  mayBePicture: boolean;
}

/** What a file is by its first bytes. What is said of it counts for nothing where they say something else, or nothing. */
export async function sniff(sample: Uint8Array, declared: string): Promise<Sniffed> {
  const found = await fileTypeFromBuffer(sample).catch(() => undefined);
  // An animated PNG is a PNG.
  const mimeType = found?.mime === 'image/apng' ? 'image/png' : (found?.mime ?? withoutSignature(sample, declared));
  return { mimeType, mayBePicture: found !== undefined && pictures.has(mimeType) };
}

function withoutSignature(sample: Uint8Array, declared: string): string {
  if (!isText(sample)) return 'application/octet-stream';
  return kindOfText.test(declared) ? declared : 'text/plain';
}

function isText(sample: Uint8Array): boolean {
  try {
    // As the beginning of a stream: the sample may end in the middle of a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    // oxlint-disable-next-line no-control-regex -- these are what no text has
    return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
  } catch {
    return false;
  }
}
