/** How near to each other a rate that holds and one that doesn't must come. */
interface Search {
  from: number;
  within: number;
}

/** Twice as much until it doesn't hold, then between the two. */
export async function highestRate(
  holds: (perSecond: number) => Promise<boolean>,
  { from, within }: Search,
): Promise<number> {
  let [low, high] = [0, from];
  while (await holds(high)) [low, high] = [high, high * 2];
  // Not even the first: then it is looked for below, down to where there is nothing to compare any more.
  if (low === 0) low = from / 8;
  while (high / low > within) {
    const middle = Math.round(Math.sqrt(low * high));
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
