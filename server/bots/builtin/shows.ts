import type { TextFile } from './save-file.ts';

/** What the agent says without a model, and how: some of it is there to show how it can be said. */
export type Said =
  | { way: 'say'; text: string }
  | { way: 'stream'; text: string }
  | { way: 'file'; text: string; file: TextFile }
  | { way: 'ask'; text: string; file: TextFile };

interface Show {
  /** How the menu names it. */
  title: string;
  asked: RegExp;
  said: Said;
}

const wish = '\\b(show|demo\\w*|example|send me|give me)\\b.*\\b';

const note = [
  '# Hello from Claw Chat',
  '',
  'This file was made by the agent that comes with the box.',
  'It is yours to keep.',
  '',
].join('\n');

const markdown = `**Bold**, *italic*, ~~gone~~, \`code\` and [links](https://commonmark.org) are written as in any Markdown.

| what | how |
| --- | --- |
| a table | with lines and bars |
| a list | with dashes |

- [x] seen
- [ ] tried: write some yourself

\`\`\`ts
const harbour = ships.filter((ship) => ship.isHome);
\`\`\`

> Everything that agents write is cleaned before it is shown.`;

const streamed = `This message is being written while you read it. It is one message, and each word is added to it; nothing is sent twice, and a line that breaks in between goes on where it was. Every device of yours sees it grow at the same time. You can stop it, too: what is there by then stays. An agent with a language model answers like this, word by word, as its model thinks of them.`;

/** What the product can do, each shown by the real thing. */
export const shows: Show[] = [
  {
    title: 'Markdown',
    asked: new RegExp(`${wish}(markdown|formatting|table|code)\\b`, 'i'),
    said: { way: 'say', text: markdown },
  },
  {
    title: 'streaming',
    asked: new RegExp(`${wish}(stream\\w*|growing|live)\\b`, 'i'),
    said: { way: 'stream', text: streamed },
  },
  {
    title: 'an approval',
    asked: new RegExp(`${wish}(approv\\w*|permission|ask(s|ed|ing)?)\\b`, 'i'),
    said: {
      way: 'ask',
      text: 'This is how an agent asks before it does something. I would like to save a small file here, and do it only if you allow it.',
      file: { name: 'hello.md', text: note, why: 'You asked to see an approval. It harms nothing.' },
    },
  },
  {
    title: 'a file',
    asked: new RegExp(`${wish}(files?|attachments?)\\b`, 'i'),
    said: { way: 'file', text: 'Here is a file.', file: { name: 'hello.md', text: note, why: null } },
  },
];
