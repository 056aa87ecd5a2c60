import type { SandboxHistory as History } from '#lib/contract/admin/sandboxes.ts';
import { adminText } from '#components/text/admin-text.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Section } from '#components/ui/section.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';

export function SandboxHistory({ history }: { history: readonly History[] }) {
  return (
    <Section title={words.history} lede={words.historyWhy}>
      {history.length === 0 ? (
        <p className="text-ink-3">{words.noHistory}</p>
      ) : (
        <Table
          label={words.history}
          head={
            <>
              <HeadCell>{words.what}</HeadCell>
              <HeadCell>{words.by}</HeadCell>
              <HeadCell>{words.reason}</HeadCell>
              <HeadCell isNumber>{words.when}</HeadCell>
            </>
          }
        >
          {history.map((one, index) => (
            <Row key={`${one.at} ${index}`}>
              <Cell place="name">{whatOf(one)}</Cell>
              <Cell className="text-ink-2">{one.by ?? adminText.table.none}</Cell>
              <Cell place="rest" className="whitespace-normal! text-ink-2 wrap-anywhere max-md:col-span-2">
                <span className="md:hidden">{one.by === null ? '' : `${one.by}: `}</span>
                {reasonOf(one)}
              </Cell>
              <Cell place="state" isNumber className="text-ink-2">
                <Ago at={one.at} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}

function whatOf(one: History): string {
  if (one.kind === 'status') return one.failed ? words.notStarted : words.statuses[one.status];
  const deed = words.deeds[one.action] ?? one.action;
  return one.outcome === 'done' ? deed : `${deed}, ${words[one.outcome]}`;
}

function reasonOf(one: History): string {
  return one.kind === 'deed' && one.reason !== null ? one.reason : '';
}
