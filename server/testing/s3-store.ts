import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bucket } from '#server/storage/s3.ts';

export interface S3Store extends AsyncDisposable {
  bucket: Bucket;
  objects: Map<string, Buffer>;
  /** The next request is answered like this instead, before its body is read. */
  fail: { status: number; code: string } | null;
  /** Why requests were refused, in order. */
  refused: string[];
}

/**
 * What a store of the S3 kind does with the three requests that we make, over real HTTP: it checks the signature by the
 * published rules, wants a length, keeps an object only when all of it has come, and knows ranges.
 */
export async function startS3Store(): Promise<S3Store> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const store: S3Store = {
    bucket: {
      endpoint: `http://127.0.0.1:${port}`,
      name: 'files-of-tests',
      region: 'eu-north-1',
      accessKeyId: 'TESTKEYID',
      secretAccessKey: 'a secret of the tests/with+signs=',
    },
    objects: new Map(),
    fail: null,
    refused: [],
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('request', (req, res) => {
    answer(store, req, res).catch(() => res.destroy());
  });
  return store;
}

async function answer(store: S3Store, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const refusal = store.fail ?? reasonToRefuse(store, req);
  store.fail = null;
  const path = `/${store.bucket.name}/`;
  if (refusal !== null) return refuse(store, res, refusal);
  if (req.url?.startsWith(path) !== true) return refuse(store, res, { status: 404, code: 'NoSuchBucket' });
  const key = req.url.slice(path.length);
  if (req.method === 'PUT') return keep(store, { key, req, res });
  if (req.method === 'DELETE') {
    store.objects.delete(key);
    return void res.writeHead(204).end();
  }
  const object = store.objects.get(key);
  if (object === undefined) return refuse(store, res, { status: 404, code: 'NoSuchKey' });
  const range = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '');
  if (range === null) return void res.writeHead(200, { 'content-length': object.length }).end(object);
  res.writeHead(206).end(object.subarray(Number(range[1]), Number(range[2]) + 1));
}

async function keep(
  store: S3Store,
  { key, req, res }: { key: string; req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of req as AsyncIterable<Buffer>) pieces.push(piece);
  store.objects.set(key, Buffer.concat(pieces));
  res.writeHead(200).end();
}

function refuse(store: S3Store, res: ServerResponse, { status, code }: { status: number; code: string }): void {
  store.refused.push(code);
  res.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
}

function reasonToRefuse({ bucket }: S3Store, req: IncomingMessage): { status: number; code: string } | null {
  if (req.method === 'PUT' && req.headers['content-length'] === undefined) {
    return { status: 411, code: 'MissingContentLength' };
  }
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    req.headers.authorization ?? '',
  );
  const [, credential = '', signedHeaders = '', signature = ''] = parts ?? [];
  const [id, day = '', region, service, end] = credential.split('/');
  const at = String(req.headers['x-amz-date']);
  if (id !== bucket.accessKeyId) return { status: 403, code: 'InvalidAccessKeyId' };
  if (region !== bucket.region || service !== 's3' || end !== 'aws4_request' || !at.startsWith(day)) {
    return { status: 403, code: 'AuthorizationHeaderMalformed' };
  }
  const canonical = [
    req.method,
    req.url,
    '',
    ...signedHeaders.split(';').map((name) => `${name}:${String(req.headers[name])}`),
    '',
    signedHeaders,
    String(req.headers['x-amz-content-sha256']),
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${bucket.secretAccessKey}`);
  const needed = ['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) =>
    signedHeaders.split(';').includes(name),
  );
  const isGood = needed && hmac(key, toSign).toString('hex') === signature;
  return isGood ? null : { status: 403, code: 'SignatureDoesNotMatch' };
}

function hmac(key: string | Buffer, said: string): Buffer {
  return createHmac('sha256', key).update(said).digest();
}
