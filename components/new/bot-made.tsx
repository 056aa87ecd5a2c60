'use client';

import Link from 'next/link';
import type { CreatedBot } from '#lib/contract/bot-keys.ts';
import { agentPath, botAddress, conversationPath, rootOf } from '#lib/chat/addresses.ts';
import { AgentPage } from '#components/agent/agent-page.tsx';
import { useSandbox } from '#components/data/sandboxes.ts';
import { SecretOnce } from '#components/settings/secret-once.tsx';
import { pageText } from '#components/text/page-text.ts';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { Section } from '#components/ui/section.tsx';
import { openClawCommands, program, programName, runCommand, sayCommand } from './commands.ts';

const linkLook = 'touch-room underline decoration-1 underline-offset-3';

interface BotMadeProps {
  made: CreatedBot;
  /** A bot that somebody writes, or the OpenClaw that they have. */
  by: 'own' | 'openclaw';
}

/** The one page that knows the key: with it in every command, so that each can be taken along as it stands. */
export function BotMade({ made: { sandbox, conversationId, key }, by }: BotMadeProps) {
  const { label, sandboxId } = sandbox;
  const { origin } = window.location;
  const place = { url: botAddress(origin, sandboxId), key: key.key };
  return (
    <AgentPage title={pageText.ownBot.title(label)}>
      <SecretOnce title={pageText.keys.created(label)} secret={key.key}>
        {pageText.ownBot.once}
      </SecretOnce>
      {by === 'openclaw' ? (
        <Section title={pageText.openClaw.connect} lede={pageText.openClaw.connectWhy}>
          <CodeBlock name={pageText.openClaw.shell} code={openClawCommands({ ...place, origin })} />
        </Section>
      ) : (
        <OwnProgram place={{ ...place, conversationId }} />
      )}
      <Section title={pageText.ownBot.write}>
        <Standing sandboxId={sandboxId} waiting={pageText[by === 'openclaw' ? 'openClaw' : 'ownBot'].waiting} />
        <p className="mt-3 flex flex-wrap gap-x-5 gap-y-2">
          <Link
            href={conversationPath(conversationId, rootOf(sandbox.organizationId))}
            prefetch={false}
            className={linkLook}
          >
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

/** A bot in one command, and one in a file. */
function OwnProgram({ place }: { place: { url: string; key: string; conversationId: string } }) {
  return (
    <>
      <Section title={pageText.ownBot.say} lede={pageText.ownBot.sayWhy}>
        <CodeBlock name={pageText.ownBot.shell} code={sayCommand(place)} />
      </Section>
      <Section title={pageText.ownBot.listen} lede={pageText.ownBot.listenWhy}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <CodeBlock name={programName} code={program} />
          <CodeBlock name={pageText.ownBot.run} code={runCommand(place)} />
        </div>
      </Section>
    </>
  );
}

/** Changes by itself in the moment in which the bot's stream opens or ends. */
function Standing({ sandboxId, waiting }: { sandboxId: string; waiting: string }) {
  const isHere = useSandbox(sandboxId)?.bot.presence === 'online';
  return (
    <p role="status" className="flex items-baseline gap-2 type-label">
      <PresenceDot state={isHere ? 'here' : 'busy'} shape="agent" />
      {isHere ? pageText.ownBot.connected : waiting}
    </p>
  );
}
