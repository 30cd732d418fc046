import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { systemBrowsers } from '../../../tools/browser-places.mjs'
import { CommandError } from '../command-error.ts'
import { findBrowser } from './find-browser.ts'

const [here, other] = ['find-browser.ts', 'find-browser.test.ts'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
) as [string, string]

function errorOf(work: () => unknown): CommandError {
  try {
    work()
  } catch (thrown) {
    return CommandError.from(thrown)
  }
  throw new Error('Nothing was thrown.')
}

test('the order is: --browser, CHROME_PATH, the known places', () => {
  expect(findBrowser(here, { CHROME_PATH: other }, [other])).toBe(here)
  expect(findBrowser(undefined, { CHROME_PATH: here }, [other])).toBe(here)
  expect(findBrowser(undefined, {}, ['/nowhere', here, other])).toBe(here)
})

test('a named browser that does not exist is wrong input', () => {
  const byOption = errorOf(() => findBrowser('/nowhere', {}, [here]))
  expect(byOption).toMatchObject({
    code: 'wrong-input',
    message:
      '--browser is /nowhere, but there is no such file. Name the program of a Chromium browser.',
  })
  const byVariable = errorOf(() => findBrowser(undefined, { CHROME_PATH: '/' }, [here]))
  expect(byVariable.message).toContain('CHROME_PATH is /, but this is a folder.')
})

test('without any browser, the message gives the command to install one', () => {
  const error = errorOf(() => findBrowser(undefined, {}, []))
  expect(error.code).toBe('browser-missing')
  expect(error.message).toContain('npx playwright install chromium-headless-shell')
  expect(error.message).toContain('apt-get install chromium')
})

test('headless shells are tried before full browsers', () => {
  const places = systemBrowsers('linux', { PATH: '/opt/bin' })
  expect(places[0]).toBe('/usr/bin/chromium-headless-shell')
  expect(places).toContain('/opt/bin/google-chrome')
  expect(systemBrowsers('win32', { PROGRAMFILES: 'C:\\P' })).toContain(
    'C:\\P\\Google\\Chrome\\Application\\chrome.exe',
  )
  expect(systemBrowsers('darwin', {})).toContain(
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  )
})
