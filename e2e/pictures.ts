/** Decodes pictures in a separate page, beside the page under test. */

import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { grabFolder } from './folders.ts'

export interface PictureHash {
  widthPx: number
  heightPx: number
  /** SHA-256 of the RGBA pixels, in hexadecimal. */
  sha256: string
}

export interface Pixels {
  widthPx: number
  heightPx: number
  /** RGBA, row by row. */
  data: Uint8Array
}

/** The largest difference in any channel of any pixel. Infinite if the sizes differ. */
export function largestDifference(a: Pixels, b: Pixels): number {
  if (a.widthPx !== b.widthPx || a.heightPx !== b.heightPx) return Infinity
  let largest = 0
  for (let at = 0; at < a.data.length; at++) {
    largest = Math.max(largest, Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)))
  }
  return largest
}

/** Reads the pixels of pictures in png, jpeg, webp, avif or bmp. */
export class Pictures {
  private readonly context: BrowserContext
  private page: Promise<Page> | null = null

  constructor(context: BrowserContext) {
    this.context = context
  }

  /**
   * Hashes of the pictures in a folder, by file name. Two hashes are equal if all pixels are equal.
   * The browser itself reads the files, so hundreds of them are no problem.
   * @param folder absolute path
   * @param names default: every image file in the folder
   */
  async hashes(folder: string, names?: readonly string[]): Promise<Record<string, PictureHash>> {
    const page = await this.open()
    const handle = await grabFolder(page, folder)
    const found = await page.evaluate(
      async ({ handle, names }) => {
        const wanted = names ?? []
        if (!names) {
          for await (const name of handle.keys()) {
            if (/\.(png|jpe?g|webp|avif|bmp)$/i.test(name)) wanted.push(name)
          }
        }
        const hashes: [name: string, hash: PictureHash][] = []
        for (const name of wanted.sort()) {
          const file = await (await handle.getFileHandle(name)).getFile()
          const { width, height, data } = await globalThis.decodePicture(file)
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
          const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
          hashes.push([name, { widthPx: width, heightPx: height, sha256 }])
        }
        return hashes
      },
      { handle, names: names ? [...names] : null },
    )
    await handle.dispose()
    return Object.fromEntries(found)
  }

  /** @param picture its path or its bytes */
  async pixels(picture: string | Buffer): Promise<Pixels> {
    const bytes = typeof picture === 'string' ? await readFile(picture) : picture
    const page = await this.open()
    const { width, height, base64 } = await page.evaluate(async (base64) => {
      const { width, height, data } = await globalThis.decodePicture(globalThis.fromBase64(base64))
      return { width, height, base64: await globalThis.toBase64(new Blob([data])) }
    }, bytes.toString('base64'))
    return { widthPx: width, heightPx: height, data: Buffer.from(base64, 'base64') }
  }

  /** Converts a picture to another format with the encoder of this browser. */
  async transcode(
    picture: Buffer,
    format: 'png' | 'jpeg' | 'webp',
    quality = 0.9,
  ): Promise<Buffer> {
    const page = await this.open()
    const base64 = await page.evaluate(
      async ({ base64, type, quality }) => {
        const bitmap = await createImageBitmap(globalThis.fromBase64(base64))
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
        return globalThis.toBase64(await canvas.convertToBlob({ type, quality }))
      },
      { base64: picture.toString('base64'), type: `image/${format}`, quality },
    )
    return Buffer.from(base64, 'base64')
  }

  private open(): Promise<Page> {
    this.page ??= openPage(this.context)
    return this.page
  }
}

/** Functions of the page of `Pictures`. */
declare global {
  function decodePicture(blob: Blob): Promise<ImageData>
  function fromBase64(base64: string): Blob
  function toBase64(blob: Blob): Promise<string>
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  // The page has the app's origin, because a browser gives folders only to secure origins.
  await page.route('**/pictures-of-a-test', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Pictures</title>' }),
  )
  await page.goto('/pictures-of-a-test')
  await page.evaluate(() => {
    globalThis.decodePicture = async (blob) => {
      const bitmap = await createImageBitmap(blob)
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('There is no 2D canvas.')
      context.drawImage(bitmap, 0, 0)
      bitmap.close()
      return context.getImageData(0, 0, canvas.width, canvas.height)
    }
    globalThis.fromBase64 = (base64) =>
      new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))])
    globalThis.toBase64 = (blob) =>
      new Promise((resolve, reject) => {
        const reader = new FileReader()
        reader.onload = () => {
          // A data URL is a type, a comma and the bytes.
          resolve((reader.result as string).replace(/^[^,]*,/, ''))
        }
        reader.onerror = () => {
          reject(reader.error ?? new Error('The bytes could not be read.'))
        }
        reader.readAsDataURL(blob)
      })
  })
  return page
}
