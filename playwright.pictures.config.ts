import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

/** `npm run pictures`: every screen and state of the real program, in `.data/pictures`, and those of the docs. Not part of the tests. */
export default defineConfig({ ...tests, testMatch: 'pictures.ts', workers: 1 });
