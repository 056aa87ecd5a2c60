/** How many entries two lists begin with that are the same in both. */
export function sharedStart(list: readonly unknown[], other: readonly unknown[]): number {
  const most = Math.min(list.length, other.length);
  let count = 0;
  while (count < most && list[count] === other[count]) count++;
  return count;
}
