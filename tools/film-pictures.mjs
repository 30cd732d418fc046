/**
 * `npm run film-pictures`: makes the three pictures of the README that show overlays on real films.
 * The recordings are in `shared/data` beside the project, which says where they are from.
 */

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOverlane } from './run-overlane.mjs'
import { projectFolder } from './setup.mjs'

const recordings = join(projectFolder, '..', 'shared', 'data')
const QUALITY = '0.82'

/** Forces, the track and a curve, in place of the layout that is proposed for the flight. */
const FORCES = `reference_height: 1080
theme: { accent_color: '#ffb347', panel: { bg_color: '#101418', radius: 20, border_thickness: 0 } }
renderers:
  - type: map
    sensor: position
    latitude: lat
    longitude: lon
    heading: heading_deg
    view: { shows: surroundings, radius: 40, up: heading }
    position: { x: 'width - 48', y: 48, anchor: top_right }
    width: 320
    height: 320
    font: { size: 24 }
  - type: g_meter
    sensor: accelerometer
    lateral_field: right_mps2
    longitudinal_field: forward_mps2
    field_unit: m/s²
    range: 0.5
    ring: 0.5
    size: 300
    position: { x: 48, y: 'height - 48', anchor: bottom_left }
    font: { size: 28 }
  - type: chart
    sensor: position
    field: relative_altitude_m
    label: Above the start
    unit: m
    time: { shows: recording }
    width: 560
    height: 150
    position: { x: 'width - 48', y: 'height - 48', anchor: bottom_right }
    font: { size: 26 }
  - type: gauge
    sensor: position
    field: speed
    style: donut
    label: ''
    unit: km/h
    max: 50
    size: 230
    position: { x: 48, y: 48 }
    font: { size: 56, weight: 700 }
  - type: text
    template: GOPRO KARMA
    rotation: -90
    text_color: '#ffffffb0'
    position: { x: 'width - 24', y: 'height / 2', anchor: center }
    font: { size: 22, weight: 700 }
`

if (!existsSync(recordings)) {
  console.error(`There are no recordings in ${recordings}.`)
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'overlane-pictures-'))
try {
  const flight = join(recordings, 'gopro-karma')
  makePicture('film-flight', flight, 'frame_000180')
  const forces = join(folder, 'forces.yaml')
  writeFileSync(forces, FORCES)
  makePicture('film-forces', flight, 'frame_000300', '--config', forces)
  // The recording has one picture, of its beginning.
  const drive = join(folder, 'drive')
  const source = join(recordings, 'comma2k19-drive')
  cpSync(source, drive, { recursive: true })
  copyFileSync(join(source, 'preview.jpg'), join(drive, 'frame_000002.jpg'))
  rmSync(join(drive, 'preview.jpg'))
  makePicture('film-drive', drive, 'frame_000002')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/**
 * @param {string} name of the picture
 * @param {string} recording
 * @param {string} frame its name, without the ending
 * @param {string[]} options
 */
function makePicture(name, recording, frame, ...options) {
  const out = join(folder, name)
  const index = String(Number(frame.replace(/\D/g, '')))
  const rows = readFileSync(join(recording, 'timestamps.csv'), 'utf8').split('\n')
  const timeMs = rows.find((row) => row.startsWith(`${index},`))?.split(',')[1] ?? ''
  const range = ['--start', timeMs, '--end', timeMs]
  const format = ['--format', 'webp', '--quality', QUALITY]
  runOverlane('render', recording, '--out', out, ...format, ...range, ...options)
  copyFileSync(join(out, `${frame}.webp`), join(projectFolder, 'docs', `${name}.webp`))
}
