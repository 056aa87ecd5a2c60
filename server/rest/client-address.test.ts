import { expect, test } from 'vitest';
import { clientAddress, isLocalCaller, trustedList, type Arrival } from './client-address.ts';

function request(remoteAddress: string, headers: Record<string, string> = {}): Arrival {
  return { headers, socket: { remoteAddress } };
}

test('a forwarding header is not believed from a caller that nobody trusts', () => {
  const req = request('203.0.113.9', { 'x-forwarded-for': '127.0.0.1' });
  expect(clientAddress(req, trustedList([]))).toBe('203.0.113.9');
});

test('behind trusted proxies the caller is the first address that none of them vouches away', () => {
  const req = request('::ffff:10.0.0.2', { 'x-forwarded-for': '198.51.100.1, 203.0.113.9, 10.0.0.7' });
  expect(clientAddress(req, trustedList(['10.0.0.0/8']))).toBe('203.0.113.9');
});

test('a forwarding header makes a caller on this machine a stranger', () => {
  expect(isLocalCaller(request('127.0.0.1'), '127.0.0.1')).toBe(true);
  expect(isLocalCaller(request('127.0.0.1', { 'x-forwarded-for': '::1' }), '127.0.0.1')).toBe(false);
  expect(isLocalCaller(request('203.0.113.9'), '203.0.113.9')).toBe(false);
});

test('a proxy that is no address is refused at start', () => {
  expect(() => trustedList(['proxy.internal'])).toThrowError('proxy.internal is no address');
});
