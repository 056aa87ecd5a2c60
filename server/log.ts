import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;
export type LogOutput = DestinationStream;

export interface LogOptions {
  level: string;
  format: 'text' | 'json';
}

/** Names under which a secret could stand in a logged object; requests are logged without query and body anyway. */
const secretNames = ['password', 'secret', 'token', 'ticket', 'cookie', 'authorization', 'key'];

export function createLog(options: LogOptions, output: LogOutput = process.stdout): Logger {
  const settings = {
    level: options.level,
    base: null,
    serializers: { err: describeError },
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
  };
  if (options.format === 'text') return pino(settings, asTextTo(output));
  return output === process.stdout ? pino(settings) : pino(settings, output);
}

/**
 * An error by its words and where it happened, down to what caused it. Nothing else that hangs on it: a refused query
 * carries its parameters, a violated constraint the whole row, and with them password hashes and session ids.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, message: wordsOf(error), ...code, stack: stackOf(error) };
}

function stackOf(error: Error): string {
  const { stack = '', message, cause } = error;
  const begins = stack.indexOf(message);
  const frames = begins < 0 ? '' : stack.slice(begins + message.length);
  const own = `${error.name}: ${wordsOf(error)}${frames}`;
  return cause instanceof Error ? `${own}\ncaused by: ${stackOf(cause)}` : own;
}

/** Drizzle puts a query's parameters at the end of its message, and whoever wraps the error repeats it. */
function wordsOf({ message }: Error): string {
  const [words = ''] = message.split('\nparams: ', 1);
  return words;
}

const levelNames: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** For a person at a terminal: time, level, sentence, and the rest as key=value. */
function asTextTo(output: LogOutput): LogOutput {
  return { write: (line) => output.write(asText(line)) };
}

function asText(line: string): string {
  const { time, level, msg = '', err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const level_ = levelNames[Number(level)] ?? String(level);
  const fields = Object.entries(rest).map(([name, value]) => `${name}=${asField(value)}`);
  const stack = err !== null && typeof err === 'object' && 'stack' in err ? `\n${String(err.stack)}` : '';
  return [clock, level_.padEnd(5), msg, ...fields].join(' ').trimEnd() + stack + '\n';
}

function asField(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
