import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto';
import { pushSchema, type Push } from '#lib/contract/notifications.ts';

/** A browser's side of web push, in nothing but node:crypto: what the product encrypts is opened by other hands. */
export class BrowserSubscription {
  readonly endpoint: string;
  /** What it subscribed with; null: with whatever comes. */
  readonly publicKey: string | null;
  readonly #ecdh: ECDH;
  readonly #auth = randomBytes(16);
  /** It was ended by its browser. */
  isOver = false;

  constructor(endpoint: string, publicKey: string | null) {
    this.endpoint = endpoint;
    this.publicKey = publicKey;
    this.#ecdh = createECDH('prime256v1');
    this.#ecdh.generateKeys();
  }

  /** As `PushSubscription.toJSON()` has it. */
  toJSON(): { endpoint: string; keys: { p256dh: string; auth: string } } {
    const p256dh = this.#ecdh.getPublicKey().toString('base64url');
    return { endpoint: this.endpoint, keys: { p256dh, auth: this.#auth.toString('base64url') } };
  }

  /** RFC 8188 and 8291, one record. Throws when it wasn't meant for this one. */
  open(body: Buffer): Push {
    if (body.length > 4_096) throw new Error(`${body.length} bytes are more than a push service takes`);
    const salt = body.subarray(0, 16);
    const recordSize = body.readUInt32BE(16);
    const sender = body.subarray(21, 21 + body.readUInt8(20));
    const record = body.subarray(21 + sender.length);
    if (record.length > recordSize) throw new Error('more than one record');
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#ecdh.getPublicKey(), sender]);
    const material = Buffer.from(hkdfSync('sha256', this.#ecdh.computeSecret(sender), this.#auth, info, 32));
    const derive = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', material, salt, `Content-Encoding: ${label}\0`, length));
    const opening = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    opening.setAuthTag(record.subarray(-16));
    const padded = Buffer.concat([opening.update(record.subarray(0, -16)), opening.final()]);
    const end = padded.lastIndexOf(2);
    if (padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('padding of another kind');
    return pushSchema.parse(JSON.parse(padded.subarray(0, end).toString()));
  }
}
