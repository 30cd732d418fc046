import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file name of a frame of a recording that `repeatRecording` made. */
export function repeatedName(frameIndex: number): string {
  return `frame_${String(frameIndex).padStart(7, '0')}.png`
}

/**
 * A recording that repeats another one, such as a sample drive: its frames are links, its logs go on. So a
 * recording of very many frames costs no time to draw.
 * @param from a folder with `frames/` in PNG, `timestamps.csv` and logs in JSONL
 */
export function repeatRecording(from: string, to: string, times: number): void {
  mkdirSync(join(to, 'frames'), { recursive: true })
  const frames = readdirSync(join(from, 'frames')).sort()
  const rows = readFileSync(join(from, 'timestamps.csv'), 'utf8').trim().split('\n').slice(1)
  const timesMs = rows.map((row) => Number(row.split(',')[1]))
  const [firstMs = 0, secondMs = 0] = timesMs
  const lengthMs = (timesMs.at(-1) ?? 0) - firstMs + (secondMs - firstMs)
  const timestamps = ['frame_index,timestamp_ms']
  for (let turn = 0; turn < times; turn++) {
    for (const [place, name] of frames.entries()) {
      const index = turn * frames.length + place
      linkSync(join(from, 'frames', name), join(to, 'frames', repeatedName(index)))
      timestamps.push(`${index},${(timesMs[place] ?? 0) + turn * lengthMs}`)
    }
  }
  writeFileSync(join(to, 'timestamps.csv'), `${timestamps.join('\n')}\n`)
  for (const log of readdirSync(from).filter((name) => name.endsWith('.jsonl'))) {
    const lines = readFileSync(join(from, log), 'utf8').trim().split('\n')
    const records = lines.map((line) => JSON.parse(line) as { timestamp_ms: number })
    const own = records.filter(
      ({ timestamp_ms: ms }, place) => place === 0 || ms < firstMs + lengthMs,
    )
    const all = Array.from({ length: times }, (_, turn) =>
      own.map((record) =>
        JSON.stringify({ ...record, timestamp_ms: record.timestamp_ms + turn * lengthMs }),
      ),
    )
    writeFileSync(join(to, log), `${all.flat().join('\n')}\n`)
  }
}
