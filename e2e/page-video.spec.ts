/** Videos on the page: open, view and render them. */

import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { audit, auditThemes, expectNoSidewaysScrolling } from './audit.ts'
import {
  dropFolder,
  expect,
  grabFolder,
  hasRealRecordings,
  realRecordings,
  test,
} from './fixtures.ts'
import {
  factsOf,
  openAdvanced,
  openByDrop,
  openSection,
  problemsOf,
  regionOf,
  reloadRemembered,
  renderButton,
  renderInto,
  seeRecording,
  stageOf,
} from './page.ts'
import { frameTimesMs, hasFfmpeg, readFrameNumber, runFfmpeg, writeVideo } from './videos.ts'

declare global {
  /** The sound that was played last. */
  var played: HTMLMediaElement | undefined
}

test('a dropped video file is opened as a recording, with its codec and its own times', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  writeVideo(path, { frameCount: 60, encoding: ['-c:v', 'libx264', '-bf', '3'] })
  await page.goto('/')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  const frames = await openSection(page, 'frames')
  await expect
    .poll(() => factsOf(frames))
    .toMatchObject({
      Video: 'drive.mp4',
      Size: '192 × 96 px',
      'Output names': 'frame_{:06d}.png',
      Codec: expect.stringMatching(/^H\.264 avc1\.\w+, MP4$/),
    })
  const timestamps = await openSection(page, 'timestamps')
  await expect
    .poll(() => factsOf(timestamps))
    .toMatchObject({ From: 'the video', Rate: '25 frames/s' })
  await expect(stageOf(page)).toBeVisible()
  // Whether the way to a frame is long or short, the frame on the stage is the one that is asked for.
  for (const [key, frameNumber] of [
    ['Shift+ArrowRight', 25],
    ['End', 59],
    ['ArrowLeft', 58],
    ['Home', 0],
    ['End', 59],
    ['Shift+ArrowLeft', 34],
    ['ArrowRight', 35],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(() => numberOnStage(page), key).toBe(frameNumber)
  }
  // It rests on the stage, so its frames become quick to reach.
  const quick = regionOf(page, 'Timeline').getByRole('img', { name: 'can be shown at once' })
  await expect(quick).toHaveAccessibleName('60 of 60 frames can be shown at once')
  await regionOf(page, 'Render').getByLabel('Format').selectOption('png')
  const output = makeFolder('out')
  await renderInto(page, output)
  expect(readdirSync(output).filter((name) => name.endsWith('.png'))).toHaveLength(60)
})

test('the page renders a video and shows its worker, its name and its frames', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  writeVideo(path, { frameCount: 30, encoding: ['-c:v', 'libx264', '-bf', '2'] })
  await page.goto('/')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  await expect(regionOf(page, 'Render').getByLabel('Format')).toHaveValue('mp4')
  const inOnePiece = '1 worker, as the video is short or can only be decoded in one piece.'
  await expect(regionOf(page, 'Render')).toContainText(inOnePiece)
  const output = makeFolder('out')
  await renderInto(page, output)
  const report = regionOf(page, 'Report')
  await expect(report).toContainText('30 frames in out/drive-overlay.mp4')
  await expect(report).toContainText(inOnePiece)
  expect(frameTimesMs(join(output, 'drive-overlay.mp4'))).toHaveLength(30)
})

test('a video is played on as many pixels as the stage needs, with its sound if asked for, and rests on all', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=1920x1080:rate=25:duration=0.8']
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=0.8', '-c:a', 'aac']
  const picture = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast']
  runFfmpeg([...source, ...sound, ...picture, path])
  await page.addInitScript(() => {
    const play = Reflect.get(HTMLMediaElement.prototype, 'play')
    HTMLMediaElement.prototype.play = function () {
      globalThis.played = this
      return Reflect.apply(play, this, [])
    }
  })
  await page.goto('/')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  const widthPx = (): Promise<number> =>
    stageOf(page).evaluate((canvas) => (canvas as HTMLCanvasElement).width)
  await expect.poll(widthPx).toBe(1920)
  await page.getByLabel('Speed', { exact: true }).selectOption('0.1')
  await page.getByRole('button', { name: 'Play' }).click()
  // It is 720 pixels wide in this window.
  await expect.poll(widthPx).toBe(960)
  const heardS = (): Promise<number | undefined> =>
    page.evaluate(() => globalThis.played?.currentTime)
  expect(await heardS()).toBeUndefined()
  await page.getByRole('button', { name: 'Sound of the video' }).click()
  await expect.poll(heardS).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect.poll(widthPx).toBe(1920)
  expect(await page.evaluate(() => globalThis.played?.paused)).toBe(true)
})

test('if this browser cannot decode the video, the stage says so and what to do', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  const encoding = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1']
  writeVideo(path, { frameCount: 5, encoding })
  await page.goto('/')
  const { supported } = await page.evaluate(() =>
    VideoDecoder.isConfigSupported({ codec: 'hvc1.1.6.L93.B0' }),
  )
  test.skip(supported === true, 'this browser decodes HEVC')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  const [message = ''] = await problemsOf(page)
  expect(message).toMatch(/which this browser cannot decode here\. Convert it to H\.264 first/)
  await expect(regionOf(page, 'Preview').getByRole('paragraph').first()).toHaveText(
    message.replace('Error: ', ''),
  )
  await expect(page.getByRole('button', { name: 'Download this frame' })).toBeDisabled()
})

test('the report shows without a click that a video has no sound', async ({ page, makeFolder }) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  const input = ['-f', 'lavfi', '-i', 'sine=duration=1']
  writeVideo(path, { frameCount: 25, input, encoding: ['-c:v', 'libx264', '-c:a', 'aac'] })
  await page.goto('/')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  await regionOf(page, 'Render').getByLabel('Format').selectOption('webm')
  await renderInto(page, makeFolder('out'))
  await expect(regionOf(page, 'Report').getByText('The video is without sound')).toBeInViewport()
})

/** The number that the picture on the stage shows. */
async function numberOnStage(page: Page): Promise<number> {
  const row = await stageOf(page).evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const context = canvas.getContext('2d')
    const image = context?.getImageData(0, Math.floor(canvas.height * 0.8), canvas.width, 1)
    return { widthPx: canvas.width, data: [...(image?.data ?? [])] }
  })
  return readFrameNumber({ widthPx: row.widthPx, heightPx: 1, data: Uint8Array.from(row.data) })
}

/** The texts of a field's choices, and whether each can be chosen. */
function choicesOf(field: Locator): Promise<{ text: string; isOffered: boolean }[]> {
  return field
    .locator('option')
    .evaluateAll((options: HTMLOptionElement[]) =>
      options.map(({ text, disabled }) => ({ text: text.trim(), isOffered: !disabled })),
    )
}

async function offeredBy(field: Locator): Promise<string[]> {
  return (await choicesOf(field)).flatMap(({ text, isOffered }) => (isOffered ? [text] : []))
}

test.describe('the page offers only what works here, and says why a choice is missing', () => {
  const odd = { frameCount: 3, widthPx: 321, heightPx: 181 }

  test('codecs fit the container and the frame size, and auto shows which codec it means', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording(odd)
    await page.goto('/')
    await openByDrop(page, path)
    const bar = regionOf(page, 'Render')
    await openAdvanced(page)
    const codec = bar.getByLabel('Codec')
    await expect(codec).toBeHidden()
    await bar.getByLabel('Format').selectOption('mp4')
    const why =
      'H.264 cannot be written by this browser at 321×181 px: width and height must be even.'
    await expect(codec).toHaveAccessibleDescription(`${why} MP4 does not take VP8.`)
    await expect(bar.getByText(why, { exact: true })).toBeVisible()
    expect(await choicesOf(codec)).toEqual([
      { text: expect.stringMatching(/^auto \((?:av1|vp9)\)$/) as unknown, isOffered: true },
      { text: `h264: ${why}`, isOffered: false },
      { text: 'av1', isOffered: true },
      { text: 'vp9', isOffered: true },
      { text: 'vp8: MP4 does not take VP8.', isOffered: false },
    ])
  })

  test('another container, content or recording is checked again', async ({
    page,
    makeRecording,
  }) => {
    const [first, second] = [
      await makeRecording({ ...odd, name: 'odd' }),
      await makeRecording({ name: 'even', frameCount: 3 }),
    ]
    await page.goto('/')
    await openByDrop(page, first.path)
    const bar = regionOf(page, 'Render')
    await openAdvanced(page)
    const [format, codec] = [bar.getByLabel('Format'), bar.getByLabel('Codec')]
    await format.selectOption('webm')
    await expect.poll(() => offeredBy(codec)).toEqual(['auto (vp9)', 'av1', 'vp9', 'vp8'])
    await bar.getByLabel('Content').selectOption('overlay')
    await expect.poll(() => offeredBy(codec)).toEqual(['auto (vp9)', 'vp9', 'vp8'])
    await format.focus()
    await expect
      .poll(() => offeredBy(format))
      .toEqual(['as input', 'PNG frames', 'WebP frames', 'WebM video'])
    await expect(format).toHaveAccessibleDescription(/MP4 can’t store transparency: use WebM/)
    await page.keyboard.press('Escape')
    await openByDrop(page, second.path)
    await openAdvanced(page)
    await format.selectOption('mp4')
    await expect.poll(() => offeredBy(codec)).toContain('h264')
  })

  test('a choice that no longer works shows a message at once, and blocks Render', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    await page.goto('/')
    await openByDrop(page, path)
    const bar = regionOf(page, 'Render')
    await openAdvanced(page)
    await bar.getByLabel('Format').selectOption('webm')
    await bar.getByLabel('Codec').selectOption('vp8')
    await bar.getByLabel('Format').selectOption('mp4')
    await expect(bar.getByLabel('Codec')).toHaveAccessibleDescription(/^MP4 does not take VP8\./)
    await expect(renderButton(page)).toBeDisabled()
    await page.keyboard.press('Escape')
    await bar.getByRole('button', { name: 'Blocked by 1 problem' }).click()
    await expect(bar.getByLabel('Codec')).toBeVisible()
    await bar.getByLabel('Codec').selectOption('auto')
    await expect(renderButton(page)).toBeEnabled()
  })

  test('all choices are offered until the browser has answered', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording(odd)
    let letAnswer = (): void => undefined
    const mayAnswer = new Promise<void>((resolve) => (letAnswer = resolve))
    await page.route(/video-codecs\.worker/, async (route) => {
      await mayAnswer
      await route.continue()
    })
    await page.goto('/')
    await openByDrop(page, path)
    const bar = regionOf(page, 'Render')
    await openAdvanced(page)
    const codec = bar.getByLabel('Codec')
    await bar.getByLabel('Format').selectOption('mp4')
    expect(await offeredBy(codec)).toEqual(['auto', 'h264', 'av1', 'vp9', 'vp8'])
    await expect(renderButton(page)).toBeEnabled()
    letAnswer()
    await expect.poll(() => offeredBy(codec)).not.toContain('h264')
  })

  test('MP4 says that it cannot store transparency, in one place, and blocks Render', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    await page.goto('/')
    await openByDrop(page, path)
    const bar = regionOf(page, 'Render')
    const settings = await openAdvanced(page)
    await bar.getByLabel('Format').selectOption('mp4')
    await settings.getByLabel('Content').selectOption('overlay')
    const blocked = bar.getByRole('button', { name: /^Blocked by 1 problem.*MP4/ })
    await expect(blocked).toBeVisible()
    await expect(renderButton(page)).toBeDisabled()
    await settings.getByLabel('Content').selectOption('frames_with_overlay')
    await expect(blocked).toBeHidden()
  })

  test('the settings can be used with the keyboard only', async ({ page, makeRecording }) => {
    const { path } = await makeRecording(odd)
    await page.goto('/')
    await openByDrop(page, path)
    const bar = regionOf(page, 'Render')
    await bar.getByLabel('Format').focus()
    await page.keyboard.type('mp4')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const codec = bar.getByLabel('Codec')
    await expect.poll(() => offeredBy(codec)).not.toContain('h264')
    await page.keyboard.press('Tab')
    await expect(codec).toBeFocused()
    // The arrow opens the list. Choices that do not work are passed over.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(codec).toHaveValue('av1')
    await page.keyboard.press('Escape')
    await expect(codec).toBeHidden()
  })

  for (const width of [1280, 700, 360]) {
    test.describe(`at ${width} px`, () => {
      test.use({ viewport: { width, height: 800 } })

      test('axe finds nothing wrong', async ({ page, makeRecording }) => {
        const { path } = await makeRecording(odd)
        await page.goto('/')
        await openByDrop(page, path)
        const bar = regionOf(page, 'Render')
        await bar.getByLabel('Format').selectOption('mp4')
        await (await openAdvanced(page)).getByLabel('Content').selectOption('overlay')
        await expect(renderButton(page)).toBeDisabled()
        await page.keyboard.press('Escape')
        await auditThemes(page, 'a format that does not work')
        await expectNoSidewaysScrolling(page)
        await openAdvanced(page)
        await bar.getByLabel('Content').selectOption('frames_with_overlay')
        await expect.poll(() => offeredBy(bar.getByLabel('Codec'))).not.toContain('h264')
        await audit(page, 'codecs that do not work')
        await expectNoSidewaysScrolling(page)
      })
    })
  }
})

test.describe('Open video', () => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')

  const encoding = ['-c:v', 'libx264', '-bf', '2']

  /** Lets the page's file picker return a video of the disk. */
  async function stubVideoPicker(page: Page, folder: string, fileName: string): Promise<void> {
    const handle = await grabFolder(page, folder)
    const video = await handle.evaluateHandle((from, name) => from.getFileHandle(name), fileName)
    await page.evaluate((video) => {
      globalThis.showOpenFilePicker = () => Promise.resolve<[FileSystemFileHandle]>([video])
    }, video)
  }

  test('asks for a video with its button or its key, and says that the folder’s logs are not opened', async ({
    page,
    makeFolder,
  }) => {
    const folder = makeFolder('drive')
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 10, encoding })
    writeFileSync(join(folder, 'speed.jsonl'), '{"timestamp_ms": 0, "speed": 50}\n')
    await page.goto('/')
    await stubVideoPicker(page, folder, 'drive.mp4')
    await page.getByRole('button', { name: 'Open video' }).click()
    await seeRecording(page, 'drive.mp4')
    await expect(renderButton(page)).toHaveText('Render 10 frames')
    await expect(regionOf(page, 'Recording')).toContainText(
      'The video was opened without its folder, and it contains no sensors. To draw logs from the folder, open the folder, or add the logs.',
    )
    writeVideo(join(folder, 'next.mp4'), { frameCount: 12, encoding })
    await stubVideoPicker(page, folder, 'next.mp4')
    await page.keyboard.press('v')
    await seeRecording(page, 'next.mp4')
    await expect(renderButton(page)).toHaveText('Render 12 frames')
  })

  test('shows on the stage why a video cannot be read', async ({ page, makeFolder }) => {
    const folder = makeFolder('drive')
    writeFileSync(join(folder, 'drive.mp4'), '')
    await page.goto('/')
    await stubVideoPicker(page, folder, 'drive.mp4')
    await page.getByRole('button', { name: 'Open video' }).click()
    await seeRecording(page, 'drive.mp4')
    await expect(regionOf(page, 'Preview').getByRole('paragraph').first()).toHaveText(
      /^\s*drive\.mp4 cannot be read as a video: it is empty \(0 bytes\)\./,
    )
  })

  test('changes nothing and shows no error if the dialog is closed', async ({ page }) => {
    await page.goto('/')
    await page.evaluate(() => {
      globalThis.showOpenFilePicker = () =>
        Promise.reject<[FileSystemFileHandle]>(
          new DOMException('The user closed the dialog.', 'AbortError'),
        )
    })
    await page.getByRole('button', { name: 'Open video' }).click()
    await expect(
      page.getByRole('heading', { name: 'See your sensor data on every frame' }),
    ).toBeVisible()
    await expect(page.getByRole('alert')).toBeHidden()
  })

  test('uses the file dialog if there is no file picker', async ({ page, makeFolder }) => {
    const path = join(makeFolder('drive'), 'drive.mp4')
    writeVideo(path, { frameCount: 10, encoding })
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showOpenFilePicker'))
    await page.goto('/')
    const opening = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open video' }).click()
    await (await opening).setFiles(path)
    await seeRecording(page, 'drive.mp4')
    await expect(renderButton(page)).toHaveText('Render 10 frames')
  })

  test('remembers the last video, and says if that video is gone', async ({ page, makeFolder }) => {
    const folder = makeFolder('drive')
    const path = join(folder, 'drive.mp4')
    writeVideo(path, { frameCount: 10, encoding })
    await page.goto('/')
    await stubVideoPicker(page, folder, 'drive.mp4')
    await page.getByRole('button', { name: 'Open video' }).click()
    await seeRecording(page, 'drive.mp4')
    await reloadRemembered(page)
    const again = page.getByRole('button', { name: 'Open drive.mp4 again' })
    await again.click()
    await seeRecording(page, 'drive.mp4')
    await page.reload()
    rmSync(path)
    await again.click()
    await expect(page.getByRole('alert')).toContainText('The video "drive.mp4" cannot be read')
  })
})

test('every frame of a real drone video is found and rendered', async ({ page, makeFolder }) => {
  test.skip(!hasRealRecordings, 'the real recordings are missing')
  await page.goto('/')
  await openByDrop(page, join(realRecordings, 'park-1080p'))
  expect(await factsOf(await openSection(page, 'frames'))).toMatchObject({
    Video: 'park.mp4',
    Size: '1920 × 1080 px',
  })
  await regionOf(page, 'Render').getByLabel('Format').selectOption('jpeg')
  const output = makeFolder('out')
  await renderInto(page, output)
  expect(readdirSync(output).filter((name) => name.endsWith('.jpg'))).toHaveLength(171)
})
