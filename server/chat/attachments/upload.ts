import { randomBytes } from 'node:crypto';
import type { FileBlock } from '#lib/contract/blocks.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { readPicture, type Picture } from './images.ts';
import { removeBytes, thumbnailOf } from './removal.ts';
import { sampleBytes, sniff, type Sniffed } from './sniff.ts';

/** Long after every upload has ended in one way or the other. */
const reservedMs = 24 * 3_600_000;

interface Place {
  conversationId: string;
  attachmentId: string;
}

interface Announced {
  size: number;
  mimeType: string;
  filename: string;
  status: 'pending' | 'linked';
}

/**
 * Takes the bytes of a file that was announced. Each upload goes under a key of its own and counts from the moment that the
 * row names it: of two at once the later one stands whole, a file that was sent is never changed, and one that was cut off
 * is nowhere. The key is written down before the first byte, so that whatever ends this, what is left will be removed.
 */
export async function receive(
  app: AppContext,
  place: Place,
  { body, length }: { body: AsyncIterable<Uint8Array>; length: number | null },
): Promise<FileBlock> {
  const key = randomBytes(16).toString('hex');
  const announced = await reserve(app, place, key);
  try {
    if (length !== null && length !== announced.size) throw otherSize(announced.size);
    const { counted, sample } = watch(body, announced.size);
    await app.storage.put(key, counted, announced.size);
    const kind = await sniff(sample(), announced.mimeType);
    const picture = kind.mayBePicture ? await depict(app, key) : null;
    await claim(app, place, { key, kind, picture });
    return present(place.attachmentId, announced, { kind, picture });
  } catch (error) {
    await removeBytes(app, key).catch((cause: unknown) =>
      app.log.warn({ err: cause }, 'An upload is left for the sweeper.'),
    );
    throw error;
  }
}

async function reserve({ sql, clock }: AppContext, place: Place, key: string): Promise<Announced> {
  const dueAt = new Date(clock.now().getTime() + reservedMs);
  const [announced] = await sql<Announced[]>`
    with place as (
      select size, mime_type as "mimeType", filename, status from attachments
      where conversation_id = ${place.conversationId} and id = ${place.attachmentId}
    ), reserved as (
      insert into unclaimed_files (key, due_at) select ${key}, ${dueAt} from place where status = 'pending'
    )
    select * from place`;
  if (announced === undefined) throw notFound();
  if (announced.status === 'linked') throw sentAlready();
  return announced;
}

/** Counts while it passes on, and keeps the beginning. More than was announced is not even read. */
function watch(body: AsyncIterable<Uint8Array>, size: number) {
  const beginning: Uint8Array[] = [];
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      if (bytes < sampleBytes) beginning.push(piece.subarray(0, sampleBytes - bytes));
      bytes += piece.length;
      if (bytes > size) throw otherSize(size);
      yield piece;
    }
    if (bytes < size) throw otherSize(size);
  }
  return { counted: counted(), sample: () => Buffer.concat(beginning) };
}

async function depict({ storage }: AppContext, key: string): Promise<Picture | null> {
  const picture = await readPicture(() => storage.get(key));
  if (picture !== null) await storage.put(thumbnailOf(key), only(picture.thumbnail), picture.thumbnail.length);
  return picture;
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** From here on the bytes are the row's, and no longer among those that are to be removed. */
async function claim(
  { sql, clock }: AppContext,
  { conversationId, attachmentId }: Place,
  { key, kind, picture }: { key: string; kind: Sniffed; picture: Picture | null },
): Promise<void> {
  const { width = null, height = null } = picture ?? {};
  const claimed = await sql`
    with claimed as (
      update attachments
      set key = ${key}, mime_type = ${kind.mimeType}, is_image = ${picture !== null},
        has_thumbnail = ${picture !== null}, width = ${width}, height = ${height}, uploaded_at = ${clock.now()}
      where conversation_id = ${conversationId} and id = ${attachmentId} and status = 'pending'
      returning key
    )
    delete from unclaimed_files u using claimed where u.key = claimed.key returning u.key`;
  if (claimed.length === 0) throw sentAlready();
}

function present(
  attachmentId: string,
  { size, filename }: Announced,
  { kind, picture }: { kind: Sniffed; picture: Picture | null },
): FileBlock {
  const { width = null, height = null } = picture ?? {};
  const { mimeType } = kind;
  return { type: 'attachment', attachmentId, mimeType, size, filename, width, height, isImage: picture !== null };
}

function otherSize(announced: number): Fault {
  return new Fault(
    'impossible_value',
    `That isn't the file that was announced: it has another size than ${announced} bytes.`,
  );
}

function sentAlready(): Fault {
  return new Fault('conflict', 'That file is in a message already.');
}
