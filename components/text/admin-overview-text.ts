/** What the operator's overview says, in the manner of `text.ts`. */
export const overviewText = {
  title: 'Overview',
  asOf: (time: string) => `as of ${time}`,
  refresh: 'Refresh',

  needs: 'Needs you',
  nothing: 'Nothing needs you.',
  redis: {
    what: 'Redis can’t be reached.',
    why: 'Nodes hear of each other by way of the log, which is slower. Nothing is lost.',
  },
  gaps: {
    what: (count: number) => `${count} ${count === 1 ? 'event is' : 'events are'} missing in the log.`,
    why: 'This must not be. Look which, before old ones are dropped.',
    act: 'Open events',
  },
  behind: {
    what: (name: string) => `${name} is behind.`,
    why: (time: string) => `Its oldest event waits for ${time}. The server's log says why.`,
    act: 'Open events',
  },
  disk: {
    what: (percent: number) => `Disk is ${percent} % full.`,
    why: (free: string) => `${free} are free. When it is full, nothing can be sent.`,
    act: 'Set retention',
  },
  endpoint: {
    silent: (name: string, count: number) => `${name} takes no deliveries. ${waits(count)}`,
    off: (name: string, count: number) => `Nothing is sent to ${name}. ${waits(count)}`,
    offWhy: { gone: 'Its endpoint said that it is gone.', operator: 'An operator turned its endpoint off.' },
    act: 'Open endpoint',
    actOf: (name: string) => `Open endpoint of ${name}`,
  },
  dead: {
    what: (count: number) => (count === 1 ? '1 delivery was given up.' : `${count} deliveries were given up.`),
    why: 'They can be sent again.',
    act: 'Open deliveries',
  },
  job: {
    what: (name: string) => `The job ${name} fails.`,
    why: (count: number) =>
      `${count} ${count === 1 ? 'try' : 'tries'} so far; it is tried again. The server's log says why.`,
  },

  people: 'People',
  hereNow: (count: number) => `${count} here now`,
  sandboxes: 'Sandboxes',
  running: (count: number) => `${count} running`,
  conversations: 'Conversations',
  newThisWeek: (count: number) => `${count} new this week`,
  messagesToday: 'Messages today',
  yesterday: (count: string) => `${count} yesterday`,
  sockets: 'Live sockets',
  subscriptions: (count: number) => `${count} ${count === 1 ? 'context' : 'contexts'} followed`,
  approvalsToday: 'Approvals today',
  ofThem: (denied: number, expired: number) => `${denied} denied, ${expired} expired`,

  messages: 'Messages',
  approvals: 'Approvals',
  pushes: 'Pushes',
  peak: (total: string, peak: string) => `${total}, peak ${peak} a day`,
  sent: (sent: string, failed: string) => `${sent} sent, ${failed} failed`,

  health: 'Health',
  part: 'Part',
  state: 'State',
  waiting: 'Waiting',
  oldest: 'Oldest',
  failed: 'Failed, 24 h',
  parts: {
    database: 'Database',
    redis: 'Redis',
    deliveries: 'Deliveries to bots',
    pushes: 'Pushes',
    events: 'Events',
    files: 'Files',
  },
  database: (where: string, size: string, ping: number) => `${where}, ${size}, answers in ${ping} ms`,
  embedded: 'Embedded',
  external: 'External',
  redisStates: { unused: 'Not used, one node', reachable: 'Reachable', unreachable: 'Not reachable' },
  fine: 'Fine',
  endpointsFailing: (count: number) => (count === 1 ? 'One endpoint failing' : `${count} endpoints failing`),
  noGaps: (resyncs: number) => `No gaps, ${resyncs} ${resyncs === 1 ? 'resync' : 'resyncs'}`,
  someGaps: (count: number) => `${count} missing`,
  behindBy: (time: string) => `behind by ${time}`,
  onDisk: (percent: number, total: string, files: string) => `Disk, ${percent} % of ${total}; files ${files}`,
  onS3: (files: string) => `S3, files ${files}`,
  unknownDisk: (files: string) => `On this machine’s disk, files ${files}`,
} as const;

function waits(count: number): string {
  return count === 1 ? '1 waits.' : `${count} wait.`;
}
