'use client';

import { useState } from 'react';
import type { ApiKey } from '#lib/contract/accounts.ts';
import { pageText } from '#components/text/page-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { CreateKey } from './create-key.tsx';
import { FocusHome } from './focus-home.tsx';
import { type KeyRing, useKeys } from './keys-data.ts';
import { Loaded } from './loaded.tsx';
import { RevokeKey } from './revoke-key.tsx';

/** One more key, and those that there are. */
export function KeyList({ ring }: { ring: KeyRing }) {
  const keys = useKeys(ring);
  return (
    <>
      <div className="mb-8">
        <CreateKey ring={ring} />
      </div>
      <Loaded what={pageText.settings.keys} query={keys}>
        {(rows) => (
          <FocusHome count={rows.length}>
            {rows.length === 0 ? (
              <p className="text-ink-3">{pageText.keys.empty}</p>
            ) : (
              <KeyTable ring={ring} keys={rows} />
            )}
          </FocusHome>
        )}
      </Loaded>
    </>
  );
}

function KeyTable({ ring, keys }: { ring: KeyRing; keys: readonly ApiKey[] }) {
  const [askedId, setAskedId] = useState<string | null>(null);
  const [keptId, setKeptId] = useState<string | null>(null);
  const keep = (id: string) => {
    setAskedId(null);
    setKeptId(id);
  };
  return (
    <Table label={pageText.settings.keys} head={<Head />}>
      {keys.map((key) =>
        key.id === askedId ? (
          <tr key={key.id} className="border-b border-line max-md:block">
            <td colSpan={4} className="max-md:block">
              <RevokeKey ring={ring} apiKey={key} onKeep={() => keep(key.id)} />
            </td>
          </tr>
        ) : (
          <KeyRow key={key.id} apiKey={key} isKept={key.id === keptId} onRevoke={() => setAskedId(key.id)} />
        ),
      )}
    </Table>
  );
}

function Head() {
  return (
    <>
      <HeadCell>{pageText.keys.name}</HeadCell>
      <HeadCell>{pageText.keys.made}</HeadCell>
      <HeadCell>{pageText.keys.lastUsed}</HeadCell>
      <HeadCell isNumber>
        <span className="sr-only">{pageText.keys.act}</span>
      </HeadCell>
    </>
  );
}

/** A key that was asked about and kept gives the focus back to where the question came from. */
function KeyRow({ apiKey, isKept, onRevoke }: { apiKey: ApiKey; isKept: boolean; onRevoke: () => void }) {
  return (
    <Row>
      <Cell place="name" className="type-label whitespace-normal! wrap-anywhere">
        {apiKey.name}
      </Cell>
      <Cell className="text-ink-2">
        <ShortDate at={apiKey.createdAt} />
      </Cell>
      <Cell place="rest" className="text-ink-2">
        <span className="md:hidden">{pageText.keys.lastUsed}: </span>
        {apiKey.lastUsedAt === null ? (
          <span className="text-ink-3">{pageText.keys.notYet}</span>
        ) : (
          <Ago at={apiKey.lastUsedAt} />
        )}
      </Cell>
      <Cell place="act">
        <LinkButton autoFocus={isKept} aria-label={pageText.keys.revokeNamed(apiKey.name)} onClick={onRevoke}>
          {pageText.keys.revoke}
        </LinkButton>
      </Cell>
    </Row>
  );
}
