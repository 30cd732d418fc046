import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { dropFolder, expect, test } from './fixtures.ts'
import { factsOf, openByDrop, openSection, problemsOf, regionOf, renderButton } from './page.ts'
import { START_MS } from './recordings.ts'
import type { RecordingOptions } from './recordings.ts'

const FRAME_COUNT = 4
const small = { frameCount: FRAME_COUNT, widthPx: 64, heightPx: 36 }

type Files = NonNullable<RecordingOptions['files']>

const lines = (...texts: string[]): string => texts.join('\n')
const rows = Array.from({ length: FRAME_COUNT }, (_, index) => `${index},${START_MS + index * 40}`)
const timestamps = (...rows: string[]): Files => ({
  'timestamps.csv': ['frame_index,timestamp_ms', ...rows].join('\n'),
})
/** A speed log with this line between valid lines. */
const speedWith = (line: string): Files => ({
  'speed.jsonl': lines(
    `{"timestamp_ms": ${START_MS}, "speed": 50}`,
    line,
    `{"timestamp_ms": ${START_MS + 100}, "speed": 51}`,
  ),
})
const csvSpeed = (...texts: string[]): Files => ({
  'speed.jsonl': null,
  'speed.csv': lines(...texts),
})
const projectFile = (...texts: string[]): Files => ({ 'overlane.yaml': lines(...texts) })

const warned: Record<string, { files: Files; says: string[] }> = {
  'timestamps with text where a number belongs': {
    files: timestamps(rows[0] ?? '', '1,soon', ...rows.slice(2)),
    says: [
      'timestamps.csv line 3: timestamp_ms is "soon", expected a number of milliseconds. The row is left out; 1 of 4.',
      'frame_000001.png has no usable row in timestamps.csv, so its time is not known and it is not rendered; 1 of 4 frames.',
    ],
  },
  'timestamps that contain a frame twice': {
    files: timestamps(...rows, `2,${START_MS + 500}`),
    says: [
      'timestamps.csv line 6: frame 2 has a time already, on line 4. The row is left out; 1 of 5.',
    ],
  },
  'timestamps that decrease': {
    files: timestamps(rows[0] ?? '', rows[2] ?? '', rows[1] ?? '', rows[3] ?? ''),
    says: [
      `timestamps.csv line 4: timestamp_ms ${START_MS + 40} is earlier than the row before it. Frames are rendered in the order of the rows; 1 of 4.`,
    ],
  },
  'timestamps of a missing frame': {
    files: timestamps(...rows, `9,${START_MS + 200}`),
    says: ['timestamps.csv line 6: frame 9 is not in the folder. It will be skipped; 1 of 5 rows.'],
  },
  'a frame without a row in the timestamps': {
    files: timestamps(...rows.slice(0, 3)),
    says: [
      'frame_000003.png has no usable row in timestamps.csv, so its time is not known and it is not rendered; 1 of 4 frames.',
    ],
  },
  'a log with a broken line': {
    files: speedWith('{"timestamp_ms": 17615, "spe'),
    says: [
      'speed.jsonl line 2: {"timestamp_ms": 17615, "spe is not a JSON object. The line is left out; 1 of 3.',
    ],
  },
  'a log that has a record without timestamp_ms': {
    files: speedWith('{"speed": 50}'),
    says: ['speed.jsonl line 2: "timestamp_ms" is missing. The line is left out; 1 of 3.'],
  },
  'a log with a timestamp_ms that is not a number': {
    files: speedWith('{"timestamp_ms": "noon", "speed": 50}'),
    says: [
      'speed.jsonl line 2: "timestamp_ms" is "noon", expected a number. The line is left out; 1 of 3.',
    ],
  },
  'an empty log': {
    files: { 'speed.jsonl': '' },
    says: ['speed.jsonl has no records. The overlay shows N/A for it.'],
  },
  'a log on another clock': {
    files: {
      ...timestamps(...rows),
      'speed.jsonl': '{"timestamp_ms": 0, "speed": 50}\n{"timestamp_ms": 100, "speed": 51}',
    },
    says: [
      'speed.jsonl covers none of the video: it ends 55.8 years before the first frame. Check the time columns, or set an offset.',
    ],
  },
  'a CSV log with an invalid time after a cell of two lines': {
    files: csvSpeed('timestamp_ms,speed,note', `${START_MS},50,"two`, 'lines"', 'late,51,'),
    says: [
      'speed.csv line 4: "timestamp_ms" is "late", expected a number. The line is left out; 1 of 2.',
    ],
  },
  'a CSV log without a recognised time column': {
    files: csvSpeed('clock,speed', `${START_MS},50`),
    says: [
      'speed.csv has no record with a time in "timestamp_ms". Choose the time column and its unit (the columns are clock, speed).',
    ],
  },
  'a calibration without its matrix': {
    files: { 'camera_calibration.json': '{"image_width": 64, "image_height": 36}' },
    says: [
      'camera_calibration.json cannot be used: "camera_matrix" is missing, expected a 3×3 matrix of numbers.',
    ],
  },
}

test.describe('the page names the file and line of the fault, and can render the rest:', () => {
  for (const [name, { files, says }] of Object.entries(warned)) {
    test(name, async ({ page, makeRecording }) => {
      const { path } = await makeRecording({ ...small, files })
      await page.goto('/')
      await openByDrop(page, path)
      expect(await problemsOf(page)).toEqual(says.map((text) => `Warning: ${text}`))
      await expect(renderButton(page)).toBeEnabled()
    })
  }

  test('an unsorted log is sorted', async ({ page, makeRecording }) => {
    const files = speedWith(`{"timestamp_ms": ${START_MS + 200}, "speed": 55}`)
    const { path } = await makeRecording({ ...small, files })
    await page.goto('/')
    await openByDrop(page, path)
    expect(await problemsOf(page)).toEqual([
      'Note: speed.jsonl is not in time order: 1 of 3 records are earlier than the one before them. They were sorted by time.',
    ])
  })
})

test.describe('the page shows no problem for', () => {
  const fine: Record<string, { files: Files; place: string; facts: Record<string, string> }> = {
    'timestamps with a byte order mark, CRLF, semicolons and decimal commas': {
      files: {
        'timestamps.csv': `\uFEFFframe_index;timestamp_ms\r\n0;0,5\r\n1;40,5\r\n2;80,5\r\n3;120,5\r\n`,
        'speed.jsonl': null,
        'targets.jsonl': null,
      },
      place: 'timestamps',
      facts: { First: '0.5 ms', Last: '120.5 ms', Rate: '25 frames/s' },
    },
    'a log with a null value': {
      files: speedWith(`{"timestamp_ms": ${START_MS + 50}, "speed": null}`),
      place: 'sensor_speed',
      facts: { Records: '3' },
    },
    'a CSV log with quotes, line breaks in cells, and empty cells': {
      files: csvSpeed(
        'timestamp_ms,speed,note',
        `${START_MS},50,"left, then ""right"""`,
        `${START_MS + 50},,`,
        `${START_MS + 100},52,"two`,
        'lines"',
      ),
      place: 'sensor_speed',
      facts: { Records: '3' },
    },
    'a CSV log whose time column has a unit in its name': {
      files: csvSpeed('time_s,speed', `${START_MS / 1000},50`, `${START_MS / 1000 + 0.1},51`),
      place: 'sensor_speed',
      facts: { Records: '2', Range: '00:00.000 – 00:00.100' },
    },
  }
  for (const [name, { files, place, facts }] of Object.entries(fine)) {
    test(name, async ({ page, makeRecording }) => {
      const { path } = await makeRecording({ ...small, files })
      await page.goto('/')
      await openByDrop(page, path)
      const section = await openSection(page, place)
      await expect.poll(() => factsOf(section)).toMatchObject(facts)
      expect(await problemsOf(page)).toEqual([])
    })
  }
})

test('the page can choose another time column of a CSV log', async ({ page, makeRecording }) => {
  const start = START_MS / 1000
  const files = csvSpeed('clock,speed', `${start},50`, `${start + 0.1},51`)
  const { path } = await makeRecording({ ...small, files })
  await page.goto('/')
  await openByDrop(page, path)
  const section = await openSection(page, 'sensor_speed')
  await section.getByText('Import settings').click()
  await section.getByLabel('Time unit').selectOption('s')
  await section.getByLabel('Time column').fill('clock')
  await section.getByLabel('Time column').press('Enter')
  await expect
    .poll(() => factsOf(section))
    .toMatchObject({ Records: '2', Range: '00:00.000 – 00:00.100' })
  await expect.poll(() => problemsOf(page)).toEqual([])
})

test.describe('nothing can be rendered until the fault is corrected:', () => {
  test('timestamps with a missing column', async ({ page, makeRecording }) => {
    const files = { 'timestamps.csv': 'frame_index,time\n0,1\n', 'speed.jsonl': null }
    const { path } = await makeRecording({ ...small, files: { ...files, 'targets.jsonl': null } })
    await page.goto('/')
    await openByDrop(page, path)
    expect(await problemsOf(page)).toEqual([
      'Error: timestamps.csv line 1: the column timestamp_ms is missing (it has frame_index, time). The first line must name frame_index and timestamp_ms.',
    ])
    await expect(renderButton(page)).toBeDisabled()
  })

  const faulty: Record<string, { files: Files; says: string }> = {
    'an overlane.yaml with an unknown key': {
      files: projectFile('renderers:', '  - type: frame_info', '    txt_color: red'),
      says: 'overlane.yaml line 3: renderers[0].txt_color: this key is not known. Did you mean "text_color"?',
    },
    'an overlane.yaml with a bad colour': {
      files: projectFile('renderers:', '  - type: frame_info', '    text_color: redd'),
      says: 'overlane.yaml line 3: renderers[0].text_color: "redd" is not a CSS colour, such as "white", "#ff8800" or "rgb(255, 136, 0)".',
    },
    'an overlane.yaml with a bad coordinate': {
      files: projectFile(
        'renderers:',
        '  - type: frame_info',
        '    position:',
        '      x: width - alert(1)',
      ),
      says: 'overlane.yaml line 4: renderers[0].position.x: "width - alert(1)" is not a coordinate: "alert" is not known. Use pixels or an expression such as "width - 10" (width, height, numbers, + - * / and brackets).',
    },
    'an overlane.yaml that is not YAML': {
      files: projectFile('renderers:', '  - type: frame_info', '    font: { size: 12'),
      says: 'overlane.yaml line 3: Flow map in block collection must be sufficiently indented and end with a }.',
    },
  }
  for (const [name, { files, says }] of Object.entries(faulty)) {
    test(`${name}, unless the proposed overlay is used instead`, async ({
      page,
      makeRecording,
    }) => {
      const { path } = await makeRecording({ ...small, files })
      await page.goto('/')
      await openByDrop(page, path)
      expect((await problemsOf(page))[0]).toBe(`Error: ${says}`)
      await expect(renderButton(page)).toBeDisabled()
      await expect(page.locator('#place-project-file')).toContainText(says)
      await page.getByRole('button', { name: 'Use the proposed overlay instead' }).click()
      await expect(renderButton(page)).toBeEnabled()
      expect(await problemsOf(page)).toEqual([])
      await expect(regionOf(page, 'Overlay').getByRole('listitem')).toHaveCount(3)
      // The file itself stays unchanged.
      expect(readFileSync(join(path, 'overlane.yaml'), 'utf8')).toBe(files['overlane.yaml'])
    })
  }

  test('a renderer names a missing sensor, and the page offers the existing ones', async ({
    page,
    makeRecording,
  }) => {
    const files = projectFile('renderers:', '  - type: speed', '    sensor: sped')
    const { path } = await makeRecording({ ...small, files })
    await page.goto('/')
    await openByDrop(page, path)
    const says =
      'renderers[0].sensor: the renderer "speed" names the sensor "sped", which is not there. Did you mean "speed"?'
    expect((await problemsOf(page))[0]).toContain(says)
    await expect(renderButton(page)).toBeDisabled()
    await page.getByRole('button', { name: 'Blocked by 1 problem' }).click()
    await expect(regionOf(page, 'Overlay')).toContainText(says)
    await page.getByLabel('Sensor').selectOption('speed')
    await expect(renderButton(page)).toBeEnabled()
    expect(await problemsOf(page)).toEqual([])
  })

  test('no frames', async ({ page, makeRecording }) => {
    const { path, frameNames } = await makeRecording(small)
    for (const name of frameNames) rmSync(join(path, name))
    await page.goto('/')
    await openByDrop(page, path)
    expect((await problemsOf(page))[0]).toContain('There are no frames in "drive".')
    await expect(renderButton(page)).toBeDisabled()
  })

  test('images without numbers', async ({ page, makeRecording, pictures }) => {
    const { path, frameNames } = await makeRecording(small)
    const [first = ''] = frameNames
    const picture = await pictures.transcode(readFileSync(join(path, first)), 'png')
    for (const name of frameNames) rmSync(join(path, name))
    for (const name of ['left.png', 'right.png']) writeFileSync(join(path, name), picture)
    await page.goto('/')
    await openByDrop(page, path)
    expect((await problemsOf(page))[0]).toBe(
      'Error: None of the 2 images in "drive" has a number in its name (the first is left.png). Frames are numbered, such as frame_{:06d}.png.',
    )
  })
})

test.describe('a faulty frame is reported when the folder is opened, and the preview shows why:', () => {
  const damages: Record<
    string,
    { damage: (bytes: Buffer) => Buffer; why: string; shown?: string }
  > = {
    '0 bytes': { damage: () => Buffer.alloc(0), why: 'it is empty (0 bytes)' },
    'not an image': {
      damage: () => Buffer.from('no picture'),
      why: 'it is not a PNG, JPEG, WebP, AVIF or BMP image',
    },
    'a broken header': {
      damage: (bytes) => bytes.fill(0, 12, 24),
      why: 'its header is broken',
      shown: 'its image data is broken',
    },
  }
  for (const [name, { damage, why, shown = why }] of Object.entries(damages)) {
    test(name, async ({ page, makeRecording }) => {
      const { path, frameNames } = await makeRecording(small)
      const broken = join(path, frameNames[2] ?? '')
      writeFileSync(broken, damage(readFileSync(broken)))
      await page.goto('/')
      await openByDrop(page, path)
      expect(await problemsOf(page)).toEqual([
        `Warning: frame_000002.png cannot be read as an image: ${why}. The frame will be skipped; 1 of 4 frames.`,
      ])
      await page.getByRole('slider', { name: 'Frame' }).fill('2')
      await expect(regionOf(page, 'Preview')).toContainText(
        `frame_000002.png cannot be read as an image: ${shown}.`,
      )
      await expect(renderButton(page)).toBeEnabled()
    })
  }

  test('cut off, which is found only when the frame is shown', async ({ page, makeRecording }) => {
    const { path, frameNames } = await makeRecording(small)
    const broken = join(path, frameNames[2] ?? '')
    writeFileSync(broken, readFileSync(broken).subarray(0, -20))
    await page.goto('/')
    await openByDrop(page, path)
    await page.getByRole('slider', { name: 'Frame' }).fill('2')
    await expect(regionOf(page, 'Preview')).toContainText(
      'frame_000002.png cannot be read as an image: it is cut off before its end.',
    )
  })

  test('a JPEG named .png', async ({ page, makeRecording, pictures }) => {
    const { path, frameNames } = await makeRecording(small)
    const misnamed = join(path, frameNames[2] ?? '')
    writeFileSync(misnamed, await pictures.transcode(readFileSync(misnamed), 'jpeg'))
    await page.goto('/')
    await openByDrop(page, path)
    expect(await problemsOf(page)).toEqual([
      'Warning: frame_000002.png is a JPEG image by its content, not what its name says. It is read all the same; 1 of 4 frames.',
    ])
  })

  test('another size', async ({ page, makeRecording }) => {
    const { path, frameNames } = await makeRecording(small)
    const other = await makeRecording({ ...small, name: 'other', widthPx: 32, heightPx: 18 })
    const name = frameNames[2] ?? ''
    writeFileSync(join(path, name), readFileSync(join(other.path, name)))
    await page.goto('/')
    await openByDrop(page, path)
    expect(await problemsOf(page)).toEqual([
      'Warning: frame_000002.png is 32×18 px, the first frame is 64×36 px. Frames keep their own size, and in a video their proportions; 1 of 4 frames.',
    ])
  })
})

test('a click on a problem in the list shows its section or its frame', async ({
  page,
  makeRecording,
}) => {
  const files = { ...speedWith('{"speed": 50}'), ...timestamps(...rows, `9,${START_MS + 200}`) }
  const { path } = await makeRecording({ ...small, files })
  await page.goto('/')
  await openByDrop(page, path)
  const list = page.getByRole('banner').getByRole('button', { name: '2 problems' })
  const dialog = page.getByRole('dialog', { name: 'Problems' })
  await list.click()
  await dialog.getByRole('button', { name: /speed\.jsonl line 2/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('#place-sensor_speed > summary')).toBeFocused()
  await expect(page.locator('#place-sensor_speed')).toContainText('"timestamp_ms" is missing')
  await list.click()
  await dialog.getByRole('button', { name: /frame 9 is not in the folder/ }).click()
  await expect(page.getByRole('slider', { name: 'Frame' })).toHaveValue('4')
})

test('the page responds while it opens 100,000 rows of timestamps and a log of 1,000,000 records', async ({
  page,
  makeRecording,
}) => {
  let [table, log] = ['frame_index,timestamp_ms\n', '']
  for (let index = 0; index < 100_000; index++) table += `${index},${START_MS + index * 10}\n`
  for (let index = 0; index < 1_000_000; index++) {
    log += `{"timestamp_ms":${START_MS + index},"speed":${index % 100}}\n`
  }
  const files = { 'timestamps.csv': table, 'speed.jsonl': log }
  const { path } = await makeRecording({ ...small, files })
  await page.goto('/')
  const { openingMs, longestMs } = await timeOpening(page, path)
  // The limit is a part of the whole time, so it does not depend on the speed of the machine.
  expect(longestMs).toBeLessThan(openingMs / 4)
  const times = await openSection(page, 'timestamps')
  await expect.poll(() => factsOf(times)).toMatchObject({ Frames: '100,000' })
  const speed = await openSection(page, 'sensor_speed')
  await expect.poll(() => factsOf(speed)).toMatchObject({ Records: '1,000,000' })
  expect(await problemsOf(page)).toEqual([
    'Warning: timestamps.csv line 6: frame 4 is not in the folder. It will be skipped; 99,996 of 100,000 rows.',
  ])
})

/**
 * Drops a folder on the page.
 * @returns the time from the drop to the first picture, and the longest time without a response of
 * the page in it
 */
async function timeOpening(
  page: Page,
  path: string,
): Promise<{ openingMs: number; longestMs: number }> {
  const watching = await page.evaluateHandle(() => {
    const measured = new Promise<{ openingMs: number; longestMs: number }>((resolve) => {
      const start = (): void => {
        const startMs = performance.now()
        let [lastMs, longestMs] = [startMs, 0]
        const tick = (): void => {
          const nowMs = performance.now()
          longestMs = Math.max(longestMs, nowMs - lastMs)
          lastMs = nowMs
          if (document.querySelector('canvas')?.checkVisibility()) {
            resolve({ openingMs: nowMs - startMs, longestMs })
          } else setTimeout(tick)
        }
        tick()
      }
      window.addEventListener('drop', start, { capture: true, once: true })
    })
    return { measured }
  })
  await dropFolder(page, path)
  return watching.evaluate(({ measured }) => measured)
}

test('the proposed overlay can replace a project file with a missing sensor', async ({
  page,
  makeRecording,
}) => {
  const overlay = 'sensors:\n  sped: { time_offset_ms: 5 }\nrenderers: [{ type: frame_info }]\n'
  const { path } = await makeRecording({ frameCount: 2, files: { 'overlane.yaml': overlay } })
  await page.goto('/')
  await openByDrop(page, path)
  expect(await problemsOf(page)).toEqual([
    expect.stringContaining('overlane.yaml line 2: sensors.sped: there is no usable log'),
  ])
  await page.getByRole('button', { name: 'Use the proposed overlay instead' }).click()
  await expect(renderButton(page)).toBeEnabled()
})
