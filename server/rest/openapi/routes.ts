import { z } from 'zod';
import { ok, streamed, type Call, type Route } from '../route.ts';
import { describe, type OpenApi } from './document.ts';
import { page } from './page.ts';
import { pagePolicy } from './style.ts';

/** For programs and for people. The table of routes is asked for when somebody looks: these two stand in it, too. */
export function apiRoutes(routes: () => readonly Route[]): Route[] {
  let made: OpenApi | null = null;
  const document = ({ app }: Call) => (made ??= describe(routes(), app.publicUrl));
  return [
    {
      method: 'GET',
      path: '/v1/openapi.json',
      api: { says: 'This document.', output: z.looseObject({ openapi: z.string() }) },
      access: 'public',
      handle: async (call) => ok(document(call)),
    },
    {
      method: 'GET',
      path: '/docs/api',
      api: { says: 'The same, to read.', output: 'page' },
      access: 'public',
      handle: async (call) => {
        const html = Buffer.from(page(document(call)));
        call.res.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-length': html.length,
          'content-security-policy': pagePolicy,
        });
        call.res.end(html);
        return streamed;
      },
    },
  ];
}
