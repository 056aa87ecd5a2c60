/** The yellow square, as everywhere where somebody is needed. What stands beside it says for what. */
export function NeedMark() {
  return (
    <span
      aria-hidden="true"
      className="inline-grid size-4 flex-none place-items-center rounded-flag bg-signal type-ask text-on-signal inset-ring inset-ring-signal-edge in-data-[theme=dark]:inset-ring-0"
    >
      !
    </span>
  );
}
