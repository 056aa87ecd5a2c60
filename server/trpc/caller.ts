import { cookies } from 'next/headers';
import type { Account } from '#lib/contract/accounts.ts';
import type { AuthSettings } from '../accounts/auth-settings.ts';
import type { Asked } from '../accounts/ways/visit.ts';
import type { AppContext } from '../app-context.ts';
import type { createCaller } from './root.ts';

/**
 * How pages reach the running server. Next bundles its own copy of every module, so nothing of the server may be imported
 * here but types: the one instance stands on `globalThis`, put there by `main.ts`.
 */
export interface RunningServer {
  app: AppContext;
  authSettings(asked: Asked): AuthSettings;
  /** The router's caller for whoever this session cookie speaks for. */
  callerFor(sealedCookie: string | null): Promise<ReturnType<typeof createCaller>>;
  accountFor(sealedCookie: string | null): Promise<Account | null>;
  sessionCookie: string;
}

declare global {
  var clawChat: RunningServer | undefined;
}

function runningServer(): RunningServer {
  if (globalThis.clawChat === undefined) throw new Error('pages need the server that `npm start` runs');
  return globalThis.clawChat;
}

export async function serverCaller(): Promise<ReturnType<typeof createCaller>> {
  const server = runningServer();
  return server.callerFor(await sealedCookie(server));
}

/** For what may be unknown to whoever asks: a caller's refusal carries its fault as its cause, whichever copy of the class made it. */
export function nullIfUnknown(error: unknown): null {
  const code =
    error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : null;
  if (code === 'not_found' || code === 'invalid_input') return null;
  throw error;
}

export async function signedInAccount(): Promise<Account | null> {
  const server = runningServer();
  return server.accountFor(await sealedCookie(server));
}

export function authSettings(asked: Asked): AuthSettings {
  return runningServer().authSettings(asked);
}

async function sealedCookie(server: RunningServer): Promise<string | null> {
  return (await cookies()).get(server.sessionCookie)?.value ?? null;
}
