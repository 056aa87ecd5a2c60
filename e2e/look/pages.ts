/** Every page that somebody who is signed in can open by its address, and the heading by which one knows that it is there. */
export const signedInPages = [
  { path: '/claw/chat/01ARZ3NDEKTSV4RRFFQ69G5FAV', heading: 'No such conversation' },
  { path: '/claw/new', heading: 'Add an agent' },
  { path: '/settings/profile', heading: 'Profile' },
  { path: '/settings/notifications', heading: 'Notifications' },
  { path: '/settings/appearance', heading: 'Appearance' },
  { path: '/settings/devices', heading: 'Devices and sessions' },
  { path: '/settings/organizations', heading: 'Organizations' },
  { path: '/settings/keys', heading: 'Keys' },
  { path: '/nowhere', heading: 'No such page' },
  { path: '/organizations/elsewhere', heading: 'No such page' },
  { path: '/organizations/elsewhere/claw/chat', heading: 'No such page' },
] as const;

/** Every page for those who are not signed in. */
export const doorPages = [
  '/sign-in',
  '/sign-up',
  '/forgotten',
  `/reset/${'A'.repeat(43)}`,
  `/invitation/${'A'.repeat(43)}`,
] as const;
