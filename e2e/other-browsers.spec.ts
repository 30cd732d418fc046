/** Firefox and WebKit: what works there, and what the page says where something is missing. */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startFirefox, whyNoFirefox } from './other/firefox.ts'
import type { OtherBrowser } from './other/other-browser.ts'
import { OtherPage } from './other/other-page.ts'
import { startWebKit, whyNoWebKit } from './other/webkit.ts'
import { writeRecording } from './recordings.ts'
import { frameNumbers, hasFfmpeg, streamsOf, writeVideo } from './videos.ts'
import { readZip } from './zip-file.ts'

const BROWSERS = [
  {
    name: 'Firefox',
    start: startFirefox,
    whyNot: whyNoFirefox,
    keepsFiles: true,
    video: { name: 'road.mp4', encoding: ['-c:v', 'libx264', '-qp', '4'] },
  },
  {
    name: 'WebKit',
    start: startWebKit,
    whyNot: whyNoWebKit,
    keepsFiles: false,
    // Debian's package of WebKit alone decodes no H.264.
    video: { name: 'road.webm', encoding: ['-c:v', 'libvpx', '-crf', '4', '-b:v', '1M'] },
  },
]
const FRAME_COUNT = 12

for (const { name, start, whyNot, keepsFiles, video: road } of BROWSERS) {
  // Each test goes on with the page as the one before has left it.
  test.describe.serial(`in ${name}`, () => {
    test.skip(whyNot !== null, whyNot ?? '')

    const folder = join(mkdtempSync(join(tmpdir(), 'overlane-')), 'drive')
    let browser: OtherBrowser
    let page: OtherPage
    let report: Record<string, unknown>

    test.beforeAll(async () => {
      await writeRecording(folder, { frameCount: FRAME_COUNT }, (png) => Promise.resolve(png))
      browser = await start()
      page = new OtherPage(browser)
    })
    test.afterAll(async () => {
      await browser.close()
      rmSync(join(folder, '..'), { recursive: true })
    })

    test('the page opens, isolated from others', async ({ baseURL }) => {
      await page.open(baseURL ?? '')
      expect(await page.evaluate('document.title')).toBe('Overlane')
      expect(await page.evaluate('crossOriginIsolated')).toBe(true)
    })

    test('the first screen has the three ways in', async () => {
      for (const way of ['Open folder', 'Open video', 'Sample drive']) await page.see(way)
    })

    test('a folder opens by the dialog', async () => {
      await page.openFolder(folder, readdirSync(folder))
      await page.see(/\bdrive\b/)
      await page.see(`${FRAME_COUNT} · 320 × 180`)
    })

    test('all its files are used: frames, times, logs and the camera', async () => {
      await page.see(`${FRAME_COUNT + 4} used`)
      for (const log of ['speed', 'targets']) await page.see(log)
    })

    test('an overlay is proposed', async () => {
      for (const renderer of ['Frame info', 'Speed', 'Targets']) await page.see(renderer)
    })

    test('the preview shows the frame with its overlay', async () => {
      await expect.poll(async () => (await page.stage()).colourCount).toBeGreaterThan(50)
    })

    test('the next frame comes with a key, and looks different', async () => {
      const { sum } = await page.stage()
      await page.pressKey('ArrowRight')
      await page.see(`2 / ${FRAME_COUNT}`)
      await expect.poll(async () => (await page.stage()).sum).not.toBe(sum)
    })

    test('a renderer that is hidden is no longer drawn', async () => {
      const { sum } = await page.stage()
      await page.press('Hide Frame info')
      await expect.poll(async () => (await page.stage()).sum).not.toBe(sum)
      await page.press('Hide Frame info')
      await expect.poll(async () => (await page.stage()).sum).toBe(sum)
    })

    test('the output folder is out of reach, and the button says why', async () => {
      const title = `[...document.querySelectorAll('button:disabled')].find((each) => each.innerText.includes('Output folder'))?.title`
      expect(await page.evaluate(title)).toContain('cannot write to folders')
    })

    test('frames go into a ZIP without a choice', async () => {
      const pressed = `document.querySelector('[aria-label="Output location"] [aria-pressed=true]')?.innerText`
      expect(await page.evaluate(pressed)).toContain('Download as ZIP')
    })

    test('the settings are saved as a download', async () => {
      await page.see('Download overlane.yaml')
    })

    test('a run finishes', async () => {
      await page.press(`Render ${FRAME_COUNT} frames`)
      await page.seeStatus('Finished')
    })

    test('the ZIP has all frames in order, and the report', async () => {
      const zip = readZip(await page.download('Save drive-overlay.zip'))
      const frames = readdirSync(folder).filter((each) => each.endsWith('.png'))
      expect([...zip.keys()]).toEqual([...frames, 'overlane-report.json'])
      report = JSON.parse(zip.get('overlane-report.json')?.toString() ?? '') as typeof report
    })

    test('the report says that every frame was rendered, and kept its original data', () => {
      expect(report).toMatchObject({ status: 'finished', rendered_count: FRAME_COUNT })
      expect(report).toMatchObject({ roads: [{ road: 'splice', frame_count: FRAME_COUNT }] })
    })

    test('a second run gives the same frames', async () => {
      const before = readZip(await page.download('Save drive-overlay.zip'))
      await page.press('Run again')
      await page.seeStatus('Finished')
      const after = readZip(await page.download('Save drive-overlay.zip'))
      const name = 'frame_000003.png'
      expect(after.get(name)?.equals(before.get(name) ?? Buffer.alloc(0))).toBe(true)
    })

    test('the theme changes', async () => {
      await page.press('Theme: dark. Change to light')
      expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe(
        'light',
      )
    })

    test('? shows the keys', async () => {
      await page.pressKey('?')
      await page.see('Go to a frame or time')
      await page.press('Close')
    })

    test('the Measure view opens', async () => {
      await page.pressKey('m')
      await page.see('Benchmark')
      await page.pressKey('m')
    })

    test(
      keepsFiles ? 'frames become a video' : 'the page says why it writes no video, before a run',
      async () => {
        await page.choose('Format', 'mp4')
        if (!keepsFiles) {
          await page.see('Videos cannot be written in this browser')
          await page.choose('Format', 'same')
          return
        }
        await page.press(`Render ${FRAME_COUNT} frames`)
        await page.see('Save drive-overlay.mp4')
        const video = join(folder, '..', 'drive.mp4')
        writeFileSync(video, await page.download('Save drive-overlay.mp4'))
        test.skip(!hasFfmpeg, 'The video is checked by ffmpeg, which is not installed.')
        expect(streamsOf(video)).toMatchObject([{ codec_name: 'h264', nb_frames: '12' }])
      },
    )

    test('a video opens, and is rendered as the browser can', async () => {
      test.skip(!hasFfmpeg, 'The video is made by ffmpeg, which is not installed.')
      const video = join(folder, '..', road.name)
      writeVideo(video, { frameCount: FRAME_COUNT, encoding: road.encoding })
      await page.open(`${String(await page.evaluate('location.origin'))}/`)
      await page.openFile(video)
      await page.see(`${FRAME_COUNT} · 192 × 96`)
      await expect.poll(async () => (await page.stage()).colourCount).toBeGreaterThan(1)
      if (!keepsFiles) await page.see('Videos cannot be written in this browser')
      await page.press(`Render ${FRAME_COUNT} frames`)
      await page.see(keepsFiles ? 'Save road-overlay.mp4' : `Save ${road.name}-overlay.zip`)
      if (!keepsFiles) return
      const made = join(folder, '..', 'road-overlay.mp4')
      writeFileSync(made, await page.download('Save road-overlay.mp4'))
      expect(frameNumbers(made)).toEqual(Array.from({ length: FRAME_COUNT }, (_, index) => index))
    })

    test(
      keepsFiles ? 'the sample drive opens' : 'the sample drive says what to do instead',
      async () => {
        await page.open(`${String(await page.evaluate('location.origin'))}/`)
        await page.press('Sample drive')
        await page.see(keepsFiles ? 'sample-drive' : 'use Chrome, Edge or Firefox')
      },
    )

    test('nothing has failed unseen, and nothing was refused by the policy', async () => {
      expect(await page.faults()).toEqual([])
    })
  })
}
