'use client';

import { shortcutsText as says } from '#components/text/palette-text.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Key } from '#components/ui/key.tsx';

/** Every key that does something. Nothing here allows an agent anything: no single key does. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const command = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
  const sections: [string, [string, string[]][]][] = [
    [
      says.everywhere,
      [
        [says.palette, [command, 'K']],
        [says.shortcuts, ['?']],
        [says.panes, ['F6']],
        [says.panesBack, ['Shift', 'F6']],
        [says.close, ['Esc']],
      ],
    ],
    [
      says.list,
      [
        [says.move, ['↑', '↓']],
        [says.ends, ['Home', 'End']],
        [says.menu, ['Shift', 'F10']],
      ],
    ],
    [
      says.composer,
      [
        [says.send, ['Enter']],
        [says.newline, ['Shift', 'Enter']],
      ],
    ],
  ];
  return (
    <Dialog title={says.title} isOpen onClose={onClose}>
      {sections.map(([name, rows]) => (
        <section key={name} aria-label={name}>
          <h3 className="border-b border-line pb-1 type-section text-ink-3">{name}</h3>
          <dl>
            {rows.map(([what, keys]) => (
              <div key={what} className="flex items-center gap-3 border-b border-line py-1.5 last:border-0">
                <dt className="min-w-0 flex-1">{what}</dt>
                <dd className="flex flex-none gap-1">
                  {keys.map((key) => (
                    <Key key={key}>{key}</Key>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
