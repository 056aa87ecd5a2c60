'use client';

import Link from 'next/link';
import type { CreatedBot } from '#lib/contract/bot-keys.ts';
import { agentPath, botAddress, conversationPath } from '#lib/chat/addresses.ts';
import { AgentPage } from '#components/agent/agent-page.tsx';
import { useSandbox } from '#components/data/sandboxes.ts';
import { SecretOnce } from '#components/settings/secret-once.tsx';
import { pageText } from '#components/text/page-text.ts';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { Section } from '#components/ui/section.tsx';
import { program, programName, runCommand, sayCommand } from './commands.ts';

const linkLook = 'touch-room underline decoration-1 underline-offset-3';

/** The one page that knows the key: with it in every command, so that each can be taken along as it stands. */
export function BotMade({ made: { sandbox, conversationId, key } }: { made: CreatedBot }) {
  const { label, sandboxId } = sandbox;
  const place = { url: botAddress(window.location.origin, sandboxId), key: key.key };
  return (
    <AgentPage title={pageText.ownBot.title(label)}>
      <SecretOnce title={pageText.keys.created(label)} secret={key.key}>
        {pageText.ownBot.once}
      </SecretOnce>
      <Section title={pageText.ownBot.say} lede={pageText.ownBot.sayWhy}>
        <CodeBlock name={pageText.ownBot.shell} code={sayCommand({ ...place, conversationId })} />
      </Section>
      <Section title={pageText.ownBot.listen} lede={pageText.ownBot.listenWhy}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <CodeBlock name={programName} code={program} />
          <CodeBlock name={pageText.ownBot.run} code={runCommand(place)} />
        </div>
      </Section>
      <Section title={pageText.ownBot.write}>
        <Standing sandboxId={sandboxId} />
        <p className="mt-3 flex flex-wrap gap-x-5 gap-y-2">
          <Link href={conversationPath(conversationId)} prefetch={false} className={linkLook}>
            {pageText.ownBot.conversation}
          </Link>
          <Link href={agentPath(sandboxId)} prefetch={false} className={linkLook}>
            {pageText.ownBot.settings}
          </Link>
        </p>
      </Section>
    </AgentPage>
  );
}

/** Changes by itself in the moment in which the bot's stream opens or ends. */
function Standing({ sandboxId }: { sandboxId: string }) {
  const isHere = useSandbox(sandboxId)?.bot.presence === 'online';
  return (
    <p role="status" className="flex items-baseline gap-2 type-label">
      <PresenceDot state={isHere ? 'here' : 'busy'} shape="agent" />
      {isHere ? pageText.ownBot.connected : pageText.ownBot.waiting}
    </p>
  );
}
