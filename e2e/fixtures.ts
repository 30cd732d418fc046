/** Playwright's `test` with what the tests of Overlane have in common. Import it in every spec. */

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect } from '@playwright/test'
import type { BrowserContext } from '@playwright/test'
import { dropFolder, grabFolder } from './folders.ts'
import { Pictures } from './pictures.ts'
import { writeRecording } from './recordings.ts'
import type { RecordingOptions, WrittenRecording } from './recordings.ts'

export { dropFolder, expect, grabFolder }

/** Real recordings, where they lie beside the project; the tests that use them skip without. */
export const realRecordings = fileURLToPath(new URL('../../shared/data', import.meta.url))
export const hasRealRecordings = existsSync(realRecordings)

interface Fixtures {
  /**
   * Accepts an error on the console, or a failure, that the test provokes. Anything else of the kind
   * fails it: see `watch`.
   */
  allowError: (pattern: RegExp) => void
  /** Makes an empty folder on the disk, removed after the test; its absolute path. */
  makeFolder: (name: string) => string
  /** Makes a small recording in a folder of its own. */
  makeRecording: (options?: RecordingOptions & { name?: string }) => Promise<WrittenRecording>
  pictures: Pictures
  allowedErrors: RegExp[]
  watched: undefined
}

export const test = base.extend<Fixtures>({
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
      const unexpected = findings.filter((text) => !allowedErrors.some((each) => each.test(text)))
      expect(unexpected, 'requests elsewhere, and errors that the test does not allow').toEqual([])
    },
    { auto: true },
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
  pictures: async ({ context }, use) => {
    await use(new Pictures(context))
  },
})

/**
 * Collects, over all pages and workers of a test: requests to another origin, errors that nothing
 * caught, errors on the console, and what the Content-Security-Policy refused.
 */
function watch(context: BrowserContext, origin: string): string[] {
  const findings: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    // `blob:` has the origin of the page that made it; `data:` has none and goes nowhere.
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
      // In a worker Chromium does not print what the policy refuses.
      const listening = worker.evaluate(() => {
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          // eslint-disable-next-line no-console -- heard by the listener above
          console.error(`Content-Security-Policy: ${violatedDirective} refuses ${blockedURI}`)
        })
      })
      // A worker may end before it can be asked.
      listening.catch(() => undefined)
    })
  })
  return findings
}
