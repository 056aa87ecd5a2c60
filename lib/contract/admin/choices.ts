/** What the operator's lists can be narrowed to and sorted by. Apart from the schemas, since pages need no more of them. */
export const peopleShows = ['all', 'active', 'disabled', 'operators'] as const;

/** `trouble`: it couldn't be started, or it says nothing while something waits for it. */
export const sandboxShows = ['all', 'running', 'stopped', 'trouble'] as const;

export const sandboxSorts = [
  'created',
  '-created',
  'name',
  '-name',
  'status',
  '-status',
  'heartbeat',
  '-heartbeat',
] as const;

export const sandboxRuntimes = ['builtin', 'external', 'openclaw'] as const;
