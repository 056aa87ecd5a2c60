import { Fragment } from 'react';
import { approvalText as words } from '#components/text/approval-text.ts';
import { plainPieces } from './plain-characters.ts';

/** What an agent says of itself, with nothing in it that can't be seen. */
export function Plain({ children }: { children: string }) {
  return (
    <bdi>
      {plainPieces(children).map(({ shown, isHidden }, index) =>
        isHidden ? (
          <span key={index} title={words.hidden(shown)} className="rounded-flag bg-danger-wash px-0.5 text-danger">
            {shown}
          </span>
        ) : (
          <Fragment key={index}>{shown}</Fragment>
        ),
      )}
    </bdi>
  );
}
