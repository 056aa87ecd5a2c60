import { z } from 'zod';

/** Where the last page ended; opaque. */
export const cursorSchema = z.string().min(1).max(400).nullish();
