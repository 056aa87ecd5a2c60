import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { authSettings } from '#server/trpc/caller.ts';

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const { nextauth: path } = await context.params;
  // Its pages would write what they like into our log.
  if (path[0] === '_log') return new Response(null, { status: 204 });
  const { method } = request;
  const form = await formOf(request);
  const { authorize, providers, visit, ...settings } = authSettings({
    method,
    path,
    headers: Object.fromEntries(request.headers),
    form,
  });
  const { instead, cookie } = await visit.begin();
  if (instead !== null) return sendTo(instead, form);
  const credentials = { email: {}, password: {} };
  const all = [Credentials({ credentials, authorize }), ...providers];
  const response: Response = await NextAuth(request, context, { ...settings, providers: all });
  if (cookie !== null) response.headers.append('set-cookie', cookie);
  const landing = visit.landing();
  if (landing !== null) response.headers.set('location', landing);
  return response;
}

async function formOf(request: NextRequest): Promise<Record<string, string>> {
  if (request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') !== true) return {};
  return Object.fromEntries(new URLSearchParams(await request.clone().text()));
}

/** next-auth's client wants the address in JSON, and goes there; a browser that comes back is led. */
function sendTo(url: string, form: Record<string, string>): Response {
  return form['json'] === 'true'
    ? Response.json({ url })
    : new Response(null, { status: 302, headers: { location: url } });
}

export { handle as GET, handle as POST };
