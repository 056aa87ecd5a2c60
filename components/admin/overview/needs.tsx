'use client';

import Link from 'next/link';
import type { Need } from '#lib/contract/admin/overview.ts';
import { fileSize } from '#lib/chat/file-size.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { buttonLook } from '#components/settings/button-look.ts';
import { overviewText as words } from '#components/text/admin-overview-text.ts';
import { failureWords } from '#components/text/failure-words.ts';
import { lasting } from '#components/text/lasting.ts';
import { nextTry } from '#components/text/next-try.ts';
import { NeedMark } from './need-mark.tsx';

/** What somebody has to look at, with the way there. Yellow, since a person is needed; without any, the page has none. */
export function Needs({ needs }: { needs: readonly Need[] }) {
  const { now } = useClock();
  return (
    <section aria-label={words.needs}>
      <h2 className="type-head">{words.needs}</h2>
      {needs.length === 0 ? (
        <p className="mt-1 text-ink-2">{words.nothing}</p>
      ) : (
        <ul className="mt-2 border-t border-line">
          {needs.map((need) => {
            const { what, why, way } = said(need, now);
            return (
              <li key={what} className="flex items-center gap-3 border-b border-line py-2 max-md:flex-wrap">
                <NeedMark />
                <p className="min-w-0 flex-1 wrap-anywhere">
                  <b className="font-semibold">{what}</b> <span className="text-ink-2">{why}</span>
                </p>
                {way !== undefined && (
                  <Link href={way.href} prefetch={false} aria-label={way.name} className={`${buttonLook} max-md:ml-7`}>
                    {way.words}
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

interface Said {
  what: string;
  why: string;
  /** `name` where several say the same words. */
  way?: { href: string; words: string; name?: string };
}

function said(need: Need, now: number): Said {
  switch (need.kind) {
    case 'redis':
      return words.redis;
    case 'gaps':
      return {
        what: words.gaps.what(need.count),
        why: words.gaps.why,
        way: { href: '/admin/events', words: words.gaps.act },
      };
    case 'behind': {
      const why = words.behind.why(lasting(need.seconds * 1_000));
      return { what: words.behind.what(need.name), why, way: { href: '/admin/events', words: words.behind.act } };
    }
    case 'disk': {
      const why = words.disk.why(fileSize(need.freeBytes));
      const way = { href: '/admin/settings', words: words.disk.act };
      return { what: words.disk.what(Math.floor(need.share * 100)), why, way };
    }
    case 'endpoint':
      return saidOfEndpoint(need, now);
    case 'dead': {
      const way = { href: '/admin/deliveries?state=dead', words: words.dead.act };
      return { what: words.dead.what(need.count), why: words.dead.why, way };
    }
    case 'job':
      return { what: words.job.what(need.name), why: words.job.why(need.attempts) };
  }
}

function saidOfEndpoint(need: Need & { kind: 'endpoint' }, now: number): Said {
  const { sandboxId, label, waiting, failure, nextTryAt, disabledWhy } = need;
  const way = {
    href: `/admin/deliveries?sandbox=${sandboxId}`,
    words: words.endpoint.act,
    name: words.endpoint.actOf(label),
  };
  if (disabledWhy !== null) {
    return { what: words.endpoint.off(label, waiting), why: words.endpoint.offWhy[disabledWhy], way };
  }
  const why = [
    failure === null ? '' : `${failureWords(failure)}.`,
    nextTryAt === null ? '' : `${nextTry(nextTryAt, now)}.`,
  ];
  return { what: words.endpoint.silent(label, waiting), why: why.join(' ').trim(), way };
}
