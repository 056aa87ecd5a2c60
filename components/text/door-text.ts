import type { EntryProblem } from '#lib/contract/accounts.ts';
import type { InvitationPreview } from '#lib/contract/organizations.ts';

/** As the sign-in page is told in its address: what next-auth found, or we. */
type DoorProblem = EntryProblem | 'OAuthSignin' | 'OAuthCallback' | 'Callback';

const notInWhy = 'Nobody was signed in. Try again, or sign in another way.';

const problems: Record<DoorProblem, string> = {
  OAuthSignin: "The provider can't be reached right now. Try again in a moment, or sign in another way.",
  OAuthCallback: `What came back from the provider was no good. ${notInWhy}`,
  Callback: 'The provider did not let you through. Try again, or sign in another way.',
  failed: `Something went wrong with what came back from the provider. ${notInWhy}`,
  email_not_verified:
    'The provider does not say that your e-mail address is yours. Confirm it there, then try again; or sign in another way.',
  signup_closed: 'There is no account for you here yet, and sign-up is closed. Ask whoever runs this server.',
  invitation_over: 'Your invitation was used, has expired, or was taken back. Ask for a new one.',
  invitation_for_another: 'Your invitation is for another e-mail address than the one that the provider told us.',
  password_first:
    'There is an account with your e-mail address, and it has a password. Sign in with that, then connect the two under Settings, Profile.',
  linked_elsewhere: 'Somebody else here signs in with that already.',
  sign_in_again: 'Sign out and in again first, then do it within ten minutes.',
  disabled: 'This account is disabled. Ask whoever runs this server.',
  too_many_tries: 'Too many tries. Wait a minute, then try again.',
};

/** What the door, invitations and other ways in say, in the manner of `text.ts`. */
export const doorText = {
  /** An address can say anything; what isn't ours is a failure like any other. */
  problem: (code: string): string => (Object.hasOwn(problems, code) ? problems[code as DoorProblem] : problems.failed),
  or: 'or',
  continueWith: (provider: string) => `Continue with ${provider}`,
  byInvitation: 'New here? Ask for an invitation.',
  byInvitationTitle: 'By invitation only',
  byInvitationLede: 'Whoever has an invitation opens its link to make an account.',

  invitation: {
    title: 'Invitation',
    heading: (organization: string) => `Join ${organization}`,
    lede: ({ invitedBy, role }: Pick<InvitationPreview, 'invitedBy' | 'role'>) =>
      `${invitedBy ?? 'Somebody'} invites you ${role === 'admin' ? 'as an admin: you use its agents and look after agents and members.' : 'as a member: you use its agents.'}`,
    forEmail: (email: string) => `It is for ${email}.`,
    join: (organization: string) => `Join ${organization}`,
    joining: 'Joining…',
    signedInAs: (name: string, email: string) => `You are signed in as ${name}, ${email}.`,
    signOut: 'Sign out',
    signingOut: 'Signing out…',
    signInLede: 'To join, sign in or make an account.',
    signInOnly: 'To join, sign in. Sign-up is closed here.',
    signIn: 'Sign in',
    signUp: 'Create an account',
    overTitle: 'This invitation is over',
    over: 'It was used, it has expired, or it was taken back. Ask whoever sent it for a new one.',
    home: 'Open Claw Chat',
    loading: 'Loading',
  },

  invitations: {
    title: 'Invitations',
    lede: 'A link lets one person in. It opens once, within seven days, and ends when whoever made it leaves.',
    who: 'For',
    anybody: 'Whoever has the link',
    role: 'As',
    roles: { admin: 'Admin', member: 'Member' },
    by: 'Invited by',
    until: 'Until',
    act: 'Action',
    empty: 'No open invitations.',
    email: 'E-mail, if it is for one person',
    emailWhy: 'Then only an account with this address can use it. Where this server sends mail, it goes there.',
    create: 'Make an invitation',
    creating: 'Making…',
    made: 'The invitation',
    madeFor: (email: string) => `The invitation for ${email}`,
    once: 'Hand it over: it is shown this once.',
    mailed: 'It is on its way by mail. Here it is shown this once.',
    done: 'I have it',
    revoke: 'Take back',
    revokeFor: (whom: string) => `Take back the invitation for ${whom}`,
    anybodys: 'whoever has the link',
    revoking: 'Taking back…',
    revokeWhy: 'Its link opens nothing any more. Who has joined by it already stays.',
    notRevoked: (why: string) => `Not taken back. ${why}`,
  },

  waysIn: {
    title: 'Other ways to sign in',
    lede: 'Connected, it lets you in without your password.',
    connected: 'Connected',
    connect: (provider: string) => `Connect ${provider}`,
    disconnect: (provider: string) => `Disconnect ${provider}`,
    disconnecting: 'Disconnecting…',
    stale: 'To connect another one, sign out and in again first: it takes a session that is younger than ten minutes.',
    passwordWhy: 'You have none yet. With one you can also sign in by e-mail and password.',
    set: 'Set password',
    again: 'Sign in again',
    againWhy: 'You have no password. To do this, sign in again first, then do it within ten minutes.',
  },
} as const;
