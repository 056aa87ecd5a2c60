import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';

export function LastChange({ of }: { of: AdminSettings['lastChange'] }) {
  if (of === null) return null;
  return (
    <span className="ml-auto type-caption text-ink-3">
      {operationsText.settings.lastChange(of.by)}, <Ago at={of.at} />
    </span>
  );
}
