'use client';

import { ChevronLeft } from 'lucide-react';
import { use, useState } from 'react';
import { flagLetter } from '#lib/chat/flag-letter.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { DrawerContext } from '#components/shell/drawer-context.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { pageText } from '#components/text/page-text.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Page, PageBar } from '#components/ui/page.tsx';
import { ChoiceRow } from '#components/ui/radio-rows.tsx';
import { BoxAgentForm } from './box-agent-form.tsx';

/** The ways to add an agent, the chosen one open. There is one way yet, so it is chosen. */
export function NewAgent() {
  const openList = use(DrawerContext);
  const [name, setName] = useState('');
  const flown = useSandboxes().map((sandbox) => sandbox.flag);
  // Without a free one it is an empty square, and the server says why.
  const flag = flagLetter(name === '' ? pageText.newAgent.suggested : name, flown) ?? '';
  return (
    <MainPane>
      <PageBar
        title={pageText.newAgent.title}
        start={
          <IconButton label={text.shell.openList} onClick={openList}>
            <ChevronLeft className="size-4" strokeWidth={1.75} />
          </IconButton>
        }
      />
      <Page>
        <div id="log">
          <p className="mb-5 text-ink-2">{pageText.newAgent.lede}</p>
          <ChoiceRow
            name="way"
            title={pageText.newAgent.box}
            glyph={<AgentFlag letter={flag} size={28} />}
            lede={pageText.newAgent.boxWhy}
            checked
            readOnly
          >
            <BoxAgentForm name={name} flag={flag} onName={setName} />
          </ChoiceRow>
        </div>
      </Page>
    </MainPane>
  );
}
