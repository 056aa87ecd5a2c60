import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { authSettings } from '#server/trpc/caller.ts';

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const { authorize, ...settings } = authSettings();
  const credentials = { email: {}, password: {} };
  return NextAuth(request, context, { ...settings, providers: [Credentials({ credentials, authorize })] });
}

export { handle as GET, handle as POST };
