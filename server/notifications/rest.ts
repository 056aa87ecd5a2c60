import { doneSchema } from '#lib/contract/chat.ts';
import {
  addTargetInputSchema,
  notificationPreferencesSchema,
  pushKeySchema,
  pushTargetSchema,
  pushTargetsSchema,
  renameTargetInputSchema,
  targetInputSchema,
  testPushResultSchema,
} from '#lib/contract/notifications.ts';
import { parseInput } from '../errors.ts';
import { spendDevice, spendTestPush } from '../limits.ts';
import { fieldsOf } from '../rest/asked.ts';
import { readJson } from '../rest/body.ts';
import { created, ok, type Call, type Route } from '../rest/route.ts';
import { addDevice, listDevices, removeDevice, renameDevice } from './devices.ts';
import { readPreferences, setPreferences } from './preferences.ts';
import { testDevice } from './test-push.ts';
import { publicKeyOf } from './vapid.ts';

/** What somebody is told when they don't look, and where. */
export const pushRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/push/public-key',
    api: {
      says: 'What a browser subscribes with. Null where this server is reached without TLS, where no browser takes a push.',
      output: pushKeySchema,
    },
    access: 'user',
    handle: async (call) => ok(await publicKeyOf(call.app)),
  },
  {
    method: 'GET',
    path: '/v1/push/targets',
    api: { says: 'The devices that are told something when nobody looks.', output: pushTargetsSchema },
    access: 'user',
    handle: async (call, principal) => ok(await listDevices(call.app, principal)),
  },
  {
    method: 'POST',
    path: '/v1/push/targets',
    api: {
      says: 'Makes a device known: a browser by its subscription, an app by its token. Signed out, it is forgotten.',
      input: addTargetInputSchema,
      output: pushTargetSchema,
      creates: 'always',
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(addTargetInputSchema, await readJson(call.req));
      await spendDevice(call.app.limits, principal);
      return created(await addDevice(call.app, principal, input));
    },
  },
  {
    method: 'PATCH',
    path: '/v1/push/targets/:targetId',
    api: { says: 'Gives a device another name.', input: renameTargetInputSchema, output: pushTargetSchema },
    access: 'user',
    handle: async (call, principal) =>
      ok(await renameDevice(call.app, principal, parseInput(renameTargetInputSchema, await asked(call)))),
  },
  {
    method: 'DELETE',
    path: '/v1/push/targets/:targetId',
    api: { says: 'Forgets a device.', input: targetInputSchema, output: doneSchema },
    access: 'user',
    handle: async (call, principal) => {
      const { targetId } = parseInput(targetInputSchema, call.params);
      return ok(await removeDevice(call.app, principal, targetId));
    },
  },
  {
    method: 'POST',
    path: '/v1/push/targets/:targetId/test',
    api: {
      says: 'Tells a device something at once, and says what came of it.',
      input: targetInputSchema,
      output: testPushResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const { targetId } = parseInput(targetInputSchema, await asked(call));
      await spendTestPush(call.app.limits, principal);
      return ok(await testDevice(call.app, principal, targetId));
    },
  },
  {
    method: 'GET',
    path: '/v1/push/preferences',
    api: { says: 'What somebody wants to be told, and how much of it.', output: notificationPreferencesSchema },
    access: 'user',
    handle: async (call, principal) => ok(await readPreferences(call.app, principal)),
  },
  {
    method: 'PUT',
    path: '/v1/push/preferences',
    api: {
      says: 'Sets all of it, for all of their devices. Quiet hours hold back all but what waits for a decision.',
      input: notificationPreferencesSchema,
      output: notificationPreferencesSchema,
    },
    access: 'user',
    handle: async (call, principal) =>
      ok(
        await setPreferences(call.app, principal, parseInput(notificationPreferencesSchema, await readJson(call.req))),
      ),
  },
];

async function asked(call: Call): Promise<object> {
  return { ...fieldsOf(await readJson(call.req)), ...call.params };
}
