/** What notifications say: short, and nothing of what was said unless their owner wants to read it on a locked screen. */
export const words = {
  product: 'Claw Chat',
  untitled: 'Untitled',
  place: (agent: string, conversation: string) => `${agent} · ${conversation}`,
  message: 'You have a new message',
  approval: 'An agent asks for a decision',
  lifecycle: {
    ready: {
      brief: 'An agent is ready',
      title: (agent: string) => `${agent} is ready`,
      body: 'Tap to start chatting.',
    },
    start_failed: {
      brief: 'An agent could not be started',
      title: (agent: string) => `${agent} could not be started`,
      body: 'Start failed.',
    },
    stopped: {
      brief: 'An agent was stopped',
      title: (agent: string) => `${agent} was stopped`,
      body: 'It reads what you write once it is started again.',
    },
  },
} as const;
