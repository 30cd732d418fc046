import { defineConfig } from '@playwright/test'
import { browserArgs, findBrowser } from './tools/find-browser.mjs'

const port = Number(process.env.E2E_PORT ?? 4273)
const origin = `http://127.0.0.1:${port}`
const executablePath = findBrowser()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // A test waits for a quarter of its time. Two of them keep two cores busy.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  // Pixels are compared with a tolerance, so one picture serves every system.
  snapshotPathTemplate: 'e2e/pictures/{arg}{ext}',
  projects: [{ name: 'headless-shell' }],
  use: {
    baseURL: origin,
    browserName: 'chromium',
    launchOptions: { args: browserArgs, ...(executablePath ? { executablePath } : {}) },
    // The page of a test would fetch the whole app. The tests of the installed app allow it.
    serviceWorkers: 'block',
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    // Screenshots for the trace would use the cores that the tests need.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: import.meta.dirname,
    url: origin,
    reuseExistingServer: false,
  },
})
