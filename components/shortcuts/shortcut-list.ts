import { shortcutsText as says } from '#components/text/palette-text.ts';

interface Section {
  name: string;
  /** What they do, and the keys: with `Mod`, whatever this keyboard calls it, and with Shift together, others each alone. */
  rows: readonly (readonly [string, readonly string[]])[];
}

/** Every key that does something. Nothing here allows an agent anything: no single key does. */
export const shortcutList: readonly Section[] = [
  {
    name: says.everywhere,
    rows: [
      [says.palette, ['Mod', 'K']],
      [says.shortcuts, ['?']],
      [says.panes, ['F6']],
      [says.panesBack, ['Shift', 'F6']],
      [says.close, ['Esc']],
    ],
  },
  {
    name: says.composer,
    rows: [
      [says.send, ['Enter']],
      [says.newline, ['Shift', 'Enter']],
      [says.editLast, ['↑']],
      [says.leaveIntent, ['Esc']],
      [says.mention, ['@']],
      [says.emoji, [':']],
      [says.take, ['Enter', 'Tab']],
    ],
  },
  {
    name: says.list,
    rows: [
      [says.move, ['↑', '↓']],
      [says.ends, ['Home', 'End']],
      [says.menu, ['Shift', 'F10']],
    ],
  },
  {
    name: says.log,
    rows: [
      [says.move, ['↑', '↓']],
      [says.ends, ['Home', 'End']],
      [says.enterMessage, ['Enter']],
      [says.tools, ['←', '→']],
      [says.leaveMessage, ['Esc']],
    ],
  },
  {
    name: says.approval,
    rows: [
      [says.answer, ['Space']],
      [says.copyCommand, ['Mod', 'C']],
    ],
  },
  { name: says.pictures, rows: [[says.turn, ['←', '→']]] },
];
