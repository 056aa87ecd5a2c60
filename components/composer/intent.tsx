'use client';

import type { ReactNode } from 'react';
import { createContext, use, useMemo, useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import { must } from '#lib/std/must.ts';

/** What the composer is for at the moment: something new, an answer to a message, or another text for one of one's own. */
export type Intent = { kind: 'new' } | { kind: 'reply'; to: Message } | { kind: 'edit'; message: Message };

interface IntentActs {
  reply(to: Message): void;
  edit(message: Message): void;
  leave(): void;
}

const IntentContext = createContext<Intent>({ kind: 'new' });
const IntentActsContext = createContext<IntentActs | null>(null);

/** Around the log and the composer of one conversation: the first says what is meant, the second does it. */
export function IntentProvider({ children }: { children: ReactNode }) {
  const [intent, setIntent] = useState<Intent>({ kind: 'new' });
  const acts = useMemo(
    () => ({
      reply: (to: Message) => setIntent({ kind: 'reply', to }),
      edit: (message: Message) => setIntent({ kind: 'edit', message }),
      leave: () => setIntent({ kind: 'new' }),
    }),
    [],
  );
  return (
    <IntentActsContext value={acts}>
      <IntentContext value={intent}>{children}</IntentContext>
    </IntentActsContext>
  );
}

export function useIntent(): Intent {
  return use(IntentContext);
}

export function useIntentActs(): IntentActs {
  return must(use(IntentActsContext), 'a conversation around its log and composer');
}
