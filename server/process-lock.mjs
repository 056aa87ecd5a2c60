// A lock file that says which process holds it. A pid alone doesn't: after a crash the system gives it to somebody else,
// so the file also holds the process's start time. Plain JavaScript: the bootstrap uses it on Node 20, before an install.

import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** @typedef {{ pid: number, started: string, purpose: string }} LockHolder */
/** @typedef {{ taken: true, release: () => void } | { taken: false, holder: LockHolder }} LockAttempt */

/**
 * Takes the lock for this process, also from a holder that no longer runs.
 * @param {string} file
 * @param {string} purpose completes "is in use by process 42, which is …"
 * @returns {LockAttempt}
 */
export function takeLock(file, purpose) {
  const mine = JSON.stringify({ pid: process.pid, started: startTimeOf(process.pid), purpose });
  for (;;) {
    if (createWith(file, mine)) return { taken: true, release: () => removeIfStill(file, mine) };
    const found = read(file);
    const holder = parse(found);
    if (holder !== null && startTimeOf(holder.pid) === holder.started) return { taken: false, holder };
    if (found !== null) removeIfStill(file, found);
  }
}

/**
 * When the process was started, in a form that is only good for comparing; null when it doesn't run (any more).
 * @param {number} pid
 * @returns {string | null}
 */
export function startTimeOf(pid) {
  return process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

/** The file appears with its content or not at all: a reader never sees it empty. @param {string} file @param {string} content */
function createWith(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Two processes may find the same stale lock. The one that is late would delete the lock which the other has just taken,
 * so the file is first moved aside, looked at, and put back if it isn't the expected one.
 * @param {string} file @param {string} expected
 */
function removeIfStill(file, expected) {
  if (read(file) !== expected) return;
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== null && moved !== expected) createWith(file, moved);
  rmSync(aside, { force: true });
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** @param {string | null} content @returns {LockHolder | null} null for what a power cut left of the file, too */
function parse(content) {
  try {
    const holder = JSON.parse(content ?? 'null');
    return Number.isInteger(holder?.pid) ? holder : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @param {number} pid */
function startTimeFromProc(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
  // The second field is the program's name in brackets and may itself hold spaces and brackets: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticksSinceBoot] = [fields[0], fields[19]];
  return state === 'Z' || state === 'X'
    ? null
    : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticksSinceBoot}`;
}

/** @param {number} pid */
function startTimeFromPs(pid) {
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [state, ...started] = (ps.stdout ?? '').trim().split(/\s+/);
  return !state || state.startsWith('Z') ? null : started.join(' ');
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
