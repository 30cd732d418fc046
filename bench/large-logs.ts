/** Writes logs that are larger than people usually have, piece by piece. */

import { randomFillSync } from 'node:crypto'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { writeMcapTo } from '../src/io/imports/mcap/testing/write-mcap.ts'
import type { McapCompression } from '../src/io/imports/mcap/testing/write-mcap.ts'

const START_MS = 1_622_550_000_000
/** How many bytes of text are written at once. */
const BLOCK_LENGTH = 1 << 20

/** A GPX file of one track with a point in each second. */
export function writeGpx(folder: string, pointCount: number): void {
  const out = openSync(join(folder, 'walk.gpx'), 'w')
  let text = '<?xml version="1.0"?>\n<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>\n'
  for (let index = 0; index < pointCount; index++) {
    const lat = (48 + 0.1 * Math.sin(index / 3000)).toFixed(6)
    const lon = (11 + 0.1 * Math.cos(index / 3000)).toFixed(6)
    const time = new Date(START_MS + 1000 * index).toISOString()
    text += `<trkpt lat="${lat}" lon="${lon}"><ele>520.5</ele><time>${time}</time></trkpt>\n`
    if (text.length < BLOCK_LENGTH) continue
    writeSync(out, text)
    text = ''
  }
  writeSync(out, `${text}</trkseg></trk></gpx>\n`)
  closeSync(out)
}

/**
 * An MCAP file of a robot: positions, accelerations, speeds, and one image with each of them.
 * @param image a JPEG; bytes after its end make each image `imageBytes` long
 */
export async function writeRobotLog(
  folder: string,
  options: {
    image: Uint8Array
    imageBytes: number
    messageCount: number
    compression: McapCompression
  },
): Promise<void> {
  const { image, imageBytes, messageCount, compression } = options
  const padded = new Uint8Array(imageBytes)
  const out = openSync(join(folder, 'robot.mcap'), 'w')
  let position = 0n
  await writeMcapTo(
    {
      position: () => position,
      write: (bytes) => {
        writeSync(out, bytes)
        position += BigInt(bytes.length)
        return Promise.resolve()
      },
    },
    {
      compression,
      startNs: BigInt(START_MS) * 1_000_000n,
      messageCount,
      imageOf: () => {
        // Random bytes stay as long as they are, whatever compresses them: so do those of a JPEG.
        randomFillSync(padded)
        padded.set(image)
        return padded
      },
      chunkSize: 4 << 20,
    },
  )
  closeSync(out)
}

/** A recording needs frames: one image, with a time inside the walk. */
export function writeOneFrame(folder: string, image: Uint8Array): void {
  writeFileSync(join(folder, '000001.jpg'), image)
  writeFileSync(join(folder, 'timestamps.csv'), `frame_index,timestamp_ms\n1,${START_MS}\n`)
}
