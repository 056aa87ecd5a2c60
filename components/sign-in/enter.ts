import type { ProviderId } from '#lib/contract/accounts.ts';
import { pageText } from '#components/text/page-text.ts';
import { text } from '#components/text/text.ts';

/**
 * Signs in with next-auth and says what was wrong in words, or null when the door is open. The library is loaded on the
 * first try: the door itself can be read without it.
 */
export async function enter(email: string, password: string): Promise<string | null> {
  try {
    const { signIn } = await import('next-auth/react');
    const answer = await signIn('credentials', { email, password, redirect: false });
    if (answer?.ok === true && !answer.error) return null;
    // An address is slowed down by status, an account by the error that next-auth passes on.
    if (answer?.status === 429 || answer?.error === 'too_many_tries') return pageText.door.slow;
    return answer !== undefined && answer.status >= 500 ? text.problem.server : pageText.door.noMatch;
  } catch {
    return pageText.door.unreachable;
  }
}

/**
 * Leaves for a provider, with what next-auth needs to know whoever comes back. False: this server couldn't be asked. By an
 * address and not by a form: the policy of the page lets its forms go nowhere else.
 */
export async function goToProvider(
  provider: ProviderId,
  { back, again = false, ...form }: { back: string; again?: boolean; invitation?: string; link?: 'yes' },
): Promise<boolean> {
  try {
    const { signIn } = await import('next-auth/react');
    await signIn(provider, { callbackUrl: back, ...form }, again ? { prompt: 'login' } : {});
    return true;
  } catch {
    return false;
  }
}

/** A whole load and no client navigation: everything that was read as nobody is gone with the page. */
export function goInside(path = '/claw/chat'): void {
  window.location.assign(path);
}
