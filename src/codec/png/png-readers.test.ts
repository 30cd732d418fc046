/** Reads spliced files with other programs. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import url from './assembly/index.ts?assemblyscript'
import { compositeRows } from '../testing/overlay-composite.ts'
import { anySpliceCase } from '../testing/png-cases.ts'
import { bytesPerPixel, paintRows, writePng } from '../testing/png-writer.ts'
import { PngSplicer } from './png-splicer.ts'

const FILE_COUNT = 40

describe('other programs read spliced files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'overlane-png-'))
  const paths: string[] = []
  const pixels: Uint8Array[] = []

  beforeAll(() => {
    const compiled = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
    const splicer = new PngSplicer(compiled)
    for (let seed = 0; seed < FILE_COUNT; seed++) {
      const [{ width, height }, form, patches] = anySpliceCase(500 + seed, 200)
      const rows = paintRows(width, height, form, seed)
      const result = splicer.splice(writePng(width, height, rows, form, seed), patches)
      if (result.kind !== 'spliced') throw new Error(JSON.stringify(result))
      const path = join(folder, `${seed}.png`)
      writeFileSync(path, result.bytes)
      paths.push(path)
      pixels.push(compositeRows(rows, width, bytesPerPixel(form), patches))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('pngcheck finds no fault (skipped if it is not installed)', (task) => {
    const { error, status, stdout } = spawnSync('pngcheck', paths, { encoding: 'utf8' })
    if (error) task.skip('pngcheck is absent')
    expect(stdout.split('\n').filter((line) => line.startsWith('OK:'))).toHaveLength(FILE_COUNT)
    expect(status).toBe(0)
  })

  test(
    'OpenCV reads the same pixels (skipped if it is not installed)',
    { timeout: 60_000 },
    (task) => {
      const script = `
import sys
try:
    import cv2
except ImportError:
    sys.exit(77)
for path in sys.argv[1:]:
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    code = cv2.COLOR_BGR2RGB if image.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    pixels = cv2.cvtColor(image, code)
    sys.stdout.buffer.write((pixels.byteswap() if pixels.itemsize == 2 else pixels).tobytes())
`
      const start = (python: string) =>
        spawnSync(python, ['-c', script, ...paths], { maxBuffer: 2 ** 28 })
      const isMissing = ({ error, status }: ReturnType<typeof start>): boolean =>
        error !== undefined || status === 77
      let run = start('/usr/bin/python3')
      if (isMissing(run)) run = start('python3')
      if (isMissing(run)) task.skip('OpenCV is absent')
      expect(run.status).toBe(0)
      expect(Buffer.compare(run.stdout, Buffer.concat(pixels))).toBe(0)
    },
  )
})
