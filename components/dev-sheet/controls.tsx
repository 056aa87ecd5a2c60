'use client';

import { ArrowUpRight, Info, Plug, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconLink } from '#components/ui/icon-link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { ChoiceRow, RadioGroup, RadioRow } from '#components/ui/radio-rows.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { Toggle } from '#components/ui/toggle.tsx';
import { Specimen, Specimens } from './specimen.tsx';

const kinds = ['fill', 'plain', 'quiet', 'danger', 'danger-fill'] as const;
const wordOf = {
  fill: 'Allow once',
  plain: 'Rename',
  quiet: 'Copy',
  danger: 'Deny',
  'danger-fill': 'Destroy harbor-01',
};
const icon = { className: 'size-4', strokeWidth: 1.75 } as const;

export function Controls() {
  return (
    <Specimens title="Buttons">
      {kinds.map((kind) => (
        <Specimen key={kind} name={`${kind}: rest, focus, busy, not now`}>
          <div className="flex flex-wrap gap-3">
            <Button kind={kind}>{wordOf[kind]}</Button>
            <Button kind={kind} data-focus>
              {wordOf[kind]}
            </Button>
            <Button kind={kind} busy>
              {wordOf[kind]}
            </Button>
            <Button kind={kind} disabled>
              {wordOf[kind]}
            </Button>
          </div>
        </Specimen>
      ))}
      <Specimen name="Small, wide">
        <div className="grid justify-items-start gap-3">
          <Button size="small">Copy</Button>
          <Button kind="fill" wide>
            Sign in
          </Button>
        </div>
      </Specimen>
      <Specimen name="Icons: rest, focus, not now, link">
        <div className="flex gap-3">
          <IconButton label="About this">
            <Info {...icon} />
          </IconButton>
          <IconButton label="About this, focused" data-focus>
            <Info {...icon} />
          </IconButton>
          <IconButton label="About this, not now" disabled>
            <Info {...icon} />
          </IconButton>
          <IconLink label="Conversations" href="/claw/chat">
            <ArrowUpRight {...icon} />
          </IconLink>
        </div>
      </Specimen>
      <Specimen name="Links in a sentence">
        <p>
          May not have arrived. <LinkButton>Send again</LinkButton> or{' '}
          <PageLink href="/claw/chat">go to your conversations</PageLink>
        </p>
      </Specimen>
      <Toggles />
    </Specimens>
  );
}

function Toggles() {
  const [isOn, setOn] = useState(true);
  return (
    <Specimen name="Toggle: on or off as pressed, off, not now">
      <div className="flex gap-3">
        <Toggle label="Pressed" checked={isOn} onChange={() => setOn(!isOn)} />
        <Toggle label="Off" checked={false} readOnly />
        <Toggle label="Not now" checked={false} disabled readOnly />
      </div>
    </Specimen>
  );
}

export function Fields() {
  const [way, setWay] = useState<'stream' | 'webhook'>('stream');
  const [choice, setChoice] = useState('bot');
  const [shown, setShown] = useState('kind');
  return (
    <Specimens title="Fields and choices">
      <Specimen name="Rest, hint, focus, problem">
        <div className="grid gap-4">
          <TextField label="Name" defaultValue="Harbor" />
          <TextField label="Password" type="password" hint="At least 10 characters." placeholder="A few words" />
          <TextField label="E-mail" defaultValue="mira@" data-focus="field" />
          <TextField label="E-mail again" defaultValue="mira@" problem="That is not a whole e-mail address." />
          <Select label="Who may approve" hint="The first answer counts.">
            <option>Owners and operators</option>
            <option>Everybody in the conversation</option>
          </Select>
          <Segmented
            legend="How it listens"
            hint="Works behind a router."
            value={way}
            onChoose={setWay}
            options={[
              { value: 'stream', label: 'Outward stream', icon: <ArrowUpRight className="size-3.5" strokeWidth={2} /> },
              { value: 'webhook', label: 'Webhook', icon: <Webhook className="size-3.5" strokeWidth={2} /> },
            ]}
          />
        </div>
      </Specimen>
      <Specimen name="One of a few">
        <RadioGroup legend="On the lock screen">
          <RadioRow
            name="lock"
            label="Who and what kind"
            hint="“Harbor asks to run a command”"
            checked={shown === 'kind'}
            onChange={() => setShown('kind')}
          />
          <RadioRow
            name="lock"
            label="Only that something waits"
            checked={shown === 'some'}
            onChange={() => setShown('some')}
          />
        </RadioGroup>
      </Specimen>
      <Specimen name="Large answers; the chosen one opens">
        <RadioGroup legend="How to add it" isLegendHidden>
          <ChoiceRow
            name="way"
            title="A bot of your own"
            glyph={<Plug strokeWidth={1.5} />}
            lede="Written in any language, running anywhere."
            checked={choice === 'bot'}
            onChange={() => setChoice('bot')}
          >
            <TextField label="Its name" defaultValue="Harbor" />
          </ChoiceRow>
          <ChoiceRow
            name="way"
            title="The agent that comes with the box"
            glyph={<Info strokeWidth={1.5} />}
            lede="Ready in a minute."
            checked={choice === 'box'}
            onChange={() => setChoice('box')}
          />
        </RadioGroup>
      </Specimen>
    </Specimens>
  );
}
