import type { Overview } from '#lib/contract/admin/overview.ts';
import { overviewText as words } from '#components/text/admin-overview-text.ts';
import { Figure, Figures } from '../figures/figures.tsx';
import { number } from '../figures/number.ts';

/** How much of everything there is now. */
export function Now({ overview }: { overview: Overview }) {
  const { people, sandboxes, conversations, messages, sockets, approvals } = overview;
  return (
    <div className="mt-8">
      <Figures>
        <Figure name={words.people} value={number(people.total)} note={words.hereNow(people.hereNow)} />
        <Figure name={words.sandboxes} value={number(sandboxes.total)} note={words.running(sandboxes.running)} />
        <Figure
          name={words.conversations}
          value={number(conversations.total)}
          note={words.newThisWeek(conversations.newThisWeek)}
        />
        <Figure
          name={words.messagesToday}
          value={number(messages.at(-1)?.count ?? 0)}
          note={words.yesterday(number(messages.at(-2)?.count ?? 0))}
        />
        <Figure name={words.sockets} value={number(sockets.open)} note={words.subscriptions(sockets.subscriptions)} />
        <Figure
          name={words.approvalsToday}
          value={number(approvals.days.at(-1)?.count ?? 0)}
          note={words.ofThem(approvals.deniedToday, approvals.expiredToday)}
        />
      </Figures>
    </div>
  );
}
