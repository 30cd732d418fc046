import type { BrowserContext } from 'playwright-core'
import {
  isHeadlessShell,
  quietBrowserArgs,
  rootBrowserArgs,
  shellBrowserArgs,
} from '../../../tools/browser-places.mjs'
import { CommandError } from '../command-error.ts'

/**
 * Starts a browser without a window.
 * @param browserPath its program
 * @param profile folder of the profile that it works on
 * @throws CommandError `browser-missing` where it does not start
 */
export async function launchBrowser(browserPath: string, profile: string): Promise<BrowserContext> {
  const { chromium } = await import('playwright-core')
  const isShell = isHeadlessShell(browserPath)
  try {
    return await chromium.launchPersistentContext(profile, {
      executablePath: browserPath,
      headless: true,
      args: [
        ...(isShell ? shellBrowserArgs : ['--headless=new']),
        ...quietBrowserArgs,
        ...rootBrowserArgs,
      ],
      serviceWorkers: 'block',
      // After Ctrl-C, the frames in progress are finished first.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
  } catch (thrown) {
    const text = String(thrown)
    // The browser's own message, for example that a library is missing.
    const reason = /\[err\] (.*)/.exec(text)?.[1] ?? text.split('\n')[0] ?? ''
    throw new CommandError(
      'browser-missing',
      `The browser ${browserPath} could not be started (${reason}). Name another one with --browser, or install one with "npx playwright install --with-deps chromium-headless-shell".`,
    )
  }
}
