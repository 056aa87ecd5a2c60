type Tell = (words: string) => void;

export interface Report {
  /** One thing that is shown, how long it took, and what there was to see. */
  step<T>(name: string, work: (tell: Tell) => Promise<T>): Promise<T>;
  end(words: string): void;
}

/** A step that never ends is one that failed. */
const stepMaxMs = 180_000;

export function tellOf(print: Tell): Report {
  let count = 0;
  return {
    step: async (name, work) => {
      const began = performance.now();
      const told: string[] = [];
      const made = await Promise.race([work((words) => void told.push(words)), tooLong(name)]);
      count += 1;
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      print(`ok ${String(count).padStart(2)}  ${name}  (${[`${seconds} s`, ...told].join('; ')})`);
      return made;
    },
    end: (words) => print(`${count} steps; ${words}.`),
  };
}

function tooLong(name: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`too long: ${name}`)), stepMaxMs).unref();
  });
}
