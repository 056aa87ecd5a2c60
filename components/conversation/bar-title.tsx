'use client';

import type { ReactNode } from 'react';
import { RowQuestion } from '#components/conversation-list/row-question.tsx';
import { TitleField } from '#components/conversation-list/title-field.tsx';
import type { Mode } from '#components/conversation-list/use-conversation-mode.ts';
import { text } from '#components/text/text.ts';

/** The title, which a press lets one change in its place; or what is asked about the conversation. */
export function BarTitle({ title, isChangeable, mode, setMode, problem, rename, confirm, children }: BarTitleProps) {
  const stay = () => setMode('plain');
  if (mode === 'leaving' || mode === 'deleting')
    return (
      <>
        <h1 className="sr-only">{title}</h1>
        <RowQuestion
          of={title}
          asks={mode === 'deleting' ? text.acts.deleteAsk : text.acts.leaveAsk}
          onYes={confirm}
          onNo={stay}
          className="min-w-0 flex-1 max-md:px-1"
        />
      </>
    );
  if (mode === 'renaming')
    return (
      <div className="min-w-0 flex-1">
        <h1 className="sr-only">{title}</h1>
        <TitleField
          title={title}
          onSave={rename}
          onDone={stay}
          className="-ml-[7px] h-(--h-control) max-w-[36rem] type-head max-md:ml-0 max-md:type-bar-phone"
        />
      </div>
    );
  const says = text.acts.renameThis(title);
  const begin = () => setMode('renaming');
  return (
    <div className="relative flex min-w-0 flex-1 md:items-center md:gap-3 max-md:h-full max-md:flex-col max-md:justify-center max-md:px-1">
      <h1 className="min-w-0 type-head max-md:type-bar-phone">
        <span className={`block truncate ${isChangeable ? 'md:hidden' : ''}`}>{title}</span>
        {isChangeable && (
          <button
            type="button"
            title={says}
            onClick={begin}
            className="touch-target relative -mx-1.5 block max-w-[calc(100%+12px)] rounded-control px-1.5 text-start hover:bg-hover max-md:hidden"
          >
            <span className="block truncate">{title}</span>
          </button>
        )}
      </h1>
      {problem === null ? (
        children
      ) : (
        <span role="alert" className="truncate type-caption text-danger">
          {problem}
        </span>
      )}
      {/* On a phone the lines are too low for a finger; the bar isn't. */}
      {isChangeable && (
        <button
          type="button"
          aria-label={says}
          onClick={begin}
          className="absolute inset-0 rounded-control md:hidden"
        />
      )}
    </div>
  );
}

interface BarTitleProps {
  title: string;
  /** Not before it is known which conversation it is. */
  isChangeable: boolean;
  mode: Mode;
  setMode: (mode: Mode) => void;
  problem: string | null;
  rename: (title: string) => void;
  confirm: () => void;
  /** What stands beside the title. */
  children: ReactNode;
}
