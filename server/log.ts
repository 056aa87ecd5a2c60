import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

export interface LogOptions {
  level: string;
  format: 'text' | 'json';
}

/** Names under which a secret could stand in a logged object; requests are logged without query and body anyway. */
const secretNames = ['password', 'secret', 'token', 'ticket', 'cookie', 'authorization', 'code', 'key'];

export function createLog(options: LogOptions): Logger {
  const settings = {
    level: options.level,
    base: null,
    redact: {
      paths: secretNames.filter((name) => name !== 'code').flatMap((name) => [name, `*.${name}`]),
      censor: '[secret]',
    },
  };
  return options.format === 'json' ? pino(settings) : pino(settings, textStream());
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
function textStream(): DestinationStream {
  return { write: (line) => void process.stdout.write(asText(line)) };
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
