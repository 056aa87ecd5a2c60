import type { ReactNode } from 'react';
import type { ApiKey } from '#lib/contract/accounts.ts';
import { pageText } from '#components/text/page-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';

const words = pageText.keys;

/** Keys as they are called, and when they were last used. Never what they are. */
export function KeyTable({ label, keys, act }: KeyTableProps) {
  return (
    <Table
      label={label}
      head={
        <>
          <HeadCell>{words.name}</HeadCell>
          <HeadCell>{words.made}</HeadCell>
          <HeadCell>{words.lastUsed}</HeadCell>
          {act !== undefined && (
            <HeadCell isNumber>
              <span className="sr-only">{words.act}</span>
            </HeadCell>
          )}
        </>
      }
    >
      {keys.map((key) => (
        <Row key={key.id}>
          <Cell place="name" className="type-label whitespace-normal! wrap-anywhere">
            {key.name}
          </Cell>
          <Cell className="text-ink-2">
            <ShortDate at={key.createdAt} />
          </Cell>
          <Cell place="rest" className="text-ink-2">
            <span className="md:hidden">{words.lastUsed}: </span>
            {key.lastUsedAt === null ? <span className="text-ink-3">{words.notYet}</span> : <Ago at={key.lastUsedAt} />}
          </Cell>
          {act !== undefined && <Cell place="act">{act(key)}</Cell>}
        </Row>
      ))}
    </Table>
  );
}

interface KeyTableProps {
  label: string;
  keys: readonly ApiKey[];
  act?: (key: ApiKey) => ReactNode;
}
