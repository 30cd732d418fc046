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
  // A machine may be shared, and then has a quarter of its speed. What hangs is still found.
  timeout: 180_000,
  expect: { timeout: 20_000 },
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
    actionTimeout: 20_000,
    viewport: { width: 1280, height: 800 },
    // A trace of each test would use the cores that the tests need: `--trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: import.meta.dirname,
    url: origin,
    reuseExistingServer: false,
  },
})
