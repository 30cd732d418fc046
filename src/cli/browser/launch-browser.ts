import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import {
  isHeadlessShell,
  quietBrowserArgs,
  rootBrowserArgs,
  shellBrowserArgs,
} from '../../../tools/browser-places.mjs'
import { CommandError } from '../command-error.ts'
import { temporaryFolderFault } from '../paths/temporary-folder.ts'

/** The profile of a browser, inside the folder for its files. */
export function profileFolder(folder: string): string {
  return join(folder, 'profile')
}

/**
 * Starts a browser without a window.
 * @param browserPath its program
 * @param folder for its profile, which may exist already, and for its other temporary files
 * @throws CommandError `browser-missing` if it does not start, `browser-ended` if something ends it at
 * its start, `temporary-folder` if there is not enough space for it
 */
export async function launchBrowser(browserPath: string, folder: string): Promise<BrowserContext> {
  // An import would search its megabytes for the names that they export: a third of a command's start.
  const { chromium } = createRequire(import.meta.url)(
    'playwright-core',
  ) as typeof import('playwright-core')
  const isShell = isHeadlessShell(browserPath)
  const [artifactsDir, temporary] = [join(folder, 'artifacts'), join(folder, 'tmp')]
  for (const path of [artifactsDir, temporary]) mkdirSync(path)
  try {
    return await chromium.launchPersistentContext(profileFolder(folder), {
      executablePath: browserPath,
      headless: true,
      args: [
        ...(isShell ? shellBrowserArgs : ['--headless=new']),
        ...quietBrowserArgs,
        ...rootBrowserArgs,
      ],
      artifactsDir,
      // All files that a killed browser leaves are in this folder.
      env: { ...process.env, TMPDIR: temporary },
      serviceWorkers: 'block',
      // After Ctrl-C, the frames in progress are finished first.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
  } catch (thrown) {
    throw temporaryFolderFault() ?? launchFault(browserPath, String(thrown))
  }
}

/** @param text the message of Playwright, with the lines that the browser printed */
export function launchFault(browserPath: string, text: string): CommandError {
  const [, signal = 'null'] = /<process did exit: exitCode=\S+, signal=(\w+)>/.exec(text) ?? []
  if (signal === 'SIGKILL') return endedAtStart(browserPath)
  const printed = /\[err\] (.*)/.exec(text)?.[1]
  const crash = signal === 'null' ? undefined : `it crashed with ${signal}`
  // Playwright's message begins with the name of its own function.
  const first = (text.split('\n')[0] ?? '').replace(/^(?:Error: )?(?:\w+\.\w+: )?/, '')
  return new CommandError(
    'browser-missing',
    `The browser ${browserPath} could not be started (${printed ?? crash ?? first}). Name another one with --browser, or install one with "npx playwright install --with-deps chromium-headless-shell".`,
  )
}

/** Something ended the browser before its page was open. */
export function endedAtStart(browserPath: string): CommandError {
  return new CommandError(
    'browser-ended',
    `The browser ${browserPath} was killed right after its start. The system does this when memory runs out. Close other programs, and try again.`,
  )
}
