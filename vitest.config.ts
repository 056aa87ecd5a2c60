import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,bench,components,drills,integrations,lib,scripts,server}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: 'server/testing/global-setup.ts',
    // Processes, because a child that is told to die with its parent dies with its parent *thread*.
    pool: 'forks',
    // Loading the modules anew for each file would cost more than the tests; nothing mocks a module.
    isolate: false,
    // The default leaves one core free, and with two cores that is half of them.
    maxWorkers: '100%',
    testTimeout: 60_000, // patience with a busy machine: no test is about how fast it is
    hookTimeout: 60_000,
  },
});
