import type { Member } from '#lib/contract/chat.ts';
import { PeopleHere } from '#components/company/people-here.tsx';
import { PersonState } from '#components/company/person-state.tsx';
import { WritingLine } from '#components/company/writing-line.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { Specimen, Specimens } from './specimen.tsx';

const people = ['Jonas Weil', 'Priya Raman', 'Ann Bell', 'Tom Ode', 'Zoe Kim'].map((displayName): Member => ({
  id: displayName,
  kind: 'user',
  displayName,
}));
const harbor: Member = { id: 'bot:kiloclaw:harbor-01', kind: 'bot', displayName: 'Harbor' };

export function CompanyStates() {
  return (
    <Specimens title="Who else is here">
      <Specimen name="In the bar: one, three, a crowd">
        <div className="grid justify-items-start gap-2">
          <PeopleHere people={people.slice(0, 1)} more={0} />
          <PeopleHere people={people.slice(0, 3)} more={0} />
          <PeopleHere people={people} more={42} />
        </div>
      </Specimen>
      <Specimen name="In the details: here, writing, not known">
        <ul className="grid gap-2">
          {people.slice(0, 3).map((person, i) => (
            <li key={person.id} className="flex items-center gap-2">
              <PersonMark name={person.displayName} isSmall />
              <span className="flex-1">{person.displayName}</span>
              <PersonState isHere={i < 2} isWriting={i === 1} />
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="Writing, in the place of the agent's state">
        <div className="grid gap-1.5">
          <WritingLine writing={[harbor]} />
          <WritingLine writing={people.slice(0, 1)} />
          <WritingLine writing={[...people.slice(0, 1), harbor]} />
          <WritingLine writing={people} />
        </div>
      </Specimen>
    </Specimens>
  );
}
