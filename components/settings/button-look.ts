/** A link that fetches a file looks like the button it is to the hand. */
export const buttonLook =
  'inline-flex min-h-(--h-control) items-center justify-center gap-1.5 rounded-control border border-line-strong bg-paper px-3 type-label whitespace-nowrap hover:bg-hover';
