/**
 * `npm run pictures`: makes the two pictures of the first screen. They are a frame of the sample
 * drive, as Overlane writes it with the overlay that it proposes, and without an overlay.
 */

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOverlane } from './run-overlane.mjs'
import { projectFolder } from './setup.mjs'

/** A frame on which several vehicles are near. */
const FRAME = 36
const QUALITY = '0.75'

const folder = mkdtempSync(join(tmpdir(), 'overlane-pictures-'))
try {
  const drive = join(folder, 'drive')
  runOverlane('sample', drive, '--frames', String(FRAME + 90))
  const plain = join(folder, 'plain.yaml')
  writeFileSync(plain, 'output:\n  content: frames\n')
  for (const [name, ...options] of [['before', '--config', plain], ['after']]) {
    const out = join(folder, name)
    runOverlane('render', drive, '--out', out, '--format', 'webp', '--quality', QUALITY, ...options)
    const picture = join(projectFolder, 'src', 'ui', 'start', `${name}.webp`)
    copyFileSync(join(out, `frame_${String(FRAME).padStart(6, '0')}.webp`), picture)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
