'use client';

import type { PushTarget } from '#lib/contract/notifications.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { notificationText } from '#components/text/notification-text.ts';
import { SwitchRow } from '#components/ui/switch-row.tsx';
import { type BrowserState, useThisBrowser } from './use-this-browser.ts';

const words = notificationText.browser;

const sentences: Record<BrowserState, string> = {
  checking: words.checking,
  'no-https': words.noHttps,
  unsupported: words.unsupported,
  denied: words.denied,
  off: words.isOff,
  on: words.isOn,
};

/** One switch, with what stands in its way in words. */
export function ThisBrowser({ publicKey, targets }: ThisBrowserProps) {
  const { state, turn, problem } = useThisBrowser({ publicKey, targets });
  const isChanging = turn.isPending;
  const sentence = isChanging ? (turn.variables ? words.turningOn : words.turningOff) : sentences[state];
  return (
    <>
      <SwitchRow
        label={words.on}
        hint={<span role="status">{sentence}</span>}
        checked={isChanging ? turn.variables : state === 'on'}
        disabled={isChanging || (state !== 'on' && state !== 'off')}
        onChange={(event) => turn.mutate(event.target.checked)}
      />
      <FormProblem>{problem}</FormProblem>
    </>
  );
}

interface ThisBrowserProps {
  publicKey: string | null;
  targets: readonly PushTarget[];
}
