import type { Need, Overview } from '#lib/contract/admin/overview.ts';
import type { Disk } from './disk.ts';
import type { FailingEndpoint } from './endpoints.ts';
import type { FailingJob } from './jobs.ts';

/** Above this somebody has to act while there is time. */
const diskShareMax = 0.85;
/** An effect that is behind for so long has failed, or can't keep up. */
const lagSecondsMax = 60;

interface Known {
  redis: Overview['redis'];
  lags: { name: string; seconds: number }[];
  gaps: number;
  disk: Disk | null;
  endpoints: FailingEndpoint[];
  dead: number;
  jobs: FailingJob[];
}

/** What somebody has to look at: what concerns everybody first. */
export function needsOf({ redis, lags, gaps, disk, endpoints, dead, jobs }: Known): Need[] {
  return [
    ...(redis === 'unreachable' ? [{ kind: 'redis' } as const] : []),
    ...(gaps > 0 ? [{ kind: 'gaps', count: gaps } as const] : []),
    ...lags.filter(({ seconds }) => seconds > lagSecondsMax).map((lag) => ({ kind: 'behind', ...lag }) as const),
    ...diskNeed(disk),
    ...endpoints.map(endpointNeed),
    ...(dead > 0 ? [{ kind: 'dead', count: dead } as const] : []),
    ...jobs.map((job) => ({ kind: 'job', ...job }) as const),
  ];
}

function diskNeed(disk: Disk | null): Need[] {
  if (disk === null || disk.totalBytes === 0) return [];
  const share = 1 - disk.freeBytes / disk.totalBytes;
  return share > diskShareMax ? [{ kind: 'disk', share, freeBytes: disk.freeBytes }] : [];
}

function endpointNeed({ since, nextTryAt, ...endpoint }: FailingEndpoint): Need {
  return { kind: 'endpoint', ...endpoint, since: since?.getTime() ?? null, nextTryAt: nextTryAt?.getTime() ?? null };
}
