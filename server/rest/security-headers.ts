import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const yearSeconds = 31_536_000;

/** On every answer of ours, whoever writes it. */
const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Links that set a password carry their token: no other site learns an address of ours.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
};

/** JSON is nothing to run or to show: whoever opens it in a tab opens it alone. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

export function setSecurityHeaders(res: ServerResponse, isHttps: boolean): void {
  for (const [name, value] of Object.entries(always)) res.setHeader(name, value);
  if (isHttps) res.setHeader('strict-transport-security', `max-age=${yearSeconds}`);
}

export interface PageSetting {
  /** Where our pages are reached, and so our sockets. */
  origins: Iterable<string>;
  isDevelopment: boolean;
}

/**
 * Next reads the nonce out of the *request's* policy and writes it on each script that it puts into the page, so that is
 * where it goes, over whatever the caller sent under this name. What Next built is only fetched: it needs no policy.
 */
export function setPagePolicy(req: IncomingMessage, res: ServerResponse, setting: PageSetting): void {
  delete req.headers['content-security-policy-report-only'];
  const policy = pagePolicy(randomBytes(16).toString('base64url'), setting);
  req.headers['content-security-policy'] = policy;
  res.setHeader('content-security-policy', policy);
}

function pagePolicy(nonce: string, { origins, isDevelopment }: PageSetting): string {
  // Not every browser counts a socket to the page's own host as 'self'.
  const sockets = [...origins].map((origin) => origin.replace(/^http/, 'ws'));
  const directives = {
    'default-src': ["'self'"],
    // React's development build says where an error comes from by means of eval.
    'script-src': ["'self'", `'nonce-${nonce}'`, ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    // Measures that are known only when the page runs stand in style attributes. They can't run anything.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'connect-src': ["'self'", ...sockets],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
