import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { donkeycar } from './donkeycar.ts'
import { fit } from './fit.ts'
import { gpx } from './gpx.ts'
import type { FileHead } from './importer.ts'
import { jsonLines } from './json-lines.ts'
import { mcap } from './mcap/mcap.ts'
import { nmea } from './nmea.ts'
import { srt } from './srt.ts'
import { table } from './table.ts'
import { tcx } from './tcx.ts'

const IMPORTERS = { gpx, tcx, fit, nmea, srt, donkeycar, mcap, jsonLines, table }
/** Logs as devices and sites write them. */
const DEVICES = join(import.meta.dirname, '../../../../shared/data/telemetry')

function sure(path: string, name: string): Record<string, number> {
  const bytes = new Uint8Array(readFileSync(join(DEVICES, path))).subarray(0, 1 << 14)
  const head: FileHead = { path: name, bytes, text: new TextDecoder().decode(bytes) }
  const told = Object.entries(IMPORTERS).map(([format, each]): [string, number] => [
    format,
    each.recognise(head),
  ])
  return Object.fromEntries(told.filter(([, certainty]) => certainty > 0))
}

test.runIf(existsSync(DEVICES))(
  'of a file of a device, its importer alone is sure, and under another ending still the surest',
  () => {
    const paths = readdirSync(DEVICES)
    expect(paths.length).toBeGreaterThan(8)
    for (const path of paths) {
      const format = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
      expect(sure(path, path), path).toEqual({ [format]: 1 })
      const [best] = Object.entries(sure(path, 'log.bin')).sort(([, one], [, other]) => other - one)
      expect(best?.[0], path).toBe(format)
    }
  },
)
