import { Search } from 'lucide-react';

/** Its placeholder says what can be looked for, so its name is the same words. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <div className="relative w-full md:max-w-[280px]">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-2"
        strokeWidth={1.75}
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-(--h-control) w-full rounded-control border border-line-strong bg-paper pr-2.5 pl-[34px] text-ink max-md:text-[1rem]"
      />
    </div>
  );
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}
