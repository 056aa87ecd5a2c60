/** What is said where a name is completed, by the sign that it begins with. The rules are those of `text.ts`. */
export const completionText = {
  agent: 'Agent',
  '@': { list: 'People to mention', found: (count: number) => (count === 1 ? '1 name' : `${count} names`) },
  ':': { list: 'Emoji', found: (count: number) => `${count} emoji` },
} as const;
