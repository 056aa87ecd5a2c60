import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTo, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { diesWithParent } from '#server/parent-death.mjs';
import { must } from '#lib/std/must.ts';
import { connect } from '#server/testing/database.ts';
import { freePort } from '../scripts/openclaw-e2e/free-port.ts';
import { cpuOfTree } from './process-cpu.ts';
import { configurationOf } from './rooms/ejabberd-configuration.ts';
import type { RoomServer } from './rooms/room-server.ts';

type Place = Extract<DatabaseAddress, { host: string }>;

const startMs = 30_000;
const lookEveryMs = 100;

/** Debian's ejabberd with files of its own, on a database of its own beside ours, for as long as it is measured. */
export async function openEjabberd({
  address,
  people,
}: {
  address: DatabaseAddress;
  people: number;
}): Promise<RoomServer> {
  if ('url' in address) throw new Error('ejabberd is measured on the embedded database');
  const libraries = findLibraries();
  const folder = mkdtempSync(join(tmpdir(), 'clawchat-ejabberd-'));
  const database = await archiveBeside(address);
  const door = await openDoorTo(address);
  const port = await freePort();
  const doorPort = (door.address() as AddressInfo).port;
  const configuration = configurationOf({ port, people, archive: { port: doorPort, user: address.user, database } });
  writeFileSync(join(folder, 'ejabberd.yml'), configuration);
  const [command = '', ...args] = [...diesWithParent('TERM'), 'erl', ...flags(folder)];
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environmentOf(folder, libraries),
  });
  const gone = once(child, 'exit');
  await reachable(port);
  const host = 'localhost';
  return {
    seats: async () =>
      Array.from({ length: people }, (_, n) => ({
        kind: 'ejabberd',
        port,
        host,
        room: `everybody@conference.${host}`,
        nick: `member${n}`,
      })),
    cpuMicroseconds: async () => cpuOfTree(must(child.pid, 'a process')),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await gone;
      door.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As `ejabberdctl` starts it, but for its own files, no other nodes, and schedulers that sleep when there is nothing to do. */
function flags(folder: string): string[] {
  const idle = ['+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none'];
  return ['+K', 'true', '+P', '250000', ...idle, '-noinput', '-mnesia', 'dir', `"${folder}/mnesia"`, '-s', 'ejabberd'];
}

function environmentOf(folder: string, libraries: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: folder,
    ERL_LIBS: libraries,
    ERL_MAX_PORTS: '32000',
    ERL_CRASH_DUMP: join(folder, 'crash.dump'),
    EJABBERD_CONFIG_PATH: join(folder, 'ejabberd.yml'),
    EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
  };
}

/** The folder that Debian puts it into, with all that it needs. */
function findLibraries(): string {
  const [code] = globSync('/usr/lib/*/ejabberd-*/ebin');
  if (code === undefined) throw new Error('There is no ejabberd here. `bench/README.md` says how to install it.');
  return dirname(dirname(code));
}

/** Its tables are called as some of ours are. */
async function archiveBeside(address: Place): Promise<string> {
  const database = `${address.database}_ejabberd`;
  const ours = connect(address, 1);
  await ours`create database ${ours(database)}`;
  await ours.end();
  const its = connect({ ...address, database }, 1);
  await its.unsafe(readFileSync('/usr/share/ejabberd/sql/pg.sql', 'utf8'));
  await its.end();
  return database;
}

/** It knows no sockets in the file system: its few statements go through here, and cost it nothing. */
async function openDoorTo({ host, port }: Place): Promise<Server> {
  const door = createServer((client) => {
    const server = connectTo(`${host}/.s.PGSQL.${port}`);
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return door;
}

async function reachable(port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < startMs; waitedMs += lookEveryMs) {
    const socket = connectTo({ port, host: '127.0.0.1' });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  throw new Error(`ejabberd has not begun to listen within ${startMs / 1_000} s`);
}
