/** What is said where a name is completed. The rules are those of `text.ts`. */
export const completionText = {
  people: 'People to mention',
  agent: 'Agent',
  found: (count: number) => (count === 1 ? '1 name' : `${count} names`),
} as const;
