type Holds = (perSecond: number) => Promise<boolean>;

interface Search {
  from: number;
  /** How near to each other the highest that holds and the lowest that doesn't must come. */
  within: number;
}

/** Twice as much until it doesn't hold, or half until it does, then between the two. */
export async function highestRate(holds: Holds, { from, within }: Search): Promise<number> {
  let [low, high] = (await holds(from)) ? await above(from, holds) : await below(from, holds);
  while (low > 0 && high / low > within) {
    const middle = Math.sqrt(low * high);
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

async function above(from: number, holds: Holds): Promise<[low: number, high: number]> {
  let low = from;
  while (await holds(low * 2)) low *= 2;
  return [low, low * 2];
}

/** Less than one a second is none. */
async function below(from: number, holds: Holds): Promise<[low: number, high: number]> {
  let high = from;
  while (high > 1 && !(await holds(high / 2))) high /= 2;
  return high > 1 ? [high / 2, high] : [0, high];
}
