/** What is on its way: nothing for 300 ms, then still bars. The delay is CSS, so a fast answer never shows them. */
export function Bones({ widths, label }: { widths: readonly number[]; label: string }) {
  return (
    <div role="status" aria-label={label} className="grid animate-[appear_0s_300ms_both] gap-2.5">
      {widths.map((width, index) => (
        <i key={index} className="block h-2.5 rounded-flag bg-hover" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
