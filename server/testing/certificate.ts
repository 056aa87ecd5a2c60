import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that one name signs for itself, in the few words of DER that it takes. Good from 2000 to 2049. */
export function certificateOf(name: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const commonName = seq(set(seq(oid('550403'), der(0x0c, name))));
  const validity = seq(der(0x17, '000101000000Z'), der(0x17, '491231235959Z'));
  const alternative = seq(oid('551d11'), der(0x04, seq(der(0x82, name))));
  const algorithm = seq(oid('2a8648ce3d040302'));
  const content = seq(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    commonName,
    validity,
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, seq(alternative)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]));
  const base64 = seq(content, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

const seq = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]) => der(0x31, Buffer.concat(parts));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));

/** A tag, the length, the content. */
function der(tag: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const long = bytes.length < 128 ? [] : bytes.length < 256 ? [0x81] : [0x82, bytes.length >> 8];
  return Buffer.concat([Buffer.from([tag, ...long, bytes.length & 255]), bytes]);
}
