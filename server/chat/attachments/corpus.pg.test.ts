import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { send } from '#server/chat/messages/send.ts';
import { documented } from '#server/testing/documented.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { download, upload } from '#server/testing/files.ts';
import { guest, type Person } from '#server/testing/personas.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;

beforeAll(async () => {
  // Files are on this machine's disk here, as they are without any setting.
  house = await startTestApp({ limits: 'generous' });
  maya = await guest(house.app, 'Maya');
});
afterAll(() => house.close());

const script = '<script>document.title = "run"</script>';
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`;

function dots(width = 8, height = 8): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#357' } });
}

/** A PNG of any size, in as few bytes as black takes. */
function blackPng(width: number, height: number, more: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.min(height * (Math.ceil(width / 8) + 1), 50_000_000)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** One entry that says it is a gigabyte. */
function zipBomb(): Buffer {
  return zipNamed('bomb.txt', Buffer.alloc(20_000_000));
}

function zipNamed(entry: string, content = Buffer.from('x')): Buffer {
  const packed = deflateRawSync(content);
  const name = Buffer.from(entry);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(1_000_000_000, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, packed]);
}

interface Specimen {
  bytes: Buffer | Promise<Buffer>;
  claims: string;
  is: string;
}

/** All of these are files, and none is a picture that our pages would show. */
const neverShown: Record<string, Specimen> = {
  'an SVG with a script': { bytes: Buffer.from(svg), claims: 'image/svg+xml', is: 'image/svg+xml' },
  'an SVG that says it is a PNG': { bytes: Buffer.from(svg), claims: 'image/png', is: 'text/plain' },
  'an SVG with an XML head': {
    bytes: Buffer.from(`<?xml version="1.0"?>${svg}`),
    claims: 'image/svg+xml',
    is: 'application/xml',
  },
  'a page': { bytes: Buffer.from(`<!doctype html>${script}`), claims: 'text/html', is: 'text/html' },
  'a page that says it is a JPEG': { bytes: Buffer.from(`<html>${script}`), claims: 'image/jpeg', is: 'text/plain' },
  'a script': { bytes: Buffer.from('alert(1)'), claims: 'text/javascript', is: 'text/javascript' },
  'a PNG’s head with a page behind it': {
    bytes: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(script)]),
    claims: 'image/png',
    is: 'application/octet-stream',
  },
  'a GIF that is JavaScript': {
    bytes: Buffer.from('GIF89a=1;alert(1)//'),
    claims: 'image/gif',
    is: 'image/gif',
  },
  'a JPEG’s head before an SVG': {
    bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(svg)]),
    claims: 'image/jpeg',
    is: 'image/jpeg',
  },
  'half of a PNG': { bytes: half(dots(400, 400).png().toBuffer()), claims: 'image/png', is: 'image/png' },
  'a PNG of 50,000 × 50,000': { bytes: blackPng(50_000, 50_000), claims: 'image/png', is: 'image/png' },
  'a PNG one row over the limit': { bytes: blackPng(10_000, 5_001), claims: 'image/png', is: 'image/png' },
  'a PNG that says it is 2³¹ wide': { bytes: blackPng(2 ** 31 - 1, 1), claims: 'image/png', is: 'image/png' },
  'a zip bomb': { bytes: zipBomb(), claims: 'application/zip', is: 'application/zip' },
  'a gzip bomb that says it is a WebP': {
    bytes: gzipSync(Buffer.alloc(20_000_000)),
    claims: 'image/webp',
    is: 'application/gzip',
  },
  'a PDF with JavaScript': {
    bytes: Buffer.from('%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'),
    claims: 'application/pdf',
    is: 'application/pdf',
  },
  'a TIFF': { bytes: dots().tiff().toBuffer(), claims: 'image/png', is: 'image/tiff' },
  'a program': {
    bytes: Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'),
    claims: 'image/png',
    is: 'application/x-msdownload',
  },
  'a page in UTF-16': {
    bytes: Buffer.from(`\ufeff<html>${script}`, 'utf16le'),
    claims: 'text/html; charset=utf-16',
    is: 'application/octet-stream',
  },
  'a packed SVG': { bytes: gzipSync(svg), claims: 'image/svg+xml', is: 'application/gzip' },
  'a PDF that is a page, too': {
    bytes: Buffer.from(`%PDF-1.7\n<html>${script}</html>\n%%EOF`),
    claims: 'text/html',
    is: 'application/pdf',
  },
  'a page before a JPEG': {
    bytes: joined(Buffer.from(`<html>${script}<!--`), dots().jpeg().toBuffer()),
    claims: 'image/jpeg',
    is: 'application/octet-stream',
  },
  'a GIF of 65,535 × 65,535': {
    bytes: Buffer.from('GIF89a\xff\xff\xff\xff\0\0\0;', 'latin1'),
    claims: 'image/gif',
    is: 'image/gif',
  },
  'a PNG of no width': { bytes: blackPng(0, 8), claims: 'image/png', is: 'image/png' },
  'a WebP of which all but the head is missing': {
    bytes: Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8 ', 'latin1'),
    claims: 'image/webp',
    is: 'image/webp',
  },
  'an AVIF of which all but the head is missing': {
    bytes: Buffer.from('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'latin1'),
    claims: 'image/avif',
    is: 'image/avif',
  },
  'a web manifest': {
    bytes: Buffer.from('{"start_url":"/"}'),
    claims: 'application/manifest+json',
    is: 'application/manifest+json',
  },
  'a WebAssembly module': {
    bytes: Buffer.from('\0asm\x01\0\0\0', 'latin1'),
    claims: 'image/png',
    is: 'application/wasm',
  },
  'an archive with a path that leads out': {
    bytes: zipNamed('../../../../etc/cron.d/x'),
    claims: 'application/zip',
    is: 'application/zip',
  },
  'bytes of no kind': { bytes: Buffer.from([0, 1, 2, 3, 0xff]), claims: 'image/png', is: 'application/octet-stream' },
};

test.each(Object.entries(neverShown))(
  '%s is a file to be saved, and can’t run',
  async (name, { bytes, claims, is }) => {
    const file = await arrive(await bytes, claims, `${name}.png`);
    expect(file).toMatchObject({ mimeType: is, isImage: false, width: null, height: null });
    const answer = await got(file);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
    expectInert(answer);
    expect(Buffer.from(await answer.arrayBuffer()).equals(await bytes)).toBe(true);
  },
);

const shown: Record<string, { bytes: Promise<Buffer>; is: string }> = {
  'a PNG': { bytes: dots().png().toBuffer(), is: 'image/png' },
  'a JPEG': { bytes: dots().jpeg().toBuffer(), is: 'image/jpeg' },
  'a WebP': { bytes: dots().webp().toBuffer(), is: 'image/webp' },
  'an AVIF': { bytes: dots(16, 16).avif().toBuffer(), is: 'image/avif' },
  'a GIF': { bytes: dots().gif().toBuffer(), is: 'image/gif' },
  'a PNG that says it is a page': { bytes: dots().png().toBuffer(), is: 'image/png' },
  'a PNG with a page and a ZIP behind its end': { bytes: followed(dots().png().toBuffer()), is: 'image/png' },
  'a JPEG with a script in its comment': { bytes: commented(dots().jpeg().toBuffer()), is: 'image/jpeg' },
  'a PNG at the limit': { bytes: Promise.resolve(blackPng(10_000, 5_000)), is: 'image/png' },
  'a PNG with a bomb in its text': {
    bytes: Promise.resolve(blackPng(8, 8, [chunk('zTXt', textBomb())])),
    is: 'image/png',
  },
};

test.each(Object.entries(shown))(
  '%s is shown as what its bytes are, and as nothing else',
  async (_name, { bytes, is }) => {
    const file = await arrive(await bytes, 'text/html', 'page.html');
    expect(file).toMatchObject({ mimeType: is, isImage: true });
    const answer = await got(file);
    expect(answer.headers.get('content-type')).toBe(is);
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="page.html"/);
    expectInert(answer);
    const small = await got(file, 'thumbnailUrl');
    expect(small.headers.get('content-type')).toBe('image/webp');
    expectInert(small);
    expect(Buffer.from(await small.arrayBuffer()).includes('script')).toBe(false);
  },
);

test('all that are documented were tried', () => {
  expect(Object.keys(neverShown).length + Object.keys(shown).length).toBe(documented('files'));
});

test('a photo stands as it was taken, and its thumbnail tells nothing of the camera or the place', async () => {
  const taken = await dots(80, 40)
    .withExif({ IFD0: { Make: 'Camera of Maya', Copyright: 'Maya' }, IFD3: { GPSLatitude: '59/1 20/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const file = await arrive(taken, 'image/jpeg', 'photo.jpg');
  expect(file).toMatchObject({ width: 40, height: 80, isImage: true });
  const small = Buffer.from(await (await got(file, 'thumbnailUrl')).arrayBuffer());
  const { width, height, exif, orientation } = await sharp(small).metadata();
  expect({ width, height, exif, orientation }).toEqual({
    width: 40,
    height: 80,
    exif: undefined,
    orientation: undefined,
  });
  expect(small.includes('Camera of Maya')).toBe(false);
});

test('many pictures at once are all read, in turn', async () => {
  const bytes = await dots(900, 900).png().toBuffer();
  const files = await Promise.all(Array.from({ length: 12 }, () => arrive(bytes, 'image/png', 'a.png')));
  expect(files.every(({ isImage, width }) => isImage && width === 900)).toBe(true);
});

test('a browser asks for parts, asks again, and is told what it may keep', async () => {
  const bytes = Buffer.from('0123456789');
  const file = await arrive(bytes, 'text/plain', 'Zoë’s “notes”.txt');
  const ask = (headers: Record<string, string>) => got(file, 'url', headers);
  const whole = await ask({});
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-length': '10',
    'accept-ranges': 'bytes',
    'content-disposition': `attachment; filename="Zo__s _notes_.txt"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20%E2%80%9Cnotes%E2%80%9D.txt`,
  });
  const [, seconds] = /^private, max-age=(\d+), immutable$/.exec(whole.headers.get('cache-control') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThanOrEqual(3_590);
  expect(Number(seconds)).toBeLessThanOrEqual(5_400);
  const etag = whole.headers.get('etag') ?? '';

  const part = await ask({ range: 'bytes=2-4' });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
  const end = await ask({ range: 'bytes=-3', 'if-range': etag });
  expect([end.status, await end.text()]).toEqual([206, '789']);
  const changed = await ask({ range: 'bytes=-3', 'if-range': '"other"' });
  expect([changed.status, await changed.text()]).toEqual([200, '0123456789']);
  const several = await ask({ range: 'bytes=0-1,4-5' });
  expect([several.status, await several.text()]).toEqual([200, '0123456789']);
  const beyond = await ask({ range: 'bytes=10-' });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  const same = await ask({ 'if-none-match': etag });
  expect([same.status, await same.text()]).toEqual([304, '']);
});

async function arrive(bytes: Buffer, mimeType: string, filename: string): Promise<FileBlock> {
  const { conversationId, principal } = maya;
  const file = await upload(house, principal, conversationId, { bytes, mimeType, filename });
  const content = [{ type: 'attachment' as const, attachmentId: file.attachmentId }];
  await send(house.app, principal, { conversationId, content });
  return file;
}

function got(
  { attachmentId }: FileBlock,
  what: 'url' | 'thumbnailUrl' = 'url',
  headers: Record<string, string> = {},
): Promise<Response> {
  const { conversationId, principal } = maya;
  return download(house, principal, { conversationId, attachmentId }, { what, headers });
}

/** Opened by itself it is alone in the world, and nobody may take it for anything else. */
function expectInert({ status, headers }: Response): void {
  expect(status).toBe(200);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.* sandbox;/);
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
}

async function joined(first: Buffer, second: Promise<Buffer>): Promise<Buffer> {
  return Buffer.concat([first, await second]);
}

async function half(bytes: Promise<Buffer>): Promise<Buffer> {
  const whole = await bytes;
  return whole.subarray(0, whole.length / 2);
}

async function followed(bytes: Promise<Buffer>): Promise<Buffer> {
  return Buffer.concat([await bytes, Buffer.from(`<html>${script}</html>`), zipBomb()]);
}

/** FF FE: a comment. */
async function commented(bytes: Promise<Buffer>): Promise<Buffer> {
  const whole = await bytes;
  const comment = Buffer.from(`*/=1;${script}/*`);
  const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([whole.subarray(0, 2), head, comment, whole.subarray(2)]);
}

function textBomb(): Buffer {
  return Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(20_000_000, 'a'))]);
}
