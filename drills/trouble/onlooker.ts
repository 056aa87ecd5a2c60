import { ask, type Answer } from '#server/testing/ask.ts';
import { count, type Report } from '../report.ts';

/** No answer takes so long, whatever is broken. */
const answerMaxMs = 35_000;
const lookEveryMs = 50;

/** Whoever asks while something is away is served, or is told so in the way that the contract has for it. */
export function judgeAnswer(report: Report, what: string, answer: Answer): void {
  if (answer.status === 200 || answer.status === 201) return count(report, `${what}: served`);
  const isSaid = answer.status === 503 && answer.code === 'unavailable' && answer.headers.get('retry-after') !== null;
  if (isSaid) return count(report, `${what}: told to come back`);
  report.broken.push(`${what} was answered with ${answer.status}: ${answer.text.slice(0, 200)}`);
}

/** Asks the same thing again and again until it is stopped. That nobody answers is broken, too. */
export function askAgainAndAgain(report: Report, what: string, asks: () => Promise<Answer>): { stop(): Promise<void> } {
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const answer = await answered(asks()).catch((error: unknown) => String(error));
      if (typeof answer === 'string') report.broken.push(`${what}: ${answer}`);
      else judgeAnswer(report, what, answer);
      await pause();
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await asking;
    },
  };
}

async function answered(asking: Promise<Answer>): Promise<Answer | string> {
  const silence = Promise.withResolvers<string>();
  const timer = setTimeout(() => silence.resolve('nobody answered'), answerMaxMs);
  try {
    return await Promise.race([asking, silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** False when it never does in this time. */
export async function healthSays(origin: string, wanted: number, patienceMs: number): Promise<boolean> {
  for (const endMs = performance.now() + patienceMs; performance.now() < endMs; await pause()) {
    const { status } = await ask('GET', `${origin}/health`);
    if (status === wanted) return true;
  }
  return false;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lookEveryMs));
}
