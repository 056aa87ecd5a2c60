'use client';

import type { ReactNode } from 'react';
import { createContext, use, useMemo, useSyncExternalStore } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import { alone, type Company, type CompanyState } from '#lib/chat/company.ts';

interface Room {
  company: Company | null;
  members: readonly Member[];
}

const emptyRoom: Room = { company: null, members: [] };
const RoomContext = createContext<Room>(emptyRoom);

/** Whose company it is that those below may ask for. Only who asks is drawn again when it changes. */
export function CompanyProvider({ company, members, children }: CompanyProviderProps) {
  const room = useMemo(() => ({ company, members }), [company, members]);
  return <RoomContext value={room}>{children}</RoomContext>;
}

interface CompanyProviderProps {
  company: Company;
  /** Of the conversation, the agent under the name that its owner gave it. */
  members: readonly Member[];
  children: ReactNode;
}

interface NamedCompany {
  here: readonly Member[];
  /** Looking too, and too many to be named. */
  more: number;
  writing: readonly Member[];
  /** Whether there is anybody else to see what this person does. */
  hasOthers: boolean;
}

export function useCompany(): NamedCompany {
  const { company, members } = use(RoomContext);
  const { here, unnamed, writing } = useSyncExternalStore(
    (listener) => company?.subscribe(listener) ?? ignore,
    () => company?.state ?? alone,
    () => alone,
  );
  return {
    here: named(here, members),
    more: unnamed,
    writing: named(writing, members),
    hasOthers: members.filter(({ kind }) => kind === 'user').length > 1,
  };
}

/** Whoever isn't a member any more, or not yet here, has no name to be shown under. */
function named(ids: CompanyState['here'], members: readonly Member[]): Member[] {
  return ids.flatMap((id) => members.find((member) => member.id === id) ?? []);
}

const ignore = () => undefined;
