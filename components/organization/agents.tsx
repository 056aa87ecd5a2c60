'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { OrganizationAgent } from '#lib/contract/organizations.ts';
import { agentPath } from '#lib/chat/addresses.ts';
import { State } from '#components/admin/table/state.tsx';
import { buttonLook } from '#components/settings/button-look.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { listed } from '#components/text/listed.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { ApproversForm } from './approvers-form.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useOrganizationAgents } from './organization-data.ts';
import { OrganizationPage } from './organization-page.tsx';

const words = organizationText.agentList;

/** An organization's agents and who decides for each. An operator sees them; only who runs the organization manages them. */
export function OrganizationAgents() {
  const { organizationId, role } = useThisOrganization();
  const agents = useOrganizationAgents(organizationId);
  return (
    <OrganizationPage title={organizationText.frame.agents}>
      {role !== null && (
        <p className="mb-4">
          <Link href={`/claw/new?organization=${encodeURIComponent(organizationId)}`} className={buttonLook}>
            {words.add}
          </Link>
        </p>
      )}
      <Loaded what={organizationText.frame.agents} query={agents}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="text-ink-3">{words.empty}</p>
          ) : (
            <AgentTable agents={rows} mayManage={role !== null} />
          )
        }
      </Loaded>
    </OrganizationPage>
  );
}

function AgentTable({ agents, mayManage }: { agents: readonly OrganizationAgent[]; mayManage: boolean }) {
  const [openId, setOpenId] = useState<string | null>(null);
  const [keptId, setKeptId] = useState<string | null>(null);
  const close = (id: string) => {
    setOpenId(null);
    setKeptId(id);
  };
  return (
    <Table
      label={organizationText.frame.agents}
      head={
        <>
          <HeadCell>{words.name}</HeadCell>
          <HeadCell>{words.state}</HeadCell>
          <HeadCell>{words.approves}</HeadCell>
          <HeadCell isNumber>
            <span className="sr-only">{organizationText.act}</span>
          </HeadCell>
        </>
      }
    >
      {agents.map((agent) => (
        <AgentRow
          key={agent.sandboxId}
          agent={agent}
          mayManage={mayManage}
          isKept={keptId === agent.sandboxId}
          isOpen={openId === agent.sandboxId}
          onOpen={() => setOpenId(agent.sandboxId)}
          onClose={() => close(agent.sandboxId)}
        />
      ))}
    </Table>
  );
}

function AgentRow({ agent, mayManage, isKept, isOpen, onOpen, onClose }: AgentRowProps) {
  const { sandboxId, label, flag, status, approvers, isNamed } = agent;
  const names = approvers.map(({ displayName }) => displayName);
  return (
    <>
      <Row>
        <Cell place="name">
          <span className="flex items-center gap-2 type-label">
            <AgentFlag letter={flag} size={20} />
            <span className="wrap-anywhere whitespace-normal">{label}</span>
          </span>
        </Cell>
        <Cell place="state">
          <State dot={status === 'stopped' ? 'gone' : status === 'running' ? 'here' : 'busy'}>
            {words.states[status]}
          </State>
        </Cell>
        <Cell place="rest" className="whitespace-normal! text-ink-2 wrap-anywhere">
          {isNamed ? listed(names, { namedMax: 4 }) : `${words.usual}: ${listed(names, { namedMax: 4 })}`}
        </Cell>
        <Cell place="act">
          {mayManage && (
            <span className="inline-flex flex-wrap justify-end gap-x-4 gap-y-1">
              {!isOpen && (
                <LinkButton autoFocus={isKept} aria-label={words.changeOf(label)} onClick={onOpen}>
                  {words.change}
                </LinkButton>
              )}
              <Link
                href={agentPath(sandboxId)}
                prefetch={false}
                aria-label={words.settingsOf(label)}
                className="touch-room font-medium underline decoration-1 underline-offset-3"
              >
                {words.settings}
              </Link>
            </span>
          )}
        </Cell>
      </Row>
      {isOpen && (
        <tr className="border-b border-line max-md:block">
          <td colSpan={4} className="pt-2 pb-6 max-md:block">
            <ApproversForm agent={agent} onClose={onClose} />
          </td>
        </tr>
      )}
    </>
  );
}

interface AgentRowProps {
  agent: OrganizationAgent;
  mayManage: boolean;
  /** Its form was closed just now: the focus comes back to what opened it. */
  isKept: boolean;
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
}
