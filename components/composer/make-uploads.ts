import { ulid } from 'ulid';
import { Uploads } from '#lib/chat/uploads.ts';
import { keepOwnPicture } from '#components/attachment/own-pictures.ts';
import { keepFiles, keptFiles } from '#components/data/kept-files.ts';
import { upload } from './upload.ts';

interface Place {
  userId: string;
  conversationId: string;
}

/** The files beside one text, with those that an earlier page has left there. */
export function makeUploads(place: Place): Uploads {
  const uploads = new Uploads({
    makeKey: () => ulid(),
    now: () => Date.now(),
    async upload(chosen, watch) {
      const outcome = await upload(place.conversationId, chosen, watch);
      if (outcome.kind === 'ready' && outcome.block.isImage) keepOwnPicture(outcome.block.attachmentId, chosen.file);
      return outcome;
    },
  });
  void whenAlone(place, () => {
    uploads.takeUp(keptFiles(place));
    uploads.subscribe(() => keepFiles(place, uploads.state.files));
    keepFiles(place, uploads.state.files);
  });
  return uploads;
}

/**
 * One page of a browser has what is kept, until it goes: the next one takes it up then. Two would send the same files twice.
 */
async function whenAlone({ userId, conversationId }: Place, begin: () => void): Promise<void> {
  // Without a secure context there are no locks. Then the page that was opened last has it.
  if (!('locks' in navigator)) return begin();
  await navigator.locks.request(`claw-chat:files:${userId}:${conversationId}`, () => {
    begin();
    return new Promise(() => undefined);
  });
}
