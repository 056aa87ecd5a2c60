import { expect, test } from 'vitest';
import { checkWebhookSecrets, signWebhook, verifyWebhook, type WebhookRefusal } from './webhook-signature.ts';

// What the Standard Webhooks project publishes for others to be checked against.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const now = new Date(1_614_265_330_000);
const body = '{"test": 2432232314}';
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const webhook = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: now, body };
const published = {
  'webhook-id': webhook.id,
  'webhook-timestamp': '1614265330',
  'webhook-signature': signature,
};
/** Of theirs too: of the right form, and wrong. */
const other = 'Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

const secretOf = (bytes: number) => `whsec_${btoa('s'.repeat(bytes))}`;

const verify = (headers: Record<string, string>, said: string | Uint8Array<ArrayBuffer> = body, secrets = [secret]) =>
  verifyWebhook(new Headers(headers), said, secrets, { now });

const refused = (reason: WebhookRefusal) => ({ ok: false, reason });

test('a webhook is signed as the published one is, and the published one is believed', async () => {
  expect(await signWebhook(webhook, [secret])).toEqual(published);
  expect(await verify(published)).toEqual({ ok: true, id: webhook.id, timestamp: now });
  expect(await verify(published, new TextEncoder().encode(body))).toMatchObject({ ok: true });
});

test('while a secret is replaced both sign, and who has one of them believes it', async () => {
  const next = secretOf(32);
  const headers = await signWebhook(webhook, [next, secret]);
  expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
  for (const known of [[secret], [next], [secretOf(24), next]]) {
    expect(await verify(headers, body, known)).toMatchObject({ ok: true });
  }
  expect(await verify(headers, body, [secretOf(24)])).toEqual(refused('signature_wrong'));
});

test('one right signature among others is enough, wherever it stands; a version that is unknown never is', async () => {
  const among = (signatures: string[]) => verify({ ...published, 'webhook-signature': signatures.join(' ') });
  expect(await among([`v1,${other}`, `v2,${other}`, signature, `v1,${other}`])).toMatchObject({ ok: true });
  expect(await among([`v1a,${other}`, signature])).toMatchObject({ ok: true });
  for (const version of ['v2', 'v1a', 'v', 'V1', 'v11']) {
    expect([version, await among([signature.replace('v1', version)])]).toEqual([version, refused('signature_wrong')]);
  }
});

test.each([
  'v1,',
  'v1',
  ',',
  ' ',
  'dawfeoifkpqwoekfpqoekf',
  'v1,dawfeoifkpqwoekfpqoekf',
  signature.slice(0, 8),
  signature.slice(3),
  signature.slice(0, -1),
  `${signature}=`,
  `${signature},${signature}`,
  signature.replace(',', ', '),
  signature.toLowerCase(),
  `v1,${'A'.repeat(44)}`,
  'v1,é\u00ff',
])('a signature like "%s" is refused', async (wrong) => {
  // A header of blanks alone is an empty one.
  const reason = wrong.trim() === '' ? 'header_missing' : 'signature_wrong';
  expect(await verify({ ...published, 'webhook-signature': wrong })).toEqual(refused(reason));
});

test('whatever is changed of what was signed, it is not believed', async () => {
  expect(await verify(published, `${body} `)).toEqual(refused('signature_wrong'));
  expect(await verify(published, '')).toEqual(refused('signature_wrong'));
  expect(await verify({ ...published, 'webhook-id': `${webhook.id}x` })).toEqual(refused('signature_wrong'));
  expect(await verify({ ...published, 'webhook-timestamp': '1614265331' })).toEqual(refused('signature_wrong'));
  // The same bytes, parted elsewhere.
  expect(await verify({ ...published, 'webhook-id': `${webhook.id}.1614265330` })).toEqual(refused('id_malformed'));
});

test('without one of the three headers, or with an empty one, it is not believed', async () => {
  for (const name of Object.keys(published)) {
    const { [name as keyof typeof published]: _left, ...rest } = published;
    expect([name, await verify(rest)]).toEqual([name, refused('header_missing')]);
    expect([name, await verify({ ...published, [name]: '' })]).toEqual([name, refused('header_missing')]);
  }
});

test('a time that is none is refused, and one more than five minutes off too, signed or not', async () => {
  for (const time of [
    'hello',
    '1614265330.0',
    '-1614265330',
    '+1614265330',
    '1.6e9',
    '0x60379972',
    'NaN',
    '9'.repeat(13),
  ]) {
    const headers = { ...published, 'webhook-timestamp': time };
    expect([time, await verify(headers)]).toEqual([time, refused('timestamp_malformed')]);
  }
  const at = async (offSeconds: number) => {
    const timestamp = new Date(now.getTime() + offSeconds * 1_000);
    const verdict = await verify(await signWebhook({ ...webhook, timestamp }, [secret]));
    return verdict.ok ? 'ok' : verdict.reason;
  };
  expect([await at(-301), await at(-300), await at(300), await at(301)]).toEqual(['too_old', 'ok', 'ok', 'too_new']);
  const strict = { now: new Date(now.getTime() + 11_000), toleranceSeconds: 10 };
  expect(await verifyWebhook(new Headers(published), body, [secret], strict)).toEqual(refused('too_old'));
});

test('what is signed is bytes: text beyond ASCII, and bytes that are no text', async () => {
  for (const said of ['{"text":"Grüße 🦀"}', '\ufeff{}', new Uint8Array([0, 255, 254, 128])]) {
    const headers = await signWebhook({ ...webhook, body: said }, [secret]);
    expect(await verify(headers, said)).toMatchObject({ ok: true });
  }
});

test('a secret is whsec_ and 24 to 64 bytes in base64; another one is a mistake that is told without telling it', async () => {
  for (const bytes of [24, 32, 64]) await signWebhook(webhook, [secretOf(bytes)]);
  for (const short of ['', 'whsec_']) await expect(verify(published, body, [short])).rejects.toThrow(TypeError);
  const wrong = [
    secret.slice('whsec_'.length),
    secret.replace('whsec_', 'whsk_'),
    secretOf(23),
    secretOf(65),
    `${secret} `,
    secret.slice(0, -1),
    `whsec_${'_-'.repeat(16)}`,
    `whsec_${'='.repeat(32)}`,
  ];
  for (const one of wrong) {
    const failed = await verify(published, body, [secret, one]).catch((error: unknown) => error);
    expect([one, failed]).toEqual([one, expect.any(TypeError)]);
    expect(String(failed)).not.toContain(one);
    await expect(signWebhook(webhook, [one])).rejects.toThrow(TypeError);
    expect(() => checkWebhookSecrets([secret, one])).toThrow(TypeError);
  }
  await expect(verify(published, body, [])).rejects.toThrow(TypeError);
  for (const id of ['', 'a.b', 'a b', 'a\n'])
    await expect(signWebhook({ ...webhook, id }, [secret])).rejects.toThrow(TypeError);
});
