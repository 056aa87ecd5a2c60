declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  interface Params {
    version: 'aes128gcm';
    /** The other side's point, in base64url or as it is. */
    dh: string;
    /** The key pair of this one message. */
    privateKey: ECDH;
    authSecret: string;
  }

  /** Throws when `dh` is no point of the curve. */
  function encrypt(text: Buffer, params: Params): Buffer;

  const ece: { encrypt: typeof encrypt };
  export default ece;
}
