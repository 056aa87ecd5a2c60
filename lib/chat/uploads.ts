import type { FileBlock } from '../contract/blocks.ts';
import { attachmentBytesMax, attachmentsMax } from '../contract/limits.ts';
import { secondsLeft } from './seconds-left.ts';

/** A file that was chosen for a message that isn't sent yet: what is known of it, without its bytes. */
export interface ChosenFile {
  /** Ours, and its upload's idempotency key: tried again, it is the same file. */
  key: string;
  name: string;
  size: number;
  chosenAt: number;
  state: ChosenState;
}

export type ChosenState =
  /** For its turn, or for a connection. */
  | { name: 'waiting' }
  | { name: 'uploading'; fraction: number; secondsLeft: number | null }
  | { name: 'ready'; block: FileBlock }
  /** Another try may help. */
  | { name: 'failed'; why: string }
  /** No try can. */
  | { name: 'refused'; reason: 'too big' | 'empty' }
  /** What it was is known, and nobody has its bytes any more. */
  | { name: 'lost' };

/** What came of an upload. `later` means that there was no connection. */
export type UploadOutcome =
  { kind: 'ready'; block: FileBlock } | { kind: 'failed'; why: string } | { kind: 'later' } | { kind: 'cancelled' };

export interface Progress {
  loaded: number;
  total: number;
}

interface UploadsOptions {
  upload(
    chosen: { key: string; file: File },
    watch: { onProgress(progress: Progress): void; signal: AbortSignal },
  ): Promise<UploadOutcome>;
  makeKey(): string;
  now(): number;
}

/** Of what isn't sent within a day of being announced, the server has nothing any more. An hour is left for writing. */
const keptMs = 23 * 3_600_000;

/** A browser talks to one server over six connections, and everything else here needs some of them too. */
const atOnceMax = 2;

export interface UploadsState {
  files: readonly ChosenFile[];
  /** How many there was no room for, when files were last added. */
  leftOut: number;
}

const noUploads: UploadsState = { files: [], leftOut: 0 };

/** The files beside one text that is being written. They go up at once, so that the message itself never has to wait. */
export class Uploads {
  #state = noUploads;
  #isOnline = true;
  readonly #bytes = new Map<string, File>();
  readonly #running = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  readonly #options: UploadsOptions;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  get state(): UploadsState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** As many as there is room for, in the order that they were chosen in. One that was lost is there again. */
  add(files: readonly File[]): void {
    const before = this.#state.files.filter(({ name, state }) => !(state.name === 'lost' && isAmong(name, files)));
    const room = attachmentsMax - before.length;
    const added = files.slice(0, room).map((file) => this.#chosen(file));
    this.#show({ files: [...before, ...added], leftOut: Math.max(0, files.length - room) });
    this.#pump();
  }

  /** What was chosen on a page that is gone, before anything that was chosen here. */
  takeUp(files: readonly ChosenFile[]): void {
    const now = this.#options.now();
    const left = files.map((one) => ({ ...one, state: stateOfLeft(one, now) }));
    this.#show({ ...this.#state, files: [...left, ...this.#state.files].slice(0, attachmentsMax) });
  }

  /** Also cancels it, when it is on its way. */
  remove(key: string): void {
    this.#show({ files: this.#state.files.filter((one) => one.key !== key), leftOut: 0 });
    this.#running.get(key)?.abort();
    this.#bytes.delete(key);
    this.#pump();
  }

  retry(key: string): void {
    this.#change(key, { name: 'waiting' });
    this.#pump();
  }

  /** They are in a message now, and belong to it. */
  clear(): void {
    for (const { key } of this.#state.files) this.remove(key);
  }

  setOnline(isOnline: boolean): void {
    this.#isOnline = isOnline;
    this.#pump();
  }

  #pump(): void {
    if (!this.#isOnline) return;
    const waiting = this.#state.files.filter(({ key, state }) => state.name === 'waiting' && !this.#running.has(key));
    for (const { key } of waiting.slice(0, atOnceMax - this.#running.size)) {
      const file = this.#bytes.get(key);
      if (file !== undefined) void this.#run(key, file);
    }
  }

  async #run(key: string, file: File): Promise<void> {
    const controller = new AbortController();
    this.#running.set(key, controller);
    this.#change(key, { name: 'uploading', fraction: 0, secondsLeft: null });
    const began = this.#options.now();
    const onProgress = (progress: Progress) =>
      this.#change(key, {
        name: 'uploading',
        fraction: progress.total === 0 ? 0 : progress.loaded / progress.total,
        secondsLeft: secondsLeft(progress, this.#options.now() - began),
      });
    const outcome = await this.#options.upload({ key, file }, { onProgress, signal: controller.signal });
    this.#running.delete(key);
    // Without a connection nothing else gets through either: what waits goes on when there is one again.
    if (outcome.kind === 'later') this.#isOnline = false;
    this.#change(key, afterUpload(outcome));
    this.#pump();
  }

  #chosen(file: File): ChosenFile {
    const key = this.#options.makeKey();
    this.#bytes.set(key, file);
    return { key, name: file.name, size: file.size, chosenAt: this.#options.now(), state: stateOf(file) };
  }

  #change(key: string, state: ChosenState): void {
    const files = this.#state.files.map((one) => (one.key === key ? { ...one, state } : one));
    this.#show({ ...this.#state, files });
  }

  #show(state: UploadsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function stateOf({ size }: File): ChosenState {
  if (size > attachmentBytesMax) return { name: 'refused', reason: 'too big' };
  return size === 0 ? { name: 'refused', reason: 'empty' } : { name: 'waiting' };
}

/** Its bytes were that page's: what wasn't uploaded whole has to be chosen again. */
function stateOfLeft({ state, chosenAt }: ChosenFile, now: number): ChosenState {
  if (state.name === 'refused') return state;
  return state.name === 'ready' && now - chosenAt < keptMs ? state : { name: 'lost' };
}

function isAmong(name: string, files: readonly File[]): boolean {
  return files.some((file) => file.name === name);
}

function afterUpload(outcome: UploadOutcome): ChosenState {
  switch (outcome.kind) {
    case 'ready':
      return { name: 'ready', block: outcome.block };
    case 'failed':
      return { name: 'failed', why: outcome.why };
    case 'later':
    case 'cancelled':
      return { name: 'waiting' };
  }
}
