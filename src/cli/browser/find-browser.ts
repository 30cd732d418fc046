import { resolve } from 'node:path'
import { playwrightBrowsers, systemBrowsers } from '../../../tools/browser-places.mjs'
import { CommandError, wrongInput } from '../command-error.ts'
import { pathKind } from '../paths/path-kind.ts'

/**
 * Finds the browser. The order is: `--browser`, `CHROME_PATH`, Playwright's browsers, the system's.
 * @param asked the value of `--browser`
 * @throws CommandError if a named browser does not exist, or no browser is found
 */
export function findBrowser(
  asked: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  places: readonly string[] = [...playwrightBrowsers(), ...systemBrowsers()],
): string {
  if (asked !== undefined) return existing('--browser', asked)
  if (env.CHROME_PATH) return existing('CHROME_PATH', env.CHROME_PATH)
  const found = places.find(isFile)
  if (found !== undefined) return found
  throw new CommandError(
    'browser-missing',
    'Overlane needs a Chromium browser to render in, and found none. Install one with "npx playwright install chromium-headless-shell", or on Debian or Ubuntu with "sudo apt-get install chromium-headless-shell" or "sudo apt-get install chromium", or name an installed one with --browser or CHROME_PATH.',
  )
}

function existing(source: string, path: string): string {
  if (isFile(path)) return resolve(path)
  const what = pathKind(path) === 'folder' ? 'this is a folder' : 'there is no such file'
  throw wrongInput(`${source} is ${path}, but ${what}. Name the program of a Chromium browser.`)
}

function isFile(path: string): boolean {
  return pathKind(path) === 'file'
}
