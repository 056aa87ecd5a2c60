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
  return (
    <div className="flex min-w-0 flex-1 md:items-center md:gap-3 max-md:relative max-md:h-full max-md:flex-col max-md:justify-center max-md:px-1">
      <div className="min-w-0 md:relative">
        {/* Below the words, as large as a finger: on a phone that is the whole of the bar's middle. */}
        {isChangeable && (
          <button
            type="button"
            aria-label={text.acts.renameThis(title)}
            title={text.acts.rename}
            onClick={() => setMode('renaming')}
            className="absolute inset-0 rounded-control hover:bg-hover md:-inset-x-1.5 md:-inset-y-1 md:pointer-coarse:-inset-y-2.5"
          />
        )}
        <h1 className="pointer-events-none relative truncate type-head max-md:type-bar-phone">{title}</h1>
      </div>
      {problem === null ? (
        <span className="pointer-events-none relative inline-flex min-w-0">{children}</span>
      ) : (
        <span role="alert" className="relative truncate type-caption text-danger">
          {problem}
        </span>
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
