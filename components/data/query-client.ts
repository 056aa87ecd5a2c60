import { notifyManager, QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.ts';

/**
 * A refusal is final; a missing answer gets two more tries. Nothing goes stale by the clock: the socket tells what changed,
 * and says so when it can't.
 */
export function createQueryClient(): QueryClient {
  // At once and not in the next task: a sent message is in the log before its outbox entry goes, in one and the same frame.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => problemOf(error).code === null && failures < 2,
      },
    },
  });
}
