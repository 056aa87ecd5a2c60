'use client';

import { Plus, SquarePen } from 'lucide-react';
import { useWay } from '#components/shell/navigation.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { text } from '#components/text/text.ts';
import { useNewConversation, useOwnSandboxes } from './use-new-conversation.ts';

/** With one agent a press begins a conversation with it; with several it asks which. */
export function NewConversationButton({ onCreated }: { onCreated?: () => void }) {
  const { create, createWith, isBusy, canCreate } = useNewConversation({ onCreated });
  const sandboxes = useOwnSandboxes();
  const goTo = useWay();
  const label = isBusy ? text.shell.creating : text.shell.newConversation;
  const state = { label, 'aria-busy': isBusy, disabled: !canCreate };
  const icon = <SquarePen className="size-4" strokeWidth={1.75} />;
  if (sandboxes.length < 2)
    return (
      <IconButton {...state} onClick={create}>
        {icon}
      </IconButton>
    );
  const agents = sandboxes.map((sandbox) => ({
    label: sandbox.label,
    icon: <AgentFlag letter={sandbox.flag} />,
    onChoose: () => createWith(sandbox.sandboxId),
  }));
  const add = {
    label: text.shell.addAgent,
    icon: <Plus className="size-4" strokeWidth={1.75} aria-hidden="true" />,
    onChoose: () => goTo('/claw/new'),
  };
  return (
    <Menu label={text.shell.newConversation} items={[...agents, add]}>
      {(trigger) => (
        <IconButton {...state} {...trigger}>
          {icon}
        </IconButton>
      )}
    </Menu>
  );
}
