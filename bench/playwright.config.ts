import { defineConfig } from '@playwright/test'
import base from '../playwright.config.ts'

/** The measurements run like the tests: on the built app, one after another. */
export default defineConfig(base, {
  testDir: '.',
  outputDir: '../test-results/bench',
  testMatch: '*.bench.ts',
  timeout: 30 * 60_000,
  // A trace takes memory and time of its own.
  use: { ...base.use, trace: 'off', screenshot: 'off' },
})
