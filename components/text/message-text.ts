/** What is said around a message: most of it is loaded when somebody points at one. The rules are those of `text.ts`. */
export const messageText = {
  code: 'Code',
  showAllLines: (count: number) => `Show all ${count} lines`,
  done: 'Done',
  toDo: 'To do',
} as const;
