import { chanceOf } from '#drills/seed.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { fromSender, inConversation, inSandbox } from '#server/chat/search/index-messages.ts';
import { quote } from '#server/chat/search/query.ts';
import type { Sql } from '#server/db/client.ts';
import { guest } from '#server/testing/personas.ts';

const conversationCount = 1_000;
const sandboxCount = 100;
const colleagueCount = 50;
/**
 * Messages are said in rounds of so many, in each of which a conversation has as many as it always has: so a message's place and
 * position follow from its number, whatever was loaded before.
 */
export const roundSize = 16_384;
/** Of a hundred agents she works with forty, in three of four conversations of each. */
const herSandboxes = 40;
/** Long enough for several pages when all is small, and one of the longest when it is large. */
const openedOne = 10;

export interface Company {
  reader: SessionPrincipal;
  /** She is in the same conversations and has never read anything. */
  neglectful: SessionPrincipal;
  /** The conversation that is opened, and written in. */
  conversationId: string;
}

interface Place {
  id: string;
  sandbox_id: string;
  created_by: string;
  people: string[];
  weight: number;
}

/** A hundred agents, a thousand conversations with two to six members each, and how much is said in each of them. */
export async function foundLargeCompany(app: AppContext): Promise<Company> {
  const [reader, neglectful] = [(await guest(app, 'Maya')).principal, (await guest(app, 'Ida')).principal];
  await app.sql`
    insert into users (id, email, name, pepper)
    select 'colleague_' || n, n || '@colleagues.test', 'Colleague ' || n, 'p' from generate_series(0, ${colleagueCount - 1}) n`;
  await app.sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status)
    select 'agent_' || n, 'colleague_' || n % ${colleagueCount}, 'Agent ' || n, 'A', 'external', 'running'
    from generate_series(0, ${sandboxCount - 1}) n`;
  const places = placesFor([reader.userId, neglectful.userId]);
  await writePlaces(app.sql, places);
  await writeRounds(app.sql, places);
  return { reader, neglectful, conversationId: must(places[openedOne], 'a conversation').id };
}

/** A few are long and most are short. The longest come first. */
function placesFor(readers: string[]): Place[] {
  const chance = chanceOf(1);
  const shares = Array.from({ length: conversationCount }, (_, n) => 1 / (n + 9));
  const total = shares.reduce((sum, share) => sum + share);
  return shares.map((share, n) => {
    const isHers = n % sandboxCount < herSandboxes && (n === openedOne || Math.floor(n / sandboxCount) % 4 < 3);
    const first = chance.below(colleagueCount);
    const others = Array.from({ length: 1 + chance.below(3) }, (_, m) => `colleague_${(first + m) % colleagueCount}`);
    return {
      id: `01M${String(n).padStart(23, '0')}`,
      sandbox_id: `agent_${n % sandboxCount}`,
      created_by: must(others[0], 'somebody'),
      people: isHers ? [...readers, ...others] : others,
      weight: Math.max(1, Math.round((share / total) * roundSize)),
    };
  });
}

async function writePlaces(sql: Sql, places: readonly Place[]): Promise<void> {
  await sql`
    insert into conversations (id, sandbox_id, created_by, title)
    select id, sandbox_id, created_by, 'Conversation ' || ltrim(substr(id, 4), '0')
    from jsonb_to_recordset(${sql.json(places as never)}) as (id text, sandbox_id text, created_by text)`;
  await sql`
    insert into conversation_members (conversation_id, member_id, kind)
    select p.id, m.id, 'user' from jsonb_to_recordset(${sql.json(places as never)}) as p (id text, people text[]),
      unnest(p.people) m (id)
    union all
    select p.id, 'bot:kiloclaw:' || p.sandbox_id, 'bot'
    from jsonb_to_recordset(${sql.json(places as never)}) as p (id text, sandbox_id text)`;
}

/** Who says something where, in each turn of a round. Half of what is said comes from agents. */
async function writeRounds(sql: Sql, places: readonly Place[]): Promise<void> {
  const chance = chanceOf(3);
  const turns = places
    .flatMap((place) => Array.from({ length: place.weight }, () => ({ place, order: chance.fraction() })))
    .toSorted((a, b) => a.order - b.order)
    .slice(0, roundSize);
  while (turns.length < roundSize) turns.push({ place: must(places[0], 'the longest'), order: 1 });
  const said = new Map<string, number>();
  const rows = turns.map(({ place: { id, sandbox_id, people } }, turn) => {
    const rank = (said.get(id) ?? 0) + 1;
    said.set(id, rank);
    const sender = chance.below(2) === 0 ? botIdOf(sandbox_id) : must(people[chance.below(people.length)], 'a person');
    const places = [inSandbox(sandbox_id), inConversation(id), fromSender(sender)].map(quote).join(' ');
    return { turn, id, sandbox_id, sender, rank, places };
  });
  await sql`
    create table bench_turns (turn int primary key, conversation_id text not null, sandbox_id text not null,
      sender_id text not null, rank int not null, per_round int not null, places tsvector not null)`;
  await sql`
    insert into bench_turns
    select turn, id, sandbox_id, sender, rank, max(rank) over (partition by id), places::tsvector
    from jsonb_to_recordset(${sql.json(rows)}) as (turn int, id text, sandbox_id text, sender text, rank int, places text)`;
}
