'use client';

import type { AdminConversationDetail } from '#lib/contract/admin/conversations.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { State } from '../table/state.tsx';

const words = operationsText.conversations;

export function ConversationPeople({ people }: Pick<AdminConversationDetail, 'people'>) {
  return (
    <Table
      label={words.people}
      head={
        <>
          <HeadCell>{words.name}</HeadCell>
          <HeadCell>{operationsText.list.id}</HeadCell>
          <HeadCell>{operationsText.list.state}</HeadCell>
          <HeadCell isNumber>{words.joined}</HeadCell>
        </>
      }
    >
      {people.map(({ id, name, kind, joinedAt, leftAt }) => (
        <Row key={id}>
          <Cell place="name" className="whitespace-normal! wrap-anywhere">
            {name ?? <span className="text-ink-3">{words.noName}</span>}
          </Cell>
          <Cell className="whitespace-normal!">
            <CopyId id={id} />
          </Cell>
          <Cell place="state">
            <State dot={leftAt === null ? 'here' : 'gone'} shape={kind === 'bot' ? 'agent' : 'person'}>
              {leftAt === null ? words.isIn : words.left}
            </State>
          </Cell>
          <Cell place="rest" isNumber className="text-ink-2 max-md:text-start!">
            <span className="md:hidden">{words.joined} </span>
            <Ago at={joinedAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
