import { Select } from '#components/ui/select.tsx';

/** One of several answers, over a list. The first is that it doesn't matter. */
export function Choice<Value extends string>({ label, any, options, value, onChoose }: ChoiceProps<Value>) {
  return (
    <Select
      label={label}
      isLabelShown={false}
      value={value}
      onChange={(event) => onChoose(event.target.value as Value | 'any')}
    >
      <option value="any">{any}</option>
      {(Object.entries(options) as [Value, string][]).map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </Select>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  any: string;
  options: Record<Value, string>;
  value: Value | 'any';
  onChoose: (value: Value | 'any') => void;
}
