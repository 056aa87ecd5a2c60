import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import type { SettingName } from '#lib/contract/settings.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { fieldsOf, written } from './draft.ts';

const words = operationsText.settings;

/** What somebody else has set since this page was opened, as it stands now; what was typed here is still there. */
export function Meanwhile({ known, names }: { known: AdminSettings; names: readonly SettingName[] }) {
  return (
    <div role="status" className="not-empty:mb-3">
      {names.length > 0 && (
        <div className="rounded-block bg-signal-wash px-3 py-2.5">
          <p className="type-label">{words.meanwhile(known.lastChange?.by ?? words.somebody)}</p>
          <ul className="mt-1 text-ink-2">
            {names.map((name) => (
              <li key={name} className="wrap-anywhere">
                {words.meanwhileOf(words.names[name], standing(known, name))}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function standing({ settings }: AdminSettings, name: SettingName): string {
  const { signUp, banner } = settings;
  if (name === 'signUp') return words.signUpModes[signUp];
  if (name === 'banner')
    return banner === null ? words.none : words.bannerNow(banner.text, words.bannerTones[banner.tone]);
  const fields = written(settings);
  const said = fieldsOf[name].map((field) => fields[field].replaceAll('\n', ', ')).filter((value) => value !== '');
  return said.join(', ') || words.none;
}
