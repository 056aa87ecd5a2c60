import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pipeline, Transform, type TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StartFailure } from '../start-failure.ts';
import { names } from './manifest.ts';

/**
 * A backup while it is made: a folder under another name until it is whole. Nobody but the owner may look into it. Each file's
 * SHA-256 stands in SHA256SUMS, as `sha256sum -c` reads it.
 */
export class Draft {
  readonly #folder: string;
  readonly #final: string;
  readonly #sums: FileHandle;

  private constructor(folder: string, final: string, sums: FileHandle) {
    this.#folder = folder;
    this.#final = final;
    this.#sums = sums;
  }

  static async begin(final: string): Promise<Draft> {
    if (existsSync(final)) throw new StartFailure('data_unreadable', `${final} is there already. Name another folder.`);
    const folder = unfinished(final);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Draft(folder, final, await open(join(folder, names.sums), 'wx', 0o600));
  }

  /** On the disk when this returns; how long it is. */
  async write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const path = join(this.#folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    let size = 0;
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(
      (async function* () {
        for await (const piece of bytes) {
          hash.update(piece);
          size += piece.length;
          yield piece;
        }
      })(),
    );
    await file.datasync();
    await this.#sums.write(`${hash.digest('hex')}  ${name}\n`);
    return size;
  }

  lines(name: string): AsyncIterable<string> {
    return linesOf(join(this.#folder, name));
  }

  async finish(): Promise<void> {
    await this.#sums.datasync();
    await this.#sums.close();
    await rename(this.#folder, this.#final);
    await using parent = await open(dirname(this.#final));
    await parent.sync();
  }

  async discard(): Promise<void> {
    await this.#sums.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A backup that is whole. Nothing is read from it that isn't what was written. */
export class Backup {
  readonly #folder: string;
  readonly #sums: Map<string, string>;

  private constructor(folder: string, sums: Map<string, string>) {
    this.#folder = folder;
    this.#sums = sums;
  }

  static async open(folder: string): Promise<Backup> {
    const sums = join(folder, names.sums);
    if (!existsSync(sums))
      throw new StartFailure('backup_unfit', `${folder} is no backup of Claw Chat, or is an unfinished one.`);
    const found = new Map<string, string>();
    for await (const line of linesOf(sums)) found.set(line.slice(66), line.slice(0, 64));
    return new Backup(folder, found);
  }

  names(): Iterable<string> {
    return this.#sums.keys();
  }

  async text(name: string): Promise<string> {
    const bytes = await readFile(join(this.#folder, name)).catch((cause: unknown) => {
      throw damaged(name, cause);
    });
    if (createHash('sha256').update(bytes).digest('hex') !== this.#sums.get(name)) throw damaged(name);
    return bytes.toString();
  }

  async size(name: string): Promise<number> {
    const found = await stat(join(this.#folder, name)).catch((cause: unknown) => {
      throw damaged(name, cause);
    });
    return found.size;
  }

  async *unzipped(name: string): AsyncGenerator<Uint8Array> {
    const zipped = this.read(name);
    try {
      yield* pipeline(zipped, createGunzip(), () => undefined) as AsyncIterable<Buffer>;
    } catch (error) {
      throw error instanceof StartFailure ? error : damaged(name, error);
    }
  }

  /** Ends with a refusal where the bytes weren't what was written: whoever reads must not keep what came before it. */
  read(name: string): AsyncIterable<Uint8Array> {
    const expected = this.#sums.get(name);
    const hash = createHash('sha256');
    const judge = new Transform({
      transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
        hash.update(piece);
        done(null, piece);
      },
      flush(done: TransformCallback) {
        done(hash.digest('hex') === expected ? null : damaged(name));
      },
    });
    const file = createReadStream(join(this.#folder, name));
    file.on('error', (cause) => judge.destroy(damaged(name, cause)));
    return file.pipe(judge);
  }
}

/** What a backup is called until it is whole: what is found under that name may go. */
export function unfinished(folder: string): string {
  return `${folder}.unfinished`;
}

function damaged(name: string, cause?: unknown): StartFailure {
  return new StartFailure(
    'backup_unfit',
    `This backup is damaged: ${name} isn't what was written. Nothing was changed.`,
    { cause },
  );
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}
