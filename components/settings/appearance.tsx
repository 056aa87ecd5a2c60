'use client';

import type { Appearance as Choices } from '#components/look/appearance.ts';
import { pageText } from '#components/text/page-text.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { SettingsPage } from './settings-page.tsx';
import { useAppearance } from './use-appearance.ts';

const { themes, contrasts, densities } = pageText.appearance;

const themeOptions = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: themes[value] }));
const contrastOptions = (['system', 'normal', 'more'] as const).map((value) => ({ value, label: contrasts[value] }));
const densityOptions = (['comfortable', 'compact'] as const).map((value) => ({ value, label: densities[value] }));

export function Appearance({ chosen }: { chosen: Choices }) {
  const { appearance, choose } = useAppearance(chosen);
  const { theme, contrast = 'system', density = 'comfortable' } = appearance;
  return (
    <SettingsPage title={pageText.settings.appearance}>
      <p className="mb-6 text-ink-2">{pageText.appearance.lede}</p>
      <div className="grid gap-6">
        <Segmented
          legend={pageText.appearance.theme}
          options={themeOptions}
          value={theme}
          onChoose={(value) => choose({ theme: value })}
        />
        <Segmented
          legend={pageText.appearance.contrast}
          hint={pageText.appearance.contrastWhy}
          options={contrastOptions}
          value={contrast}
          onChoose={(value) => choose({ contrast: value === 'system' ? undefined : value })}
        />
        <Segmented
          legend={pageText.appearance.density}
          hint={pageText.appearance.densityWhy}
          options={densityOptions}
          value={density}
          onChoose={(value) => choose({ density: value === 'compact' ? value : undefined })}
        />
      </div>
    </SettingsPage>
  );
}
