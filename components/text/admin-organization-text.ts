/** What the operator's list of organizations says, in the manner of `text.ts`. */
export const organizationsText = {
  title: 'Organizations',
  lede: 'You may do on their pages what their owners may. What people say to their agents is read by those who are in the conversation.',
  search: 'Name or id',
  name: 'Organization',
  owners: 'Owners',
  people: 'People',
  agents: 'Agents',
  retention: 'Messages stay',
  since: 'Since',
  nobody: 'Nobody runs it',
  empty: 'Nobody has made one yet.',
  noMatch: (search: string) => `None matches “${search}”.`,
} as const;
