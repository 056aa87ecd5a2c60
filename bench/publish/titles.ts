import type { Published } from './published.ts';

/** In the order in which they are read. What isn't here comes after these, under its own name. */
const titles: Record<string, string> = {
  send: 'Durable sends',
  capacity: 'What one node carries',
  'fan-out': 'One event to a thousand sockets',
  rooms: 'A room that everybody talks in',
  'rooms-ejabberd': 'The same room beside ejabberd',
  query: 'Queries over HTTP',
  'idle-memory': 'Memory of a socket that waits',
  open: 'Opening with a hundred conversations',
  page: 'Ten thousand messages in a browser',
  'streamed-reply': 'What a reader is sent while an agent writes',
  start: 'From the start until it is ready',
  growth: 'Ten thousand to ten million messages',
  members: 'Ten to ten thousand members',
  sockets: 'A hundred to ten thousand sockets',
};

export function titleOf(bench: string): string {
  return titles[bench] ?? bench;
}

export function inOrder(all: readonly Published[]): Published[] {
  const order = Object.keys(titles);
  const place = ({ bench }: Published) => (order.includes(bench) ? order.indexOf(bench) : order.length);
  return all.toSorted((a, b) => place(a) - place(b));
}
