'use client';

import type { WaysIn } from '#lib/contract/accounts.ts';
import { goToProvider } from '#components/sign-in/enter.ts';
import { doorText } from '#components/text/door-text.ts';
import { Button } from '#components/ui/button.tsx';

const words = doorText.waysIn;

/** In the place of a question for the password, where there is none: the provider says once more who it is. */
export function SignInAgain({ ways }: { ways: WaysIn }) {
  const linked = ways.providers.find(({ isLinked }) => isLinked);
  return (
    <div className="grid max-w-[60ch] justify-items-start gap-2">
      <p className="text-ink-2">{words.againWhy}</p>
      {linked !== undefined && (
        <Button onClick={() => void goToProvider(linked.id, { back: '/settings/profile', again: true })}>
          {words.again}
        </Button>
      )}
    </div>
  );
}

/** Nothing but a sign-in a moment ago stands between somebody without a password and what they want. */
export function mustSignInAgain(ways: WaysIn): boolean {
  return !ways.hasPassword && !ways.isFresh;
}
