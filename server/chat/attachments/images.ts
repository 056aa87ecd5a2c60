import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import sharp from 'sharp';

/** A good camera's picture has as many; one with more is kept as a file like any other. Decoded, they are 200 MB. */
const pixelsMax = 50_000_000;
/** The longer side of a thumbnail: what a message shows on a screen with two pixels a point. */
const thumbnailMax = 640;
/** Decoding runs on Node's four threads, which files, names and passwords need too. Each picture holds its bytes meanwhile. */
const atOnceMax = 2;
/** A picture that takes longer was made to. */
const seconds = 20;

sharp.cache(false);
sharp.concurrency(1);
// libvips would read SVG, PDF and scientific formats as well, if bytes that begin like a picture went on as one of those.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPng',
    'VipsForeignLoadJpeg',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadWebp',
    'VipsForeignLoadHeif',
  ],
});

export interface Picture {
  /** As it is looked at, not as the camera was held. */
  width: number;
  height: number;
  /** WebP, without anything that the camera wrote beside the picture. */
  thumbnail: Buffer;
}

/** Null for what can't be decoded whole and in bounds, whatever it looks like from outside. */
export function readPicture(open: () => Promise<Readable | null>): Promise<Picture | null> {
  return inTurn(async () => {
    const stream = await open();
    return stream === null ? null : decode(await buffer(stream)).catch(() => null);
  });
}

async function decode(bytes: Buffer): Promise<Picture | null> {
  const options = { limitInputPixels: pixelsMax, failOn: 'error', sequentialRead: true } as const;
  const { autoOrient } = await sharp(bytes, options).metadata();
  const thumbnail = await sharp(bytes, options)
    .autoOrient()
    .resize(thumbnailMax, thumbnailMax, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .timeout({ seconds })
    .toBuffer();
  return { width: autoOrient.width, height: autoOrient.height, thumbnail };
}

let busy = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy < atOnceMax) busy++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
  }
}
