'use client';

import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Specimen, Specimens } from './specimen.tsx';

const code = `create index concurrently orders_open
  on orders (placed_at) where state = 'open';`;

export function Tables() {
  return (
    <Specimens title="Rows, facts, code">
      <Specimen name="A table; on a phone a row is two lines">
        <Table
          label="Devices"
          head={
            <>
              <HeadCell>Device</HeadCell>
              <HeadCell>Push</HeadCell>
              <HeadCell>Last used</HeadCell>
              <HeadCell>
                <span className="sr-only">Action</span>
              </HeadCell>
            </>
          }
        >
          <DeviceRow name="Firefox on Linux" isThis state="here" word="On" used="Now" />
          <DeviceRow name="Galaxy Tab" state="failed" word="Blocked" used="3 days ago" />
        </Table>
      </Specimen>
      <Specimen name="Facts, an id">
        <Facts>
          <Fact name="Model">qwen3-coder-30b</Fact>
          <Fact name="Messages">48,210</Fact>
        </Facts>
        <CopyId id="builtin-01m7yve8sbghw9wd5srnwbars1" />
      </Specimen>
      <Specimen name="Code">
        <CodeBlock name="sql" code={code}>
          <span className="text-code-keyword">create index concurrently</span> orders_open{'\n  '}
          <span className="text-code-keyword">on</span> orders (placed_at){' '}
          <span className="text-code-keyword">where</span> state = <span className="text-code-string">'open'</span>;{' '}
          <span className="text-code-comment">-- </span>
          <span className="text-code-number">90</span>
        </CodeBlock>
      </Specimen>
    </Specimens>
  );
}

function DeviceRow({ name, isThis = false, state, word, used }: DeviceRowProps) {
  return (
    <Row>
      <Cell place="name">
        <b className="font-medium">{name}</b> {isThis && <Tag>this one</Tag>}
      </Cell>
      <Cell place="state">
        <span className="inline-flex items-center gap-1.5">
          <PresenceDot state={state} shape="person" />
          {word}
        </span>
      </Cell>
      <Cell place="rest">{used}</Cell>
      <Cell place="act">{!isThis && <LinkButton>Sign out</LinkButton>}</Cell>
    </Row>
  );
}

interface DeviceRowProps {
  name: string;
  isThis?: boolean;
  state: 'here' | 'failed';
  word: string;
  used: string;
}
