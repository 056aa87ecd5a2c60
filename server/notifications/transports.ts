import type { AppContext } from '../app-context.ts';
import type { Device, Transport } from './transport.ts';
import { expoTransport } from './transports/expo.ts';
import { webTransport } from './transports/web.ts';

/** The ways to devices, by what kind each device is. They keep nothing. */
export function transportsOf(app: AppContext): Record<Device['kind'], Transport> {
  return { web: webTransport(app), expo: expoTransport(app) };
}
