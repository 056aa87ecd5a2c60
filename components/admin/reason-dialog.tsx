'use client';

import { problemOf } from '#components/data/problem.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { adminText } from '#components/text/admin-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useAskAgain } from './use-deeds.ts';

const words = adminText.reason;

/**
 * What an operator does to others asks why, in one place and always the same way; the answer stands in the audit log. When
 * somebody else was faster, the page learns of it only when this is closed: its button may go then, and this with it.
 */
export function ReasonDialog({ deed, isOpen, onClose }: ReasonDialogProps) {
  const askAgain = useAskAgain();
  const close = () => {
    onClose();
    askAgain();
  };
  return (
    <Dialog title={deed.title} isOpen={isOpen} onClose={close}>
      <ReasonForm deed={deed} onDone={onClose} onKeep={close} />
    </Dialog>
  );
}

interface ReasonDialogProps {
  deed: Deed;
  isOpen: boolean;
  onClose: () => void;
}

export interface Deed {
  title: string;
  /** What happens, in a sentence. */
  what: string;
  /** On the button: what is done, and to whom. */
  act: string;
  acting: string;
  isDanger?: boolean;
  /** Typed, it says that this one is meant. */
  typed?: string;
  /** Ends when it is done. The dialog closes then; what the server refuses stands in it. */
  run: (reason: string) => Promise<unknown>;
}

type FieldName = 'reason' | 'typed';

function ReasonForm({ deed, onDone, onKeep }: { deed: Deed; onDone: () => void; onKeep: () => void }) {
  const { form, busy, problems } = useForm<FieldName>(async (data) => {
    const reason = fieldText(data, 'reason').trim();
    const wrong = wrongOf(deed, reason, fieldText(data, 'typed').trim());
    if (Object.keys(wrong).length > 0) return wrong;
    return deed.run(reason).then(() => {
      onDone();
      return {};
    }, refused);
  });
  return (
    <form {...form} className="grid gap-4">
      <p className="max-w-[60ch] wrap-anywhere">{deed.what}</p>
      {deed.typed !== undefined && (
        <TextField
          label={words.typed(deed.typed)}
          name="typed"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-begin
          problem={problems.typed}
        />
      )}
      <TextArea
        label={words.why}
        hint={words.whyHint}
        name="reason"
        maxLength={500}
        {...(deed.typed === undefined && { 'data-begin': true })}
        problem={problems.reason}
      />
      <FormProblem>{problems.form}</FormProblem>
      <div className="flex flex-wrap justify-end gap-2 pb-1">
        <Button onClick={onKeep}>{words.keep}</Button>
        <Button
          kind={deed.isDanger === true ? 'danger-fill' : 'fill'}
          type="submit"
          busy={busy}
          className="whitespace-normal! wrap-anywhere"
        >
          {busy ? deed.acting : deed.act}
        </Button>
      </div>
    </form>
  );
}

function wrongOf({ typed }: Deed, reason: string, given: string): Problems<FieldName> {
  return {
    ...(typed !== undefined && given !== typed && { typed: words.typedWrong(typed) }),
    ...(reason === '' && { reason: words.needed }),
  };
}

/** Of two who act at once the second is told, in the server's words, or in ours when there is nothing left to speak of. */
function refused(error: unknown): Problems<FieldName> {
  if (problemOf(error).code === 'not_found') return { form: words.gone };
  return refusal(error, ['reason']);
}
