import { describe, expect, it } from 'vitest';
import { draftPreview, noDraft, takesOver } from './drafts.ts';

const onPhone = { personalSeq: 7, draftPreview: 'from the phone' };

describe('draftPreview', () => {
  it('shows what Maya began on her phone, until she writes here', () => {
    expect(draftPreview(noDraft, onPhone)).toBe('from the phone');
    expect(draftPreview({ text: 'older', seq: 6, isSaved: true }, onPhone)).toBe('from the phone');
    expect(draftPreview({ text: 'newer', seq: 7, isSaved: true }, onPhone)).toBe('newer');
    expect(draftPreview({ text: 'still offline', seq: 2, isSaved: false }, onPhone)).toBe('still offline');
  });

  it('shows nothing of what she has sent since on her phone', () => {
    const sent = { personalSeq: 8, draftPreview: null };
    expect(draftPreview({ text: 'older', seq: 6, isSaved: true }, sent)).toBe('');
  });
});

describe('takesOver', () => {
  const standing = { told: 7, shownSeq: 6, local: { text: 'older', seq: 6, isSaved: true }, isTyping: false };
  it('takes the newer draft over what stands there, and never over what is being typed or not yet saved', () => {
    expect(takesOver(standing)).toBe(true);
    expect(takesOver({ ...standing, isTyping: true })).toBe(false);
    expect(takesOver({ ...standing, local: { ...standing.local, isSaved: false } })).toBe(false);
    expect(takesOver({ ...standing, shownSeq: 7 })).toBe(false);
  });
});
