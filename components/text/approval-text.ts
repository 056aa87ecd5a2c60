import type { Decision } from '#lib/contract/blocks.ts';
import { listed } from './listed.ts';

/** What is said around an approval: loaded with the first one that is shown. The rules are those of `text.ts`. */
export const approvalText = {
  arrived: (asks: string, left: string | null) => (left === null ? asks : `${asks}, ${left}`),
  left: (left: string) => `${left} left`,
  timeUp: 'Time is up',
  minutesLeft: (count: number) => (count === 1 ? '1 minute left' : `${count} minutes left`),
  hoursLeft: (count: number) => (count === 1 ? '1 hour left' : `${count} hours left`),
  secondsLeft: (count: number) => (count === 1 ? '1 second left' : `${count} seconds left`),

  command: 'Command',
  commandCopied: 'The whole command was copied.',
  hidden: (code: string) => `hidden character ${code}`,
  what: 'What',
  where: 'Where',
  why: 'Why',

  busy: { 'allow-once': 'Allowing…', 'allow-always': 'Allowing…', deny: 'Denying…' } satisfies Record<Decision, string>,
  always: 'Always:',
  allowAlways: 'Allow always',
  notAlways: 'Back',
  noEnter: 'Enter allows nothing. Press Space on the button.',

  mayDecide: (others: readonly string[]) =>
    others.length === 0
      ? 'Only you may decide.'
      : `${listed(['You', ...others], { namedMax: 4 })} may decide. The first answer counts.`,
  othersDecide: (names: readonly string[]) => `${oneOf(names)} decides. You see the answer here.`,

  you: 'You',
  somebody: 'Somebody',
  by: { you: 'you', somebody: 'somebody' },
  decided: (who: string | null, value: Decision) => {
    const name = who ?? 'You';
    if (value === 'deny') return `${name} denied this`;
    if (value === 'allow-once') return `${name} allowed this once`;
    return who === null ? 'You always allow this' : `${name} always allows this`;
  },
  unconfirmed: (agent: string, value: Decision) =>
    value === 'deny' ? `${agent} didn't confirm it` : `${agent} didn't confirm it, so it may have run`,
  beforeYou: (seconds: number) => (seconds < 1 ? 'Just before you' : `${seconds} s before you`),
  expired: 'Expired. Nothing was run',
  withdrawn: (agent: string) => `${agent} took this back. Nothing was run`,
  undone: (who: string, value: Decision, agent: string) => {
    const did = { 'allow-once': 'Allowed', 'allow-always': 'Always allowed', deny: 'Denied' }[value];
    return `${did} by ${who}, then undone: ${agent} was away`;
  },

  offline: "Not sent: you are offline. It isn't sent later by itself.",
  noAnswer: 'No answer came, so it may have counted. Press again to find out.',
  refused: (why: string) => `Nothing was decided. ${why}`,
} as const;

/** "Mira", "Mira or Jonas", "Mira, Jonas or one of 4 more". */
function oneOf(names: readonly string[]): string {
  if (names.length === 0) return 'Somebody else';
  if (names.length === 1) return names.join('');
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} or one of ${names.length - 3} more`;
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
