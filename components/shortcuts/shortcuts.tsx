'use client';

import { shortcutsText as says } from '#components/text/palette-text.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Key } from '#components/ui/key.tsx';
import { shortcutList } from './shortcut-list.ts';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
  return (
    <Dialog title={says.title} isOpen onClose={onClose}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
      <div role="group" aria-label={says.title} tabIndex={0} className="grid gap-4">
        {shortcutList.map(({ name, rows }) => (
          <section key={name} aria-label={name}>
            <h3 className="border-b border-line pb-1 type-section text-ink-3">{name}</h3>
            <dl>
              {rows.map(([what, keys]) => (
                <div key={what} className="flex items-center gap-3 border-b border-line py-1.5 last:border-0">
                  <dt className="min-w-0 flex-1">{what}</dt>
                  <dd className="flex flex-none gap-1">
                    {keys.map((key) => (
                      <Key key={key}>{key === 'Mod' ? mod : key}</Key>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
