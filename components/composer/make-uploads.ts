import { ulid } from 'ulid';
import { Uploads } from '#lib/chat/uploads.ts';
import { keepOwnPicture } from '#components/attachment/own-pictures.ts';
import { upload } from './upload.ts';

export function makeUploads(conversationId: string): Uploads {
  return new Uploads({
    makeKey: () => ulid(),
    now: () => performance.now(),
    async upload(chosen, watch) {
      const outcome = await upload(conversationId, chosen, watch);
      if (outcome.kind === 'ready' && outcome.block.isImage) keepOwnPicture(outcome.block.attachmentId, chosen.file);
      return outcome;
    },
  });
}
