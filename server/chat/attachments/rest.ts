import {
  attachmentUrlInputSchema,
  attachmentUrlResultSchema,
  initAttachmentInputSchema,
  initAttachmentResultSchema,
  uploadedSchema,
} from '#lib/contract/attachments.ts';
import { attachmentBytesMax } from '#lib/contract/limits.ts';
import type { AppContext } from '#server/app-context.ts';
import { logFault, parseInput, toFault, toProblem } from '#server/errors.ts';
import { spendUpload } from '#server/limits.ts';
import { queryOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { refusal } from '#server/rest/respond.ts';
import { created, ok, type Call, type Reply, type Route } from '#server/rest/route.ts';
import type { Participant } from '../access.ts';
import { grantOf, type Purpose } from './addresses.ts';
import { announce } from './announce.ts';
import { addressesOf } from './read.ts';
import { sendFile, sendThumbnail } from './rest/download.ts';
import { receive } from './upload.ts';

/** For people and agents alike. */
export const attachmentRoutes = [
  {
    method: 'POST' as const,
    path: '/attachments/init',
    api: {
      says: 'Announces a file. Its bytes go to the address that the answer names.',
      input: initAttachmentInputSchema,
      output: initAttachmentResultSchema,
      creates: 'always' as const,
    },
    handle: async (call: Call, principal: Participant): Promise<Reply> => {
      const input = parseInput(initAttachmentInputSchema, await readJson(call.req));
      await spendUpload(call.app.limits, principal);
      const place = await announce(call.app, principal, input);
      return created({ ...place, putUrl: whole(call.app, place.putUrl) });
    },
  },
  {
    method: 'GET' as const,
    path: '/attachments/:attachmentId/url',
    api: {
      says: 'Addresses under which a file can be had for a while.',
      input: attachmentUrlInputSchema,
      output: attachmentUrlResultSchema,
    },
    handle: async (call: Call, principal: Participant): Promise<Reply> => {
      const asked = { ...queryOf(call), attachmentId: call.params['attachmentId'] };
      const found = await addressesOf(call.app, principal, parseInput(attachmentUrlInputSchema, asked));
      const { url, thumbnailUrl } = found;
      return ok({
        ...found,
        url: whole(call.app, url),
        thumbnailUrl: thumbnailUrl === null ? null : whole(call.app, thumbnailUrl),
      });
    },
  },
];

/** For whoever has the address. Below /v1, so that pages of other origins that may call it may use these, too. */
export const fileRoutes: Route[] = [
  {
    method: 'PUT',
    path: '/v1/attachments/:attachmentId/bytes',
    api: {
      says: 'Takes the bytes of an announced file, at the address that you were given.',
      output: uploadedSchema,
      takes: 'file',
    },
    access: 'public',
    bytesMax: attachmentBytesMax,
    handle: upload,
  },
  {
    method: 'GET',
    path: '/v1/attachments/:attachmentId/bytes',
    api: { says: 'A file, at the address that you were given.', output: 'file' },
    access: 'public',
    handle: (call) => sendFile(call, granted(call, 'file')),
  },
  {
    method: 'GET',
    path: '/v1/attachments/:attachmentId/thumbnail',
    api: { says: 'A small picture of an image, at the address that you were given.', output: 'file' },
    access: 'public',
    handle: (call) => sendThumbnail(call, granted(call, 'thumbnail')),
  },
];

/** Programs are anywhere. Our pages ask without: they were opened under one of our names, and load images from that alone. */
function whole({ publicUrl }: AppContext, address: string): string {
  return publicUrl + address;
}

function granted(call: Call, purpose: Purpose) {
  return grantOf(call.app, purpose, { ...queryOf(call), ...call.params });
}

/** Nothing for so long is a line that went. */
const silenceMs = 30_000;

async function upload(call: Call): Promise<Reply> {
  const { app, req } = call;
  const grant = granted(call, 'upload');
  const length = req.headers['content-length'];
  const endSilence = () => req.destroy();
  req.setTimeout(silenceMs, endSilence);
  try {
    // Leaving off in the middle must not cut the connection: the answer that says why still goes over it.
    const body = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    const attachment = await receive(app, grant, { body, length: length === undefined ? null : Number(length) });
    return ok({ attachment });
  } catch (error) {
    if (req.complete || req.destroyed) throw error;
    const fault = toFault(error);
    // A full disk, too, is heard of only by who is let finish.
    if (fault.status >= 500) logFault(call.log, fault);
    return { ...refusal(fault, toProblem(fault, call.requestId)), hangsUp: true };
  } finally {
    req.setTimeout(0, endSilence);
  }
}
