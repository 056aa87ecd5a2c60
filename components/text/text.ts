import { listed } from './listed.ts';
import { problemText } from './problem-text.ts';

/**
 * What the interface says in the chat and on every page: short, second person, no exclamation marks, no "please", one word
 * for one thing. Sentences with a value in them are functions, so that a translation can turn them round. What is said on
 * other pages alone stands in `page-text.ts`: nobody waits for those words before the list can be read.
 */
export const text = {
  product: 'Claw Chat',
  productLine: 'The self-hosted home for your agents.',

  parts: {
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    copyThis: (what: string) => `Copy ${what}`,
  },

  shell: {
    skip: 'Skip to the messages',
    conversations: 'Conversations',
    openList: 'Conversations',
    find: 'Search or go to',
    newConversation: 'New conversation',
    creating: 'Creating…',
    addAgent: 'Add an agent',
    signOut: 'Sign out',
    signOutFailed: 'Still signed in: the server gave no answer.',
    settings: 'Settings',
    appearance: 'Appearance',
    profile: 'Profile',
    account: (name: string) => `${name}, your account`,
    here: 'Online',
    notHere: 'Offline',
  },

  list: {
    groups: {
      waiting: 'Waiting for you',
      pinned: 'Pinned',
      today: 'Today',
      yesterday: 'Yesterday',
      week: 'This week',
      older: 'Older',
    },
    untitled: 'Untitled',
    empty: 'Conversations collect here, newest first.',
    emptyStart: 'Start one',
    loading: 'Loading conversations',
    failed: "The list didn't load.",
    refreshFailed: 'The list may be out of date.',
    moreLoading: 'Loading older…',
    moreFailed: (why: string) => `Older ones didn't load. ${why}`,
    archived: 'Archived',
    archivedBack: 'All conversations',
    archivedEmpty: 'What you archive is kept here. It comes back by itself when something is said in it.',
    /** An agent's own words for it stand in its card, where nobody takes them for ours. */
    asks: (agent: string, isCommand: boolean) =>
      isCommand ? `${agent} asks to run a command` : `${agent} asks for permission`,
    needsYou: (count: number) => (count === 1 ? 'needs your decision' : 'need your decision'),
    timeLeft: 'left',
    muted: 'muted',
    nothingYet: 'No messages yet',
    you: 'You',
    draft: 'Draft',
    deleted: 'Message deleted',
    unread: 'new',
    createFailed: (why: string) => `No conversation was made. ${why}`,
  },

  acts: {
    menu: (title: string) => `What to do with “${title}”`,
    more: 'More',
    rename: 'Rename',
    newTitle: 'New title',
    renameThis: (title: string) => `Rename “${title}”`,
    pin: 'Pin',
    unpin: 'Unpin',
    mute: 'Mute',
    unmute: 'Unmute',
    archive: 'Archive',
    unarchive: 'Bring back',
    copyLink: 'Copy link',
    agentSettings: 'Agent settings',
    leave: 'Leave',
    leaveAsk: 'Leave it for good?',
    delete: 'Delete',
    deleteAsk: 'Delete it for everybody?',
    yes: 'Yes',
    no: 'No',
    archived: 'Conversation archived',
    undo: 'Undo',
    failed: (why: string) => `Nothing was changed. ${why}`,
  },

  conversation: {
    untitled: 'New conversation',
    loading: 'Loading messages',
    log: 'Messages',
    failed: "This conversation didn't load.",
    failedSafe: 'What you wrote is safe.',
    unknown: 'No such conversation',
    unknownWhy: "It was deleted, or it isn't yours.",
    unknownLink: 'Go to your conversations',
    noneOpen: 'No conversation is open',
    noneOpenWhy: 'Choose one from the list, or begin another.',
    nothing: 'Nothing here yet',
    nothingWhy: 'Write to an agent and the conversation stays here, on this server, until you delete it.',
    start: 'Start a conversation',
    noAgent: 'No agent yet',
    noAgentWhy: 'Nobody has added an agent to this server that you may write to.',
    empty: (agent: string) => `Write to ${agent}. What you both say stays here, on this server, until you delete it.`,
    older: 'Load older messages',
    olderLoading: 'Loading older messages…',
    olderFailed: "Older messages didn't load.",
    newer: 'Load newer messages',
    newerLoading: 'Loading newer messages…',
    newerFailed: "Newer messages didn't load.",
    notHere: "That message isn't in this conversation.",
    notHereNow: (why: string) => `That message didn't load. ${why}`,
    newSince: (time: string) => `New since ${time}`,
    newMessages: (count: number) => `${count} new`,
    toBottom: 'Go to the newest message',
  },

  details: {
    title: 'Details',
    conversation: 'This conversation',
    sandbox: 'Sandbox',
    created: 'Created',
    people: 'People',
    you: 'you',
    presence: { online: 'Online', idle: 'Idle', offline: 'Offline', unknown: 'Not heard from yet' },
    offlineSince: (time: string) => `Offline since ${time}`,
    notHeard: 'Not known while you are not connected',
    andWriting: (state: string) => `${state}, writing`,
    manageAgent: 'Manage this agent',
  },

  company: {
    here: 'here',
    writing: 'writing',
    moreHere: (count: number) => `+${count}`,
    areHere: (names: readonly string[], more: number) =>
      `${listed(names, { namedMax: 5, more })} ${names.length + more === 1 ? 'is' : 'are'} here`,
    areWriting: (names: readonly string[]) =>
      `${listed(names, { namedMax: 3 })} ${names.length === 1 ? 'is' : 'are'} writing`,
    areWritingShort: (names: readonly string[]) =>
      names.length === 1 ? `${names[0]} is writing` : `${names.length} are writing`,
  },

  message: {
    agentMark: (name: string) => `${name}, agent`,
    somebody: 'Somebody',
    sending: 'Sending',
    queued: 'Waits here until you are back online',
    unconfirmed: 'May not have arrived',
    sendAgain: 'Send again',
    failed: (why: string) => `Not sent. ${why}`,
    tryAgain: 'Try again',
    discard: 'Discard',
    deleted: (name: string, time: string) => `${name} deleted a message, ${time}`,
    edited: (time: string) => `Edited ${time}`,
    whatChanged: 'What changed',
    neverReached: (name: string) => `Never reached ${name}.`,
    stoppedHere: (name: string) => `Stopped here, ${name} went away`,
    askAgain: 'Ask again',
    inReplyTo: (name: string, line: string) => `In reply to ${name}: ${line}`,
    deletedQuote: 'Message deleted',
    aFile: 'A file',
    reaction: (emoji: string, names: readonly string[], more: number) =>
      `${emoji} from ${listed(names, { namedMax: 8, more })}`,
    notSaved: (why: string) => `Nothing was changed. ${why}`,
  },

  composer: {
    label: 'Message',
    placeholder: (agent: string) => `Write to ${agent}`,
    send: 'Send',
    attach: 'Attach files',
    mention: 'Mention somebody',
    emoji: 'Emoji',
    emojiTitle: 'Choose an emoji',
    waitsFor: (count: number) => (count === 1 ? '1 file is on its way' : `${count} files are on their way`),
    heldBy: (count: number) => (count === 1 ? '1 file holds it back' : `${count} files hold it back`),
    save: 'Save',
    saving: 'Saving…',
    editing: 'Editing, Esc leaves',
    leaveEdit: 'Stop editing',
    leaveReply: 'Write without a quote',
    changedElsewhere: 'Changed elsewhere while you edited here',
    seeBoth: 'See both',
    left: (count: number) => (count === 1 ? '1 character left' : `${count.toLocaleString('en')} characters left`),
    over: (count: number) =>
      count === 1 ? '1 character too many' : `${count.toLocaleString('en')} characters too many`,
  },

  connection: {
    connected: 'Connected',
    connecting: 'Connecting',
    reconnectingIn: (seconds: number) => `Reconnecting in ${seconds} s`,
    reconnecting: 'Reconnecting',
    tryNow: 'Try now',
    offline: 'Offline.',
    signedOut: 'Signed out.',
    signIn: 'Sign in',
    waiting: (count: number) =>
      count === 0 ? '' : count === 1 ? ' 1 message waits here.' : ` ${count} messages wait here.`,
  },

  offline: {
    opening: 'Opening what is kept here',
    title: 'You are offline',
    why: "The server can't be reached, and this page is not kept here.",
    toChat: 'Go to your conversations',
  },

  agent: {
    somebody: 'your agent',
    online: (name: string) => `${name} is online`,
    idle: (name: string) => `${name} is idle`,
    offline: (name: string) => `${name} is offline`,
    readsLater: (name: string, since: string | null) =>
      `${name} is offline${since === null ? '' : ` since ${since}`}. It will read this later.`,
    unknown: (name: string) => `${name} hasn't reported yet`,
  },

  ago: {
    now: 'Now',
    minutes: (count: number) => `${count} min ago`,
    hours: (count: number) => `${count} h ago`,
    days: (count: number) => (count === 1 ? '1 day ago' : `${count} days ago`),
  },

  problem: problemText,
} as const;
