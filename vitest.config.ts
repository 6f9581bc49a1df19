import { defineConfig } from 'vitest/config'

/**
 * Three suites, run one after another by `npm test`:
 * unit (pure core, seconds), integration (server and command line on a real PostgreSQL), browser (pages in Chromium).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'domains/*/test/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['apps/server/test/**/*.test.ts', 'apps/cli/test/**/*.test.ts', 'apps/web/test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file starts a PostgreSQL of its own: two at a time keep two cores busy without starving each other.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          // A loaded machine may take a moment to draw; what never comes still fails.
          expect: { poll: { timeout: 20_000 } },
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          globalSetup: ['test/browser/build-pages.ts'],
          maxWorkers: 2,
        },
      },
    ],
  },
})
