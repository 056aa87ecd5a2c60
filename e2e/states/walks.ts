import { agents } from './agents.ts';
import { approvals } from './approvals.ts';
import { files } from './files.ts';
import { firstRun } from './first-run.ts';
import { conversations, empty } from './list.ts';
import { conflict, messages, news, outbox, streams } from './messages.ts';
import { operations } from './operations.ts';
import { operator } from './operator.ts';
import { organizations } from './organizations.ts';
import { door, settings } from './pages.ts';

/** Every screen and every state, in the order in which one comes to them. Each walk has people of its own. */
export const walks = {
  door,
  firstRun,
  messages,
  streams,
  outbox,
  conflict,
  news,
  approvals,
  files,
  conversations,
  empty,
  settings,
  agents,
  organizations,
  operator,
  operations,
};
