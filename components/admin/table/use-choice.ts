'use client';

import { useFilter } from './use-address.ts';

/** One of these answers, or any; it stands in the address under its name. */
export function useChoice<Value extends string>(name: string, options: Record<Value, string>) {
  return useFilter<Value | 'any'>(name, ['any', ...(Object.keys(options) as Value[])]);
}
