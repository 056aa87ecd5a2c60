'use client';

import { useState } from 'react';
import { Segmented } from '#components/ui/segmented.tsx';

const themes = ['light', 'dark'] as const;
const contrasts = ['normal', 'more'] as const;
const densities = ['ordinary', 'compact'] as const;

/** Of this page only, until it is loaded again. */
export function AppearanceSwitch() {
  return (
    <div className="flex flex-wrap gap-4">
      <Choice legend="Theme" attributes={['themeSetting', 'theme']} values={themes} />
      <Choice legend="Contrast" attributes={['contrast']} values={contrasts} />
      <Choice legend="Density" attributes={['density']} values={densities} />
    </div>
  );
}

function Choice<Value extends string>({ legend, attributes, values }: ChoiceProps<Value>) {
  const [value, setValue] = useState<string>('');
  const choose = (next: Value) => {
    for (const attribute of attributes) document.documentElement.dataset[attribute] = next;
    setValue(next);
  };
  const options = values.map((one) => ({ value: one, label: `${one.slice(0, 1).toUpperCase()}${one.slice(1)}` }));
  return (
    <Segmented<string> legend={legend} options={options} value={value} onChoose={(next) => choose(next as Value)} />
  );
}

interface ChoiceProps<Value extends string> {
  legend: string;
  attributes: readonly string[];
  values: readonly Value[];
}
