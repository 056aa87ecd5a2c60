import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { BrandFlag, BrandMark } from '#components/ui/brand-mark.tsx';
import { AskBadge, CountBadge } from '#components/ui/counts.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Specimen, Specimens } from './specimen.tsx';

const presence = [
  ['here', 'Online'],
  ['away', 'Idle'],
  ['gone', 'Offline'],
  ['busy', 'Starting'],
  ['failed', 'Could not start: no such model'],
] as const;

export function Marks() {
  return (
    <Specimens title="Marks and words">
      <Specimen name="Agents fly flags, people have initials">
        <div className="flex flex-wrap items-center gap-3">
          {[...'HLKS'].map((letter) => (
            <AgentFlag key={letter} letter={letter} size={28} label={`${letter}, agent`} />
          ))}
          <PersonMark name="Mira Okafor" />
          <PersonMark name="Jonas" />
          <BrandMark />
          <BrandFlag />
        </div>
      </Specimen>
      <Specimen name="What waits for you, what has arrived, a word about it">
        <div className="flex items-center gap-3">
          <AskBadge count={1} word="needs your decision" />
          <CountBadge count={12} word="new" />
          <CountBadge count={1_000} word="new" />
          <Tag>this one</Tag>
        </div>
      </Specimen>
      <Specimen name="Agents are square, people are round; always beside a word">
        <div className="grid grid-cols-2 gap-1.5">
          {presence.flatMap(([state, word]) =>
            (['agent', 'person'] as const).map((shape) => (
              <span key={`${state} ${shape}`} className="flex items-center gap-1.5">
                <PresenceDot state={state} shape={shape} />
                {word}
              </span>
            )),
          )}
        </div>
      </Specimen>
    </Specimens>
  );
}
