import { operationsText } from '#components/text/operations-text.ts';
import { TextField } from '#components/ui/text-field.tsx';
import { most, type FieldName, type Fields } from './draft.ts';

export function NumberField({ name, label, hint, fields, bad, onType }: NumberFieldProps) {
  return (
    <div className="max-w-[320px]">
      <TextField
        label={label}
        hint={hint}
        inputMode="numeric"
        autoComplete="off"
        value={fields[name]}
        onChange={(event) => onType({ [name]: event.target.value })}
        problem={bad.includes(name) ? operationsText.settings.badNumber(most[name] ?? 0) : undefined}
      />
    </div>
  );
}

interface NumberFieldProps {
  name: FieldName;
  label: string;
  hint?: string;
  fields: Fields;
  bad: readonly FieldName[];
  onType: (typed: Partial<Fields>) => void;
}
