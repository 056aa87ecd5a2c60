'use client';

import { useState } from 'react';
import type { CreatedBot } from '#lib/contract/bot-keys.ts';
import { AgentPage } from '#components/agent/agent-page.tsx';
import { pageText } from '#components/text/page-text.ts';
import { BotMade } from './bot-made.tsx';
import { Ways } from './ways.tsx';

/** The ways to add an agent; after a bot of one's own, its key and how it connects. */
export function NewAgent() {
  const [made, setMade] = useState<{ bot: CreatedBot; by: 'own' | 'openclaw' } | null>(null);
  if (made !== null) return <BotMade made={made.bot} by={made.by} />;
  return (
    <AgentPage title={pageText.newAgent.title}>
      <Ways onBot={(bot, by) => setMade({ bot, by })} />
    </AgentPage>
  );
}
