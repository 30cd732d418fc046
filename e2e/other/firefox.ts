import { existsSync } from 'node:fs'
import { launch } from 'puppeteer-core'
import type { ElementHandle } from 'puppeteer-core'
import type { OtherBrowser } from './other-browser.ts'

/** An installed Firefox, as Debian names it. Playwright drives only its own. */
const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr'

/** Why the tests in Firefox cannot run; null if they can. */
export const whyNoFirefox = existsSync(FIREFOX)
  ? null
  : `There is no Firefox at ${FIREFOX}. FIREFOX_PATH names another one.`

/** Starts Firefox, which speaks WebDriver BiDi by itself. */
export async function startFirefox(): Promise<OtherBrowser> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    // It looks up no hosts of its maker, and asks nothing.
    extraPrefsFirefox: { 'network.dns.localDomains': '', 'app.normandy.enabled': false },
  })
  let page = await browser.newPage()
  return {
    // In a tab of its own: a page that is left may ask whether it should be, which nobody answers.
    open: async (url) => {
      await page.close()
      page = await browser.newPage()
      await page.setViewport({ width: 1280, height: 800 })
      await page.goto(url)
    },
    evaluate: (expression) => page.evaluate(expression),
    chooseFiles: async (selector, paths) => {
      const input = (await page.$(selector)) as ElementHandle<HTMLInputElement> | null
      await input?.uploadFile(...paths)
    },
    close: () => browser.close(),
  }
}
