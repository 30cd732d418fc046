/** Playwright's `test` with the fixtures of Overlane. Every spec imports it from here. */

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect } from '@playwright/test'
import type { BrowserContext, Page } from '@playwright/test'
import { dropFolder, dropTogether, grabFolder } from './folders.ts'
import { Pictures } from './pictures.ts'
import { writeRecording } from './recordings.ts'
import type { RecordingOptions, WrittenRecording } from './recordings.ts'
import { openLibrary } from './run.ts'

export { dropFolder, dropTogether, expect, grabFolder }

/** Real recordings beside the project. Tests that need them are skipped if they are missing. */
export const realRecordings = fileURLToPath(new URL('../../shared/data', import.meta.url))
export const hasRealRecordings = existsSync(realRecordings)

interface Fixtures {
  /**
   * Accepts an error or a failed request that the test causes on purpose. All others fail the test:
   * see `watch`.
   */
  allowError: (pattern: RegExp) => void
  /** Makes an empty folder and returns its absolute path. The folder is removed after the test. */
  makeFolder: (name: string) => string
  /** Makes a small recording in a new folder. */
  makeRecording: (options?: RecordingOptions & { name?: string }) => Promise<WrittenRecording>
  /** The page that has the library alone, for tests that leave nothing behind in it. */
  library: Page
  allowedErrors: RegExp[]
  watched: undefined
}

interface WorkerFixtures {
  /** To open the library for each test takes as long as many of these tests. */
  sharedLibrary: { page: Page; findings: string[] }
  /** One page decodes the pictures of all tests. */
  pictures: Pictures
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  allowedErrors: async ({}, use) => {
    await use([])
  },
  allowError: async ({ allowedErrors }, use) => {
    await use((pattern) => allowedErrors.push(pattern))
  },
  watched: [
    async ({ context, baseURL, allowedErrors }, use) => {
      const findings = watch(context, new URL(baseURL ?? '').origin)
      await use(undefined)
      expectAllowed(findings, allowedErrors)
    },
    { auto: true },
  ],
  library: async ({ sharedLibrary: { page, findings }, allowedErrors }, use) => {
    findings.length = 0
    await use(page)
    expectAllowed(findings, allowedErrors)
  },
  sharedLibrary: [
    async ({ browser }, use, { project }) => {
      const { baseURL = '' } = project.use
      const context = await browser.newContext({ baseURL, serviceWorkers: 'block' })
      const findings = watch(context, new URL(baseURL).origin)
      const page = await context.newPage()
      await openLibrary(page)
      await use({ page, findings })
      await context.close()
    },
    { scope: 'worker' },
  ],
  makeFolder: async ({}, use) => {
    const parent = mkdtempSync(join(tmpdir(), 'overlane-'))
    await use((name) => {
      const path = join(parent, name)
      mkdirSync(path, { recursive: true })
      return path
    })
    rmSync(parent, { recursive: true, force: true })
  },
  makeRecording: async ({ makeFolder, pictures }, use) => {
    await use(({ name = 'drive', ...options } = {}) =>
      writeRecording(makeFolder(name), options, (png, format) => pictures.transcode(png, format)),
    )
  },
  pictures: [
    async ({ browser }, use, { project }) => {
      const { baseURL } = project.use
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}) })
      await use(new Pictures(context))
      await context.close()
    },
    { scope: 'worker' },
  ],
})

function expectAllowed(findings: readonly string[], allowedErrors: readonly RegExp[]): void {
  const unexpected = findings.filter((text) => !allowedErrors.some((each) => each.test(text)))
  expect(unexpected, 'requests to other origins, and errors that the test does not allow').toEqual(
    [],
  )
}

/**
 * Collects from all pages and workers of a test: requests to another origin, uncaught errors,
 * errors on the console, and violations of the Content-Security-Policy.
 */
function watch(context: BrowserContext, origin: string): string[] {
  const findings: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    // A `blob:` URL has the origin of its page. A `data:` URL has no origin and makes no request.
    if (url.origin !== origin && url.protocol !== 'data:') {
      findings.push(`request to another origin: ${request.url()}`)
    }
  })
  context.on('weberror', (webError) => findings.push(`not caught: ${String(webError.error())}`))
  context.on('console', (message) => {
    if (message.type() === 'error') findings.push(`console.error: ${message.text()}`)
  })
  context.on('page', (page) => {
    page.on('crash', () => findings.push('the page crashed'))
    page.on('worker', (worker) => {
      // Chromium does not print violations of the policy in workers.
      const listening = worker.evaluate(() => {
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          // eslint-disable-next-line no-console -- the console listener above collects it
          console.error(`Content-Security-Policy: ${violatedDirective} refuses ${blockedURI}`)
        })
      })
      // The worker may end before it runs this.
      listening.catch(() => undefined)
    })
  })
  return findings
}
