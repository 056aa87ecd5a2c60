import type { Member } from '#lib/contract/chat.ts';
import { text } from '#components/text/text.ts';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { Tip } from '#components/ui/tip.tsx';

/** More would crowd out the title, and the details name them all. */
const marksMax = 3;
const marksOnPhoneMax = 2;

/** Who else looks at this now. It comes and goes without a word to a screen reader, who finds it here when asked for. */
export function PeopleHere({ people, more }: { people: readonly Member[]; more: number }) {
  if (people.length === 0) return null;
  const sentence = text.company.areHere(
    people.map((person) => person.displayName),
    more,
  );
  const others = people.length + more;
  return (
    <div role="img" aria-label={sentence} className="group/tip relative flex flex-none items-center gap-1 max-md:px-1">
      {people.slice(0, marksMax).map((person, i) => (
        <PersonMark
          key={person.id}
          name={person.displayName}
          isSmall
          {...(i >= marksOnPhoneMax && { className: 'max-md:hidden' })}
        />
      ))}
      <More count={others - marksMax} className="max-md:hidden" />
      <More count={others - marksOnPhoneMax} className="md:hidden" />
      <span className="ms-0.5 type-caption text-ink-3 max-md:hidden">{text.company.here}</span>
      <Tip place="below">{sentence}</Tip>
    </div>
  );
}

function More({ count, className }: { count: number; className: string }) {
  if (count <= 0) return null;
  return <span className={`type-caption digits text-ink-2 ${className}`}>{text.company.moreHere(count)}</span>;
}
