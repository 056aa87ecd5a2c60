import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startTestApp } from '../testing/app.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const alerts = read('alerts.yaml');
const runbook = read('runbook.md');
const all = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, found = '']) => found));

test('each alert asks for metrics that there are, and the runbook explains each of ours', async () => {
  const house = await startTestApp();
  const metrics = all(await house.app.metrics.text(), /^# TYPE (\S+)/gm);
  await house.close();
  const asked = all(alerts, /\b((?:claw|nodejs|process)_[a-z0-9_]+)/g);
  expect([...asked].filter((name) => !metrics.has(name))).toEqual([]);
  expect(asked.size).toBeGreaterThan(10);
  const ours = [...metrics].filter((name) => name.startsWith('claw_'));
  expect(all(runbook, /`(claw_[a-z_]+)`/g)).toEqual(new Set(ours));
});

test('the runbook says of each alert what to check, and of no other', () => {
  expect(all(runbook, /^\| `(ClawChat\w+)`/gm)).toEqual(all(alerts, /- alert: (\w+)/g));
});
