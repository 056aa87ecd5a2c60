import { describe, expect, it } from 'vitest';
import { attachmentBytesMax } from '#lib/contract/limits.ts';
import type { Progress, UploadOutcome } from './uploads.ts';
import { readyFiles } from './ready-files.ts';
import { Uploads } from './uploads.ts';

function file(name: string, size = 3): File {
  const made = new File(['abc'], name);
  Object.defineProperty(made, 'size', { value: size });
  return made;
}

interface Asked {
  chosen: { key: string; file: File };
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  answer(outcome: UploadOutcome): void;
}

/** Mira's composer, and a server whose answers the test gives. */
function composer() {
  const asked: Asked[] = [];
  let keys = 0;
  const clock = { now: 0 };
  const uploads = new Uploads({
    upload: (chosen, watch) => new Promise((answer) => asked.push({ chosen, answer, ...watch })),
    makeKey: () => `key ${++keys}`,
    now: () => clock.now,
  });
  return { uploads, asked, clock };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const states = (uploads: Uploads) => uploads.state.files.map(({ name, state }) => `${name} ${state.name}`);

function ready({ chosen: { key, file: its } }: Asked): UploadOutcome {
  const about = { mimeType: 'text/plain', size: its.size, filename: its.name, width: null, height: null };
  return { kind: 'ready', block: { type: 'attachment', attachmentId: key, isImage: false, ...about } };
}

describe('Uploads', () => {
  it('has two files on their way at once, and the next when one has ended', async () => {
    const { uploads, asked } = composer();
    uploads.add([file('a'), file('b'), file('c')]);
    expect(states(uploads)).toEqual(['a uploading', 'b uploading', 'c waiting']);
    asked[0]?.answer(ready(asked[0]));
    await settled();
    expect(states(uploads)).toEqual(['a ready', 'b uploading', 'c uploading']);
    expect(readyFiles(uploads.state.files)).toBeNull();
  });

  it('takes ten files, and says how many there was no room for', () => {
    const { uploads } = composer();
    uploads.add(Array.from({ length: 7 }, (_, index) => file(`${index}`)));
    uploads.add(Array.from({ length: 5 }, (_, index) => file(`more ${index}`)));
    expect(uploads.state.files).toHaveLength(10);
    expect(uploads.state.leftOut).toBe(2);
  });

  it('asks the server for nothing that it would refuse, and holds the message back until that is gone', async () => {
    const { uploads, asked } = composer();
    uploads.add([file('big', attachmentBytesMax + 1), file('empty', 0), file('largest', attachmentBytesMax)]);
    expect(states(uploads)).toEqual(['big refused', 'empty refused', 'largest uploading']);
    asked[0]?.answer(ready(asked[0]));
    await settled();
    expect(readyFiles(uploads.state.files)).toBeNull();
    for (const { key, state } of uploads.state.files) if (state.name === 'refused') uploads.remove(key);
    expect(readyFiles(uploads.state.files)?.map(({ filename }) => filename)).toEqual(['largest']);
  });

  it('tries again under the same key, so that the server knows it for the same file', async () => {
    const { uploads, asked } = composer();
    uploads.add([file('a')]);
    asked[0]?.answer({ kind: 'failed', why: 'The server answered with an error.' });
    await settled();
    expect(states(uploads)).toEqual(['a failed']);
    uploads.retry('key 1');
    expect(asked.map(({ chosen }) => chosen.key)).toEqual(['key 1', 'key 1']);
  });

  it('cancels what is removed, and whatever comes of it then changes nothing', async () => {
    const { uploads, asked } = composer();
    uploads.add([file('a'), file('b')]);
    uploads.remove('key 1');
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.onProgress({ loaded: 1, total: 3 });
    asked[0]?.answer({ kind: 'cancelled' });
    await settled();
    expect(states(uploads)).toEqual(['b uploading']);
    expect(asked).toHaveLength(2);
  });

  it('waits for a connection, asks nothing meanwhile, and goes on by itself', async () => {
    const { uploads, asked } = composer();
    uploads.add([file('a')]);
    asked[0]?.answer({ kind: 'later' });
    await settled();
    uploads.add([file('b')]);
    expect(states(uploads)).toEqual(['a waiting', 'b waiting']);
    expect(asked).toHaveLength(1);
    uploads.setOnline(true);
    expect(states(uploads)).toEqual(['a uploading', 'b uploading']);
  });

  it('takes up what an earlier page has left: what was uploaded goes along, the rest has to be chosen again', async () => {
    const before = composer();
    before.uploads.add([file('a'), file('b'), file('c'), file('empty', 0)]);
    before.asked[0]?.answer(ready(before.asked[0]));
    await settled();
    const { uploads, asked } = composer();
    uploads.add([file('d')]);
    uploads.takeUp(before.uploads.state.files);
    expect(states(uploads)).toEqual(['a ready', 'b lost', 'c lost', 'empty refused', 'd uploading']);
    expect(asked).toHaveLength(1);
    expect(readyFiles(uploads.state.files)).toBeNull();
    uploads.add([file('b')]);
    expect(states(uploads)).toEqual(['a ready', 'c lost', 'empty refused', 'd uploading', 'b uploading']);
  });

  it('knows that a file of yesterday is on the server no more', async () => {
    const before = composer();
    before.uploads.add([file('a')]);
    before.asked[0]?.answer(ready(before.asked[0]));
    await settled();
    const { uploads, clock } = composer();
    clock.now = 24 * 3_600_000;
    uploads.takeUp(before.uploads.state.files);
    expect(states(uploads)).toEqual(['a lost']);
  });

  it('says how far a file is', () => {
    const { uploads, asked } = composer();
    uploads.add([file('a')]);
    asked[0]?.onProgress({ loaded: 3, total: 4 });
    expect(uploads.state.files[0]?.state).toMatchObject({ fraction: 0.75 });
  });
});
