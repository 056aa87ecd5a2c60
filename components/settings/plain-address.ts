import { pageText } from '#components/text/page-text.ts';

/** An address as people know it: what came by IPv4 through a socket for both is written as IPv4. */
export function plainAddress(address: string | null): string {
  return address?.replace(/^::ffff:(?=\d+\.)/, '') ?? pageText.devices.noAddress;
}
