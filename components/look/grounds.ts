/** The page's ground where no style sheet reaches: the system's own bars, and the moment before an installed app is there. */
export const grounds = { light: '#f1f2f6', dark: '#0e1117' } as const;
