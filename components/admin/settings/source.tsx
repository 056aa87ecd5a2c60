import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import type { SettingName } from '#lib/contract/settings.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { isTouched, type Draft } from './draft.ts';

const words = operationsText.settings;

/** Where a value comes from, and the way back to what the environment has. */
export function Source({ name, known, draft, onPutBack }: SourceProps) {
  const goesBack = draft.back.includes(name);
  const canGoBack = !goesBack && (known.set[name] !== undefined || isTouched(draft, name));
  return (
    <p className="mt-1.5 flex flex-wrap gap-x-3 type-caption text-ink-3">
      <span>{goesBack ? words.willBePutBack : isTouched(draft, name) ? words.changed : standing(name, known)}</span>
      {canGoBack && (
        <LinkButton className="text-ink-2" aria-label={`${words.putBack}: ${words.names[name]}`} onClick={onPutBack}>
          {words.putBack}
        </LinkButton>
      )}
    </p>
  );
}

function standing(name: SettingName, { set, fromEnvironment }: AdminSettings): string {
  if (set[name] !== undefined) return words.here;
  return fromEnvironment.includes(name) ? words.environment : words.usual;
}

interface SourceProps {
  name: SettingName;
  known: AdminSettings;
  draft: Draft;
  onPutBack: () => void;
}
