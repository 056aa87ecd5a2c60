import type { Member } from '#lib/contract/chat.ts';
import { text } from '#components/text/text.ts';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { Tip } from '#components/ui/tip.tsx';

/** More would crowd out the title, and the details name them all. */
const marksMax = 3;

/** Who else looks at this now. It comes and goes without a word to a screen reader, who finds it here when asked for. */
export function PeopleHere({ people, more }: { people: readonly Member[]; more: number }) {
  if (people.length === 0) return null;
  const names = people.map((person) => person.displayName);
  const unmarked = Math.max(0, people.length - marksMax) + more;
  const sentence = text.company.areHere(names, more);
  return (
    <div role="img" aria-label={sentence} className="group/tip relative flex flex-none items-center gap-1 max-md:px-1">
      {people.slice(0, marksMax).map((person) => (
        <PersonMark key={person.id} name={person.displayName} isSmall />
      ))}
      {unmarked > 0 && <span className="type-caption digits text-ink-2">{text.company.moreHere(unmarked)}</span>}
      <span className="ms-0.5 type-caption text-ink-3 max-md:hidden">{text.company.here}</span>
      <Tip place="below">{sentence}</Tip>
    </div>
  );
}
