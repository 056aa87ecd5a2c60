/** What is said when a page fails. Apart from the rest: what shows it stands beside every page, and would bring all words twice. */
export const problemText = {
  tryAgain: 'Try again',
  request: (id: string) => `req ${id}`,
  network: "The server can't be reached.",
  server: 'The server answered with an error.',
  page: "This page didn't load.",
  notFound: 'No such page',
  notFoundWhy: 'The address leads nowhere.',
} as const;
