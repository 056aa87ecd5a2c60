'use client';

import { Plug, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { CreatedBot } from '#lib/contract/bot-keys.ts';
import { flagLetter } from '#lib/chat/flag-letter.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { pageText } from '#components/text/page-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { ChoiceRow, RadioGroup } from '#components/ui/radio-rows.tsx';
import { AgentForm } from './agent-form.tsx';
import { BelongsTo } from './belongs-to.tsx';
import { useCreateAgent, useCreateBot } from './use-create-agent.ts';
import { useOwners } from './use-owners.ts';

/** What can be added, the chosen one open. The name that was typed stays when another is chosen. */
export function Ways({ onBot }: { onBot: (made: CreatedBot, by: 'own' | 'openclaw') => void }) {
  const [chosen, setChosen] = useState<'box' | 'own' | 'openclaw' | null>(null);
  const [name, setName] = useState('');
  const { owners, owner, choose } = useOwners();
  const place = owner === null ? {} : { organizationId: owner };
  const createAgent = useCreateAgent(place);
  const createBot = useCreateBot(place, (made) => onBot(made, chosen === 'openclaw' ? 'openclaw' : 'own'));
  const flown = useSandboxes().map((sandbox) => sandbox.flag);
  // Without a free one it is an empty square, and the server says why.
  const flag = flagLetter(name === '' ? pageText.newAgent.suggested : name, flown) ?? '';
  // Whoever goes from one to the other by key must not be carried away from the choice.
  const form = { name, flag, autoFocus: chosen === null, onName: setName };
  return (
    <>
      <p className="mb-5 text-ink-2">{pageText.newAgent.lede}</p>
      {owners.length > 0 && <BelongsTo owners={owners} owner={owner} onChoose={choose} />}
      <RadioGroup legend={pageText.newAgent.title} isLegendHidden>
        <ChoiceRow
          name="way"
          title={pageText.newAgent.box}
          glyph={<AgentFlag letter={flag} size={28} />}
          lede={pageText.newAgent.boxWhy}
          checked={chosen === null || chosen === 'box'}
          onChange={() => setChosen('box')}
        >
          <AgentForm {...form} next={pageText.newAgent.next} create={createAgent} />
        </ChoiceRow>
        <ChoiceRow
          name="way"
          title={pageText.newAgent.own}
          glyph={<Plug aria-hidden="true" strokeWidth={1.75} />}
          lede={pageText.newAgent.ownWhy}
          checked={chosen === 'own'}
          onChange={() => setChosen('own')}
        >
          <AgentForm {...form} next={pageText.newAgent.ownNext} create={createBot} />
        </ChoiceRow>
        <ChoiceRow
          name="way"
          title={pageText.newAgent.openClaw}
          glyph={<SquareTerminal aria-hidden="true" strokeWidth={1.75} />}
          lede={pageText.newAgent.openClawWhy}
          checked={chosen === 'openclaw'}
          onChange={() => setChosen('openclaw')}
        >
          <AgentForm {...form} next={pageText.newAgent.ownNext} create={createBot} />
        </ChoiceRow>
      </RadioGroup>
    </>
  );
}
