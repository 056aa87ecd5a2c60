/** What the operator's pages say, in the manner of `text.ts`. */
export const adminText = {
  frame: {
    title: 'Operator',
    running: (version: string, up: string) => `${version}, up ${up}`,
    lasting: {
      minutes: (count: number) => `${count} min`,
      hours: (count: number) => `${count} h`,
      days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
    },
  },

  sections: {
    overview: 'Overview',
    sandboxes: 'Sandboxes',
    people: 'People',
    organizations: 'Organizations',
    conversations: 'Conversations',
    deliveries: 'Deliveries',
    pushes: 'Pushes',
    events: 'Events',
    audit: 'Audit',
    settings: 'Settings',
  },

  table: {
    earlier: 'Earlier',
    later: 'Later',
    first: 'To the beginning',
    pages: 'Pages',
    refresh: 'Refresh',
    none: '–',
    sortedUp: 'ascending',
    sortedDown: 'descending',
  },

  chart: {
    day: 'Day',
    today: 'today',
  },

  reason: {
    why: 'Reason',
    whyHint: 'Kept in the audit log, for whoever asks later.',
    needed: 'Say why.',
    typed: (what: string) => `Type ${what}`,
    typedWrong: (what: string) => `That is not ${what}.`,
    keep: 'Keep',
    gone: 'It is no longer there. Somebody was faster.',
  },
} as const;
