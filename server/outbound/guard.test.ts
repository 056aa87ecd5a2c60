import { describe, expect, test } from 'vitest';
import { documented } from '#server/testing/documented.ts';
import { StartFailure } from '../start-failure.ts';
import { checkOutboundUrl } from './check-url.ts';
import { createOutboundGuard, type OutboundGuard } from './guard.ts';
import { postGuarded } from './post.ts';

/** Names as whoever wants in would have them answer. */
const names: Record<string, string[]> = {
  'bot.example.test': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example.test': ['10.0.0.7'],
  'mixed.example.test': ['93.184.215.14', '127.0.0.1'],
  'mixed-six.example.test': ['93.184.215.14', 'fd00::1'],
  'nothing.example.test': [],
};

function guardOf(allowedHosts: string[] = []): OutboundGuard {
  const lookUp = (name: string) => {
    const found = names[name];
    return found === undefined ? Promise.reject(new Error(`no ${name}`)) : Promise.resolve(found);
  };
  return createOutboundGuard(allowedHosts, { lookUp, lookUpAllowed: lookUp });
}

const closed = 'closed_address';
/** Each is an address that somebody may type in order to reach what only this machine or its network reaches. */
const vectors: [url: string, code: string][] = [
  // Loopback, in every way of writing it.
  ['https://127.0.0.1/', closed],
  ['https://127.1/', closed],
  ['https://127.255.255.254/', closed],
  ['https://0x7f.1/', closed],
  ['https://0x7f000001/', closed],
  ['https://2130706433/', closed],
  ['https://0177.0.0.1/', closed],
  ['https://017700000001/', closed],
  ['https://%31%32%37.0.0.1/', closed],
  ['https://１２７.0.0.1/', closed],
  ['https://127。0。0。1/', closed],
  ['https://127.0.0.1./', closed],
  ['https://①②⑦.⓪.⓪.①/', closed],
  ['https://[::1]/', closed],
  ['https://[0:0:0:0:0:0:0:1]/', closed],
  ['https://localhost/', closed],
  ['https://LOCALHOST/', closed],
  ['https://localhost./', closed],
  ['https://ｌocalhost/', closed],
  ['https://a.localhost/', closed],
  ['https://localhost.localdomain/', closed],
  // IPv4 in IPv6's words.
  ['https://[::ffff:127.0.0.1]/', closed],
  ['https://[::ffff:7f00:1]/', closed],
  ['https://[::ffff:a9fe:a9fe]/', closed],
  ['https://[::127.0.0.1]/', closed],
  ['https://[::ffff:0:127.0.0.1]/', closed],
  ['https://[64:ff9b::127.0.0.1]/', closed],
  ['https://[64:ff9b::a00:1]/', closed],
  ['https://[64:ff9b:1::a00:1]/', closed],
  ['https://[2002:7f00:1::]/', closed],
  ['https://[2002:a00:1::1]/', closed],
  ['https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/', closed],
  // Private networks.
  ['https://10.0.0.1/', closed],
  ['https://172.16.0.1/', closed],
  ['https://172.31.255.255/', closed],
  ['https://192.168.1.1/', closed],
  ['https://100.64.0.1/', closed],
  ['https://100.127.255.255/', closed],
  ['https://[fc00::1]/', closed],
  ['https://[fd12:3456:789a::1]/', closed],
  ['https://[fec0::1]/', closed],
  ['https://intranet/', closed],
  ['https://nas.local/', closed],
  ['https://nas.home.arpa/', closed],
  ['https://db.svc.cluster.local/', closed],
  // What a cloud tells its machines.
  ['https://169.254.169.254/latest/meta-data/', closed],
  ['https://2852039166/', closed],
  ['https://0xa9fea9fe/', closed],
  ['https://[fd00:ec2::254]/', closed],
  ['https://168.63.129.16/', closed],
  ['https://100.100.100.200/', closed],
  ['https://192.0.0.192/', closed],
  ['https://metadata/', closed],
  ['https://metadata.google.internal/computeMetadata/v1/', closed],
  ['https://instance-data.ec2.internal/', closed],
  // Link-local, unspecified, multicast, broadcast, documentation, benchmarking, reserved.
  ['https://169.254.0.1/', closed],
  ['https://[fe80::1]/', closed],
  ['https://0.0.0.0/', closed],
  ['https://0/', closed],
  ['https://[::]/', closed],
  ['https://224.0.0.1/', closed],
  ['https://[ff02::1]/', closed],
  ['https://255.255.255.255/', closed],
  ['https://240.0.0.1/', closed],
  ['https://192.0.2.1/', closed],
  ['https://198.51.100.7/', closed],
  ['https://203.0.113.9/', closed],
  ['https://[2001:db8::1]/', closed],
  ['https://[3fff::1]/', closed],
  ['https://198.18.0.1/', closed],
  ['https://[2001:2::1]/', closed],
  ['https://192.88.99.1/', closed],
  ['https://[100::1]/', closed],
  ['https://[5f00::1]/', closed],
  ['https://[4000::1]/', closed],
  // Names that lead there.
  ['https://inside.example.test/', closed],
  ['https://INSIDE.example.test./', closed],
  ['https://mixed.example.test/', closed],
  ['https://mixed-six.example.test/', closed],
  // What isn't an address at all, or asks for more than one.
  ['http://bot.example.test/', 'not_https'],
  ['http://93.184.215.14/', 'not_https'],
  ['https://me:secret@bot.example.test/', 'bad_url'],
  ['https://bot.example.test@127.0.0.1/', 'bad_url'],
  ['https://127.0.0.1\\@bot.example.test/', closed],
  ['https://bot.example.test:0/', 'bad_url'],
  ['https://bot.example.test:65536/', 'bad_url'],
  ['https://[fe80::1%25eth0]/', 'bad_url'],
  ['https://256.0.0.1/', 'bad_url'],
  ['https://127.0.0.1%00.example.test/', 'bad_url'],
  ['https://', 'bad_url'],
  ['bot.example.test', 'bad_url'],
  ['', 'bad_url'],
  ['file:///etc/passwd', 'bad_url'],
  ['ftp://bot.example.test/', 'bad_url'],
  ['gopher://127.0.0.1:6379/_FLUSHALL', 'bad_url'],
  ['data:text/plain,hello', 'bad_url'],
  ['unix:/run/app.sock', 'bad_url'],
];

describe('what nobody reaches', () => {
  test.each(vectors)('%s is refused when it is saved and when it is called', async (url, code) => {
    const saved = await checkOutboundUrl(guardOf(), url);
    expect(saved).toMatchObject({ code, sentence: expect.stringMatching(/\.$/) as string });
    const called = await postGuarded(guardOf(), { url, headers: {}, body: '{}', timeoutMs: 5_000, answerMax: 100 });
    expect(called).toMatchObject({ outcome: 'refused', why: { code } });
  });

  test('an address that goes on for ever is refused', async () => {
    const url = `https://bot.example.test/${'x'.repeat(2_048)}`;
    expect(await checkOutboundUrl(guardOf(), url)).toMatchObject({ code: 'bad_url' });
  });

  test('there are as many ways as documented, and no two are the same', () => {
    expect(new Set(vectors.map(([url]) => url)).size).toBe(vectors.length);
    expect(vectors.length).toBe(documented('addresses'));
  });
});

test.each([
  'https://bot.example.test/hook?for=me',
  'https://BOT.example.test.:8443/',
  'https://93.184.215.14/',
  'https://100.63.255.255/',
  'https://172.32.0.1/',
  'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  'https://[::ffff:8.8.8.8]/',
  'https://[64:ff9b::808:808]/',
])('%s is somebody’s on the internet', async (url) => {
  expect(await checkOutboundUrl(guardOf(), url)).toBe(null);
});

test('a name that leads nowhere is unknown too', async () => {
  expect(await checkOutboundUrl(guardOf(), 'https://nothing.example.test/')).toMatchObject({ code: 'unknown_host' });
});

test('a name that nobody has is said to be unknown when it is saved', async () => {
  const saved = await checkOutboundUrl(guardOf(), 'https://typo.example.test/');
  expect(saved).toEqual({
    code: 'unknown_host',
    sentence: 'typo.example.test can’t be found. Is the name right?',
  });
});

test('a refused address names the setting that allows it', async () => {
  const saved = await checkOutboundUrl(guardOf(), 'https://inside.example.test/');
  expect(saved?.sentence).toBe(
    'inside.example.test is a private address, which this server doesn’t call. Its operator can allow it in OUTBOUND_ALLOWED_HOSTS.',
  );
});

describe('what the operator allowed', () => {
  test.each([
    ['10.0.0.7', 'http://10.0.0.7:8080/'],
    ['10.0.0.7:8080', 'http://10.0.0.7:8080/'],
    ['10.0.0.7:80', 'http://10.0.0.7/'],
    ['10.0.0.7:443', 'https://10.0.0.7/'],
    ['[::1]:8080', 'http://[::1]:8080/'],
    ['::1', 'http://[0:0::1]/'],
    ['Inside.Example.Test.', 'http://inside.example.test/'],
    ['localhost', 'http://localhost:3000/'],
  ])('%s opens %s, private and without TLS', async (entry, url) => {
    names['localhost'] = ['127.0.0.1'];
    expect(await checkOutboundUrl(guardOf([entry]), url)).toBe(null);
  });

  test.each([
    ['10.0.0.7:8080', 'https://10.0.0.7/'],
    ['10.0.0.7:8080', 'https://10.0.0.7:8081/'],
    ['10.0.0.7', 'https://10.0.0.8/'],
    // The operator vouched for the address by its number, not for whatever name leads to it.
    ['10.0.0.7', 'https://inside.example.test/'],
    ['example.test', 'https://inside.example.test/'],
  ])('%s doesn’t open %s', async (entry, url) => {
    expect(await checkOutboundUrl(guardOf([entry]), url)).toMatchObject({ code: closed });
  });

  test.each(['http://nas', 'nas/hook', '*.example.test', 'nas:99999', 'nas:', 'a b', 'me@nas', '[::1'])(
    'OUTBOUND_ALLOWED_HOSTS=%s is refused at the start',
    (entry) => {
      expect(() => createOutboundGuard([entry])).toThrowError(StartFailure);
      expect(() => createOutboundGuard([entry])).toThrowError('OUTBOUND_ALLOWED_HOSTS');
    },
  );
});
