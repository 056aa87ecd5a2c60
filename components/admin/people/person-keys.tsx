'use client';

import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { FocusHome } from '#components/settings/focus-home.tsx';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { Section } from '#components/ui/section.tsx';
import { KeyTable } from '../parts/key-table.tsx';
import type { Deed } from '../reason-dialog.tsx';
import { useDeeds } from '../use-deeds.ts';
import { DeedLink } from '../deed-link.tsx';

/** Their keys by name; what opens something is told to nobody. */
export function PersonKeys({ person: { id: userId, keys } }: { person: PersonDetail }) {
  const inDeed = useDeeds();
  const revoking = (id: string, name: string): Deed => ({
    title: words.revokeNamed(name),
    what: words.revokeWhat(name),
    act: words.revokeNamed(name),
    acting: words.revoking,
    isDanger: true,
    run: (reason) => inDeed(() => trpcClient.admin.revokeKey.mutate({ userId, id, reason })),
  });
  return (
    <Section title={words.keys}>
      <FocusHome count={keys.length}>
        {keys.length === 0 ? (
          <p className="text-ink-3">{words.noKeys}</p>
        ) : (
          <KeyTable
            label={words.keys}
            keys={keys}
            act={({ id, name }) => <DeedLink deed={revoking(id, name)}>{words.revoke}</DeedLink>}
          />
        )}
      </FocusHome>
    </Section>
  );
}
