/** What is said around a message: most of it is loaded when somebody points at one. The rules are those of `text.ts`. */
export const messageText = {
  code: 'Code',
  showAllLines: (count: number) => `Show all ${count} lines`,
  done: 'Done',
  toDo: 'To do',

  tools: 'What you can do with this message',
  react: 'React',
  reactMore: 'More reactions',
  reply: 'Reply',
  edit: 'Edit',
  stop: 'Stop',
  more: 'More',
  copyText: 'Copy text',
  copyLink: 'Copy link',
  whatChanged: 'What changed',
  remove: 'Delete',

  removeQuestion: 'Nobody will be able to read it any more.',
  removeIt: 'Delete message',
  removing: 'Deleting…',
  keep: 'Keep',
  notRemoved: (why: string) => `Not deleted. ${why}`,

  versions: 'What changed',
  versionsLoading: 'Loading what was there',
  versionsFailed: "What was there didn't load.",
  versionsSafe: 'The message is as it was.',
  versionsMore: 'Load earlier changes',
  versionAt: (time: string) => `Changed ${time}`,
  removedWords: 'removed:',
  addedWords: 'added:',

  conflict: 'Changed in two places',
  conflictWhy:
    'This message was changed elsewhere while you edited it here. Keep either, or put them together in yours.',
  theirs: 'What stands there',
  mine: 'Yours',
  keepTheirs: 'Keep what stands there',
  keepMine: 'Keep yours',
  saving: 'Saving…',
  tooLong: (count: number) => `${count.toLocaleString('en')} characters too many`,

  emojiTitle: 'Choose a reaction',
  emojiSearch: 'Search emoji',
  emojiNone: (query: string) => `Nothing matches “${query}”.`,
} as const;
