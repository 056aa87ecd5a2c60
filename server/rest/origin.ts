import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors.ts';

/** Our pages send it with every mutation. A form or an image of another site can't. */
const ownHeader = 'x-claw-chat';

/** The origins whose pages are ours. Without a PUBLIC_URL that is this machine under both of its names. */
export function allowedOrigins(publicUrl: string, isDefault: boolean): Set<string> {
  const origins = new Set([publicUrl]);
  if (isDefault) origins.add(publicUrl.replace('//localhost', '//127.0.0.1'));
  return origins;
}

/** A cookie comes along by itself, so what it may change must prove that one of our pages asked for it. */
export function refuseForeignMutation(req: IncomingMessage, origins: Set<string>): void {
  refuseForeignOrigin(req, origins);
  if (req.headers[ownHeader] === undefined) {
    throw new Fault('missing_header', `Send the header ${ownHeader}: 1 with every change.`);
  }
}

export function refuseForeignOrigin(req: IncomingMessage, origins: Set<string>): void {
  const origin = req.headers.origin;
  if (origin === undefined || !origins.has(origin)) {
    throw new Fault('foreign_origin', "That request came from a page that isn't ours.");
  }
}
