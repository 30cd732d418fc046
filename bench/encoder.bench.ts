/** Measures `--encoder ffmpeg` beside ffmpeg alone with drawtext, and writes `bench/ENCODER.md`. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { CLI } from '../e2e/cli.ts'
import { realRecordings, test } from '../e2e/fixtures.ts'
import { hasFfmpeg, runFfmpeg } from '../e2e/videos.ts'
import { findBrowser } from '../tools/find-browser.mjs'
import { Figures, spread } from './figures.ts'

const FRAMES_OF_PARK = 171
/** Park is repeated, so that the start of a browser is a small part of a run. */
const REPEATS = Number(process.env.BENCH_REPEATS ?? 6)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const PRESETS = (process.env.BENCH_PRESETS ?? 'medium,veryfast').split(',')

/** Two texts that change with every frame. */
const OVERLAY = {
  renderers: [
    { type: 'frame_info', font: { size: 24 }, position: { x: 10, y: 10 } },
    {
      type: 'text',
      template: '{time:HH:mm:ss.SSS} km/h',
      font: { size: 24 },
      position: { x: 1600, y: 10 },
    },
  ],
}
const TEXT = 'fontsize=24:fontcolor=white:borderw=1:bordercolor=black'
const DRAWTEXT = [
  `drawtext=text='%{pts\\:hms}  Frame %{n}':x=10:y=10:${TEXT}`,
  `drawtext=text='%{pts\\:hms} km/h':x=1600:y=10:${TEXT}`,
].join(',')

const figures = new Figures()

test.afterAll(({ browser }) => {
  figures.write(
    'ENCODER.md',
    'An installed ffmpeg as the encoder',
    'npm run bench:encoder',
    browser.version(),
    [
      '`overlane render --encoder "ffmpeg:x264 …"` beside ffmpeg alone with two `drawtext`, one after the other in each round: the same video (1080p, H.264, with sound), the same x264. Times are of whole commands, so those of Overlane have the start of Node and of a browser in them. Processor time is of a command with all its processes; on a machine that does other work too, only its ratio means something. dB is the PSNR of the lower half, where nothing is drawn, against the source.',
      '`BENCH_REPEATS`, `BENCH_ROUNDS` and `BENCH_PRESETS` make shorter runs.',
    ].join('\n'),
  )
})

interface Measured {
  framesPerSecond: number
  processorSeconds: number
  bytes: number
  psnrDb: number
}

for (const preset of PRESETS) {
  test(`x264 ${preset}`, ({ makeFolder }) => {
    const park = join(realRecordings, 'park-1080p', 'park.mp4')
    test.skip(!hasFfmpeg || !existsSync(park), 'ffmpeg is not installed, or the video is missing')
    const source = join(makeFolder('source'), 'park.mp4')
    runFfmpeg(['-stream_loop', String(REPEATS - 1), '-i', park, '-c', 'copy', source])
    const frameCount = countFrames(source)
    if (frameCount !== REPEATS * FRAMES_OF_PARK) throw new Error(`${frameCount} frames`)
    const config = join(makeFolder('config'), 'overlay.yaml')
    writeFileSync(config, JSON.stringify(OVERLAY))
    const out = makeFolder('out')
    const [own, other] = [join(out, 'overlane.mp4'), join(out, 'ffmpeg.mp4')]
    const overlane = [process.execPath, CLI, 'render', source, '--out', own, '--overwrite']
    const asked = ['--config', config, '--encoder', `ffmpeg:x264 ${preset}`]
    const ffmpeg = ['ffmpeg', '-v', 'error', '-nostdin', '-y', '-i', source, '-vf', DRAWTEXT]
    const passed = ['-fps_mode', 'passthrough', '-c:a', 'copy', other]
    const coding = ['-c:v', 'libx264', '-preset', preset, ...passed]
    const loadBefore = os.loadavg()[0] ?? NaN
    const rounds = Array.from({ length: ROUNDS }, () => ({
      overlane: measure([...overlane, ...asked], source, own, frameCount),
      ffmpeg: measure([...ffmpeg, ...coding], source, other, frameCount),
    }))
    const told = `1080p, ${frameCount} frames, x264 ${preset}`
    figures.note(`${told}: rounds`, String(ROUNDS))
    figures.note(`${told}: load average of the machine before`, loadBefore.toFixed(1))
    const note = (what: string, of: (round: (typeof rounds)[number]) => number): void =>
      figures.note(`${told}: ${what}`, spread(rounds.map(of)))
    note('Overlane, frames/s', (round) => round.overlane.framesPerSecond)
    note('ffmpeg alone with drawtext, frames/s', (round) => round.ffmpeg.framesPerSecond)
    note(
      'Overlane ÷ ffmpeg, frames/s within a round',
      (round) => round.overlane.framesPerSecond / round.ffmpeg.framesPerSecond,
    )
    note(
      'ffmpeg ÷ Overlane, processor time within a round',
      (round) => round.ffmpeg.processorSeconds / round.overlane.processorSeconds,
    )
    note(
      'Overlane ÷ ffmpeg, size of the video',
      (round) => round.overlane.bytes / round.ffmpeg.bytes,
    )
    note('Overlane, dB beside the overlay', (round) => round.overlane.psnrDb)
    note('ffmpeg, dB beside the overlay', (round) => round.ffmpeg.psnrDb)
  })
}

/** Runs a command, and looks at the video that it makes. */
function measure(
  command: readonly string[],
  source: string,
  made: string,
  frameCount: number,
): Measured {
  const browser = findBrowser()
  const startMs = performance.now()
  // The shell only measures: the command is its arguments.
  const script = 'TIMEFORMAT="processor %U %S"; time "$@"'
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    env: { ...process.env, ...(browser ? { CHROME_PATH: browser } : {}) },
    maxBuffer: 1 << 26,
  })
  const seconds = (performance.now() - startMs) / 1000
  const [, own, system] = /processor ([\d.]+) ([\d.]+)/.exec(stderr.toString()) ?? []
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr.toString()}`)
  const found = countFrames(made)
  if (found !== frameCount) throw new Error(`${made} has ${found} frames.`)
  return {
    framesPerSecond: frameCount / seconds,
    processorSeconds: Number(own) + Number(system),
    bytes: statSync(made).size,
    psnrDb: psnrBesideOverlay(made, source),
  }
}

function countFrames(path: string): number {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-count_packets']
  const shown = ['-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', path]
  return Number(
    execFileSync('ffprobe', [...args, ...shown])
      .toString()
      .trim(),
  )
}

function psnrBesideOverlay(made: string, source: string): number {
  const half = 'crop=iw:ih/2:0:ih/2'
  const graph = `[0:v]${half}[a];[1:v]${half}[b];[a][b]psnr`
  const args = [
    '-hide_banner',
    '-i',
    made,
    '-i',
    source,
    '-lavfi',
    graph,
    '-t',
    '5',
    '-f',
    'null',
    '-',
  ]
  const { stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 26 })
  return Number(/average:([\d.]+)/.exec(stderr.toString())?.[1] ?? NaN)
}
