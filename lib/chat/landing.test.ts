import { describe, expect, it } from 'vitest';
import type { LandingFacts } from './landing.ts';
import { decideLanding } from './landing.ts';

const arriving: LandingFacts = {
  isSettled: false,
  list: 'ready',
  firstConversationId: null,
  sandboxId: 'harbor-01',
  hasCreated: false,
};

describe('decideLanding', () => {
  it('stays when a conversation is open or the address forbids opening one', () => {
    expect(decideLanding({ ...arriving, isSettled: true, firstConversationId: 'c1' })).toEqual({ kind: 'stay' });
  });

  it('waits while the list is loading or failed', () => {
    expect(decideLanding({ ...arriving, list: 'loading' })).toEqual({ kind: 'wait' });
    expect(decideLanding({ ...arriving, list: 'failed' })).toEqual({ kind: 'wait' });
  });

  it('opens the most recent conversation', () => {
    expect(decideLanding({ ...arriving, firstConversationId: 'c1' })).toEqual({ kind: 'open', conversationId: 'c1' });
  });

  it('makes one conversation when the list is empty, and never a second', () => {
    expect(decideLanding(arriving)).toEqual({ kind: 'create', sandboxId: 'harbor-01' });
    expect(decideLanding({ ...arriving, hasCreated: true })).toEqual({ kind: 'stay' });
  });

  it('goes where an agent is added when there is none and nothing to read either', () => {
    expect(decideLanding({ ...arriving, sandboxId: null })).toEqual({ kind: 'addAgent' });
    expect(decideLanding({ ...arriving, sandboxId: null, firstConversationId: 'c1' }).kind).toBe('open');
    expect(decideLanding({ ...arriving, sandboxId: null, list: 'failed' }).kind).toBe('wait');
    expect(decideLanding({ ...arriving, sandboxId: null, isSettled: true }).kind).toBe('stay');
  });
});
