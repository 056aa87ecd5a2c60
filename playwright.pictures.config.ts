import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

/** `npm run pictures`: the pictures of the README, taken from the real program. Not part of the tests. */
export default defineConfig({ ...tests, testMatch: 'pictures.ts', workers: 1 });
