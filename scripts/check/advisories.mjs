// What the registry knows of weaknesses in what we run. Not every registry answers that, and not every machine has a network:
// then the check says so and passes. It never hangs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const PATIENCE_MS = 20_000;
const GRAVE = new Set(['high', 'critical']);

/**
 * Weaknesses that don't reach us, each with its reason and the day on which it is looked at again.
 * @type {{ advisory: string, until: string, why: string }[]}
 */
const ACCEPTED = [];

export async function checkAdvisories() {
  if (!existsSync('package-lock.json')) return { note: 'nothing was asked: there is no package-lock.json' };
  const audit = readAudit(await askRegistry());
  if ('why' in audit) return { note: `not asked: ${audit.why}` };
  const problems = adviceProblems(audit, { accepted: ACCEPTED, today: new Date().toISOString().slice(0, 10) });
  return problems.length === 0 ? null : problems.join('\n');
}

/** npm's own question, about what the product runs and not what builds it, once and not for long. */
function askRegistry() {
  const args = ['audit', '--json', '--omit=dev', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=10000'];
  const { npm_execpath: running } = process.env;
  const [command, ...first] = running?.endsWith('.js') ? [process.execPath, running] : ['npm'];
  const { promise, resolve } = Promise.withResolvers();
  const bounds = { timeout: PATIENCE_MS, killSignal: 'SIGKILL' };
  const child = spawn(command, [...first, ...args], { stdio: ['ignore', 'pipe', 'ignore'], ...bounds });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (answer += text));
  child.on('error', (error) => resolve(JSON.stringify({ message: `npm could not be started: ${error.message}` })));
  child.on('close', () => resolve(answer));
  return promise;
}

/** @param {string} text @returns {{ vulnerabilities: object } | { why: string }} */
export function readAudit(text) {
  try {
    const { auditReportVersion, vulnerabilities, message, error } = JSON.parse(text);
    if (auditReportVersion === 2) return { vulnerabilities };
    return { why: `npm says "${message ?? error?.summary ?? 'nothing'}"` };
  } catch {
    return { why: `the registry gave no answer within ${PATIENCE_MS / 1000} s` };
  }
}

/** @param {{ vulnerabilities: Record<string, { via: (string | object)[] }> }} audit @returns {string[]} */
export function adviceProblems({ vulnerabilities }, { accepted, today }) {
  // A package that is weak only because of one that it needs names that one: each weakness is told once, where it is.
  const found = Object.values(vulnerabilities).flatMap(({ via }) => via.filter((one) => typeof one === 'object'));
  return found
    .filter(({ severity }) => GRAVE.has(severity))
    .filter(({ url }) => !accepted.some(({ advisory, until }) => url.endsWith(`/${advisory}`) && until >= today))
    .map(
      ({ name, range, severity, title, url }) =>
        `advisory: ${name} ${range} is ${severity}: ${title}\n  ${url}\n  Take a version without it. Doesn't it reach us? Say why, and until when, in scripts/check/advisories.mjs.`,
    );
}
