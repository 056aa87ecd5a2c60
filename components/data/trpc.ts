import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '#server/trpc/root.ts';

/** How long a call may go unanswered before it counts as unanswered. Longer than any answer, shorter than patience. */
const answerTimeoutMs = 20_000;

/** One call a request: batches would hold the fast answer until the slow one is there. */
export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: '/api/trpc',
      headers: { 'x-claw-chat': '1' },
      fetch: (url, init) => fetch(url, { ...init, signal: limited(init?.signal) } as RequestInit),
    }),
  ],
});

function limited(signal: AbortSignal | null | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}
