/** What is said of notifications in the chat itself, in the manner of `text.ts`. */
export const noticeText = {
  open: 'What happened',
  title: 'What happened',
  nothing: 'Nothing. What is new, what waits for you and agents that stopped stand here.',
  waiting: 'Waiting for you',
  unread: 'New',
  agents: 'Agents',
  more: (count: number) => (count === 1 ? '1 more further down the list.' : `${count} more further down the list.`),
  stopped: 'Stopped',
  notStarted: (why: string) => `Didn't start. ${why}`,
  prompt: 'Be told here when an agent answers or needs you.',
  turnOn: 'Turn on',
  turningOn: 'Turning on…',
  notNow: 'Not now',
} as const;
