import type { Backplane, BackplaneMessage, PresenceStore } from './backplane.ts';

type Listener = (message: BackplaneMessage) => void;

/** One process. Several nodes of a test may share one. */
export function createMemoryBackplane(): Backplane {
  const topics = new Map<string, Set<Listener>>();
  return {
    publish: (topic, message) => {
      for (const listener of topics.get(topic) ?? []) listener(message);
    },
    listen: (topic, listener) => {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      const end = () => {
        listeners.delete(listener);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
      return { ready: Promise.resolve(), end };
    },
    isWhole: () => true,
    onHealed: () => undefined,
    presence: createMemoryPresence(),
  };
}

/** For each path its people, and how many nodes say so of each. */
function createMemoryPresence(): PresenceStore {
  const paths = new Map<string, Map<string, number>>();
  return {
    enter: (path, userId) => {
      const people = paths.get(path) ?? new Map<string, number>();
      paths.set(path, people.set(userId, (people.get(userId) ?? 0) + 1));
    },
    leave: (path, userId) => {
      const people = paths.get(path);
      const left = (people?.get(userId) ?? 0) - 1;
      if (left > 0) people?.set(userId, left);
      else people?.delete(userId);
      if (people?.size === 0) paths.delete(path);
    },
    isIn: async (path, userId) => paths.get(path)?.has(userId) === true,
    whoIsIn: async (path) => [...(paths.get(path)?.keys() ?? [])],
  };
}
