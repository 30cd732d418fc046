import { basename } from 'node:path'
import { expect } from '@playwright/test'
import type { OtherBrowser } from './other-browser.ts'

/**
 * Collects what the page does not expect: errors, and what the policy refuses. Keeps the files that it
 * offers: the policy does not let a page fetch them.
 */
const WATCH = `(() => {
  globalThis.faults = []
  globalThis.offered = new Map()
  const makeUrl = URL.createObjectURL
  URL.createObjectURL = (file) => {
    const url = makeUrl.call(URL, file)
    offered.set(url, file)
    return url
  }
  addEventListener('error', ({ message }) => faults.push(message))
  addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)))
  document.addEventListener('securitypolicyviolation', (event) =>
    faults.push('refused: ' + event.violatedDirective + ' ' + event.blockedURI))
})()`

/**
 * A driver cannot choose a folder, and cannot see a dialog. So the input takes the files of the folder one
 * by one, and tells their paths as the dialog does.
 */
const FOLDER_BY_FILES = (folder: string): string => `(() => {
  const input = document.querySelector('input[webkitdirectory]')
  input.removeAttribute('webkitdirectory')
  input.hidden = false
  input.id = 'chosen'
  input.addEventListener('change', () => {
    for (const file of input.files) {
      Object.defineProperty(file, 'webkitRelativePath', { value: ${JSON.stringify(folder)} + '/' + file.name })
    }
  }, { capture: true })
})()`

/** The dialog for files belongs to an input that is in no page, where a driver cannot reach it. */
const KEEP_INPUT = `void (HTMLInputElement.prototype.click = function () {
  this.id = 'chosen-file'
  document.body.append(this)
})`

const NAME_OF = `((element) => (element.getAttribute('aria-label') ?? element.innerText).trim())`

/** The page in another browser: used by names, as a person sees it. */
export class OtherPage {
  readonly #browser: OtherBrowser
  readonly #earlierFaults: string[] = []

  constructor(browser: OtherBrowser) {
    this.#browser = browser
  }

  async open(url: string): Promise<void> {
    this.#earlierFaults.push(...(await this.#faultsNow()))
    await this.#browser.open(url)
    await this.#browser.evaluate(WATCH)
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#browser.evaluate(expression)
  }

  async openFolder(path: string, files: readonly string[]): Promise<void> {
    await this.#browser.evaluate(FOLDER_BY_FILES(basename(path)))
    await this.#browser.chooseFiles(
      '#chosen',
      files.map((name) => `${path}/${name}`),
    )
  }

  /** Opens a video, or a log, as its dialog would. */
  async openFile(path: string): Promise<void> {
    await this.#browser.evaluate(KEEP_INPUT)
    await this.press('Open video')
    await this.#browser.chooseFiles('#chosen-file', [path])
  }

  /** Chooses in a list. @param name its label */
  async choose(name: string, value: string): Promise<void> {
    await this.evaluate(`(() => {
      const list = [...document.querySelectorAll('select')].find((each) =>
        [...each.labels].some((label) => label.innerText.trim() === ${JSON.stringify(name)}))
      list.value = ${JSON.stringify(value)}
      list.dispatchEvent(new Event('change', { bubbles: true }))
    })()`)
  }

  /** Presses the button or link with this name. */
  async press(name: string): Promise<void> {
    const found = `[...document.querySelectorAll('button, a')].find((each) => !each.disabled && ${NAME_OF}(each) === ${JSON.stringify(name)})`
    await expect.poll(() => this.evaluate(`Boolean(${found})`), { message: name }).toBe(true)
    await this.evaluate(`void ${found}.click()`)
  }

  async pressKey(key: string): Promise<void> {
    const event = `new KeyboardEvent('keydown', { key: ${JSON.stringify(key)}, bubbles: true, cancelable: true })`
    await this.evaluate(`void document.body.dispatchEvent(${event})`)
  }

  /** Waits until the page shows this. */
  async see(text: string | RegExp): Promise<void> {
    await expect
      .poll(() => this.evaluate('document.body.innerText'), { timeout: 30_000 })
      .toMatch(text)
  }

  /** Waits until the status line says this. */
  async seeStatus(text: string): Promise<void> {
    const statuses = `[...document.querySelectorAll('[role=status]')].map((each) => each.innerText.trim())`
    await expect.poll(() => this.evaluate(statuses), { timeout: 30_000 }).toContain(text)
  }

  /** The pixels of the stage: a checksum, and the number of different colours. */
  async stage(): Promise<{ sum: number; colourCount: number }> {
    const read = `(() => {
      const canvas = document.querySelector('section[aria-label=Preview] canvas, [aria-label=Preview] canvas')
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
      copy.drawImage(canvas, 0, 0)
      const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer)
      let sum = 0
      for (const pixel of pixels) sum = (Math.imul(sum, 31) + pixel) | 0
      return { sum, colourCount: new Set(pixels).size }
    })()`
    return (await this.evaluate(read)) as { sum: number; colourCount: number }
  }

  /** The file that a link of the page downloads. */
  async download(link: string): Promise<Buffer> {
    const found = `[...document.querySelectorAll('a[download]')].find((each) => each.innerText.includes(${JSON.stringify(link)}))`
    const base64 = (await this.evaluate(`new Promise((resolve) => {
      const reader = new FileReader()
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1))
      reader.readAsDataURL(offered.get(${found}.href))
    })`)) as string
    return Buffer.from(base64, 'base64')
  }

  /** What failed unseen, or was refused, since the first page was opened. */
  async faults(): Promise<readonly string[]> {
    return [...this.#earlierFaults, ...(await this.#faultsNow())]
  }

  async #faultsNow(): Promise<readonly string[]> {
    return (await this.evaluate('globalThis.faults ?? []')) as string[]
  }
}
