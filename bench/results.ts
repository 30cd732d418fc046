/** `bench/RESULTS.md`: the table, and all that is needed to judge it. */

import os from 'node:os'
import { format } from 'prettier'
import { coreCount } from './method.ts'
import { EXTRACTS, FRAMES, resultsTable, VIDEOS } from './results-table.ts'
import type { Outcome } from './results-table.ts'

export interface Setting {
  /** What measures the same again. */
  command: string
  frameCount: number
  roundCount: number
  /** Of the tools that were measured. */
  versions: readonly string[]
}

export interface Outcomes {
  /** From a folder of frames to another. */
  frames: readonly Outcome[]
  /** From a video to a video. */
  videos: readonly Outcome[]
  /** From a video to frames, and overlays alone. */
  extracts: readonly Outcome[]
}

export function formatResults(
  { frames, videos, extracts }: Outcomes,
  setting: Setting,
): Promise<string> {
  const { command, frameCount, roundCount, versions } = setting
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${coreCount} × ${os.cpus()[0]?.model ?? '?'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`
  const text = `# Overlane beside its peers

Measured on ${date} by \`${command}\` on ${machine}, with ${versions.join(', ')}, Node ${process.version}.

Frames a second are the median over the rounds (${roundCount}), with the least and the most; in each round every method ran once, in turn. A ratio sets runs of the same round against each other: above 1 is faster.

## From frames to frames

${resultsTable(frames, FRAMES)}

## From a video to a video

${resultsTable(videos, VIDEOS)}

## From a video to frames, and overlays alone

${resultsTable(extracts, EXTRACTS)}

## What is compared

- **Frames:** ${frameCount} of 1920×1080, read from one folder and written to another on the same disk, with names and format kept. \`sample\` is Overlane's generated drive; \`natural\` is a video's frames with the logs of that drive: JPEG by ffmpeg (\`-q:v 2\`, its own Huffman tables for each frame), JPEG by OpenCV (quality 95, the standard Huffman tables, as cameras write them), PNG by ffmpeg. A run that does not write every frame ends the comparison. The files were just made, so they are read from the memory rather than from the disk.
- **Drawing:** three outlined lines of text, two more on a panel, and a list of targets on another, with a box and a label for each target. Overlane matches its logs to every frame and draws what they say there. OpenCV and ffmpeg match nothing, and draw on every frame what Overlane draws on the one in the middle: the same texts, panels and boxes at the same places. Their letters are other ones (OpenCV's Hershey strokes, a font of the system), so pixels differ there.
- **Video:** the frames of \`natural\` as one video of 30 frames/s, H.264 by x264 at \`-crf 20\`, without sound; every way reads it, draws on all of its frames, and writes H.264 into an MP4 file, each with its own defaults. A run whose video has not as many frames as the source ends the comparison; ffprobe decodes and counts them. \`Mbit/s\` is the bit rate of the result, \`dB\` its PSNR against the source (Y, U and V, all frames) in the lower left corner, where nothing is drawn: the higher, the less the coding cost. Speeds of different quality are not alike: the encoder of the browser takes more than twice the bits that x264 does for the same dB. Overlane is measured a second time at about the bit rate of the source.
- **Overlane** runs in the headless Chromium; the stopwatch is around \`renderRecording\`: planning, starting the workers, every frame, the report. In a browser with a window, each file that is written is also hashed and checked by the browser, which these figures do not contain. \`sequential\` is one worker, one frame after another.
- **Python OpenCV pool** is [\`opencv-pool.py\`](opencv-pool.py) with ${coreCount} processes of one thread each; the stopwatch starts when Python has loaded OpenCV. For videos **Python OpenCV** is [\`opencv-video.py\`](opencv-video.py): \`VideoCapture\`, the drawing and \`VideoWriter\` in turn, the codec with threads of its own.
- **ffmpeg** reads, draws with \`drawtext\` and \`drawbox\`, and writes an image sequence, or a video by x264 with two of its presets, with as many threads as it takes; its start is counted.
- **Codec limit:** what libjpeg-turbo's own benchmark needs on one core to decode the frame in the middle and to encode its pixels (quality 95, 4:2:0, standard Huffman tables), times ${coreCount} cores. It reads, draws and writes nothing: a bound that a program with this library comes near at best.
- **Reading and writing alone:** ${coreCount} workers in the same page read each file and write it as it is, through the same folder handles as Overlane, four files in flight in each worker; nothing is decoded, drawn or encoded. It is the bound that the browser's way to the disk sets.
- **From a video to frames, and overlays alone:** Overlane in parallel. \`split\` writes the frames of \`natural H.264\` as images without an overlay, JPEG at quality 95. An overlay alone is drawn on a transparent background, for the times of the sample drive; its frames are not read.
- **Size:** JPEG is written at quality 95 by Overlane and OpenCV, by ffmpeg at \`-q:v 2\`, a scale of its own. PNG is written as each does by default: less effort makes larger files in less time. The sample's files have an alpha channel; OpenCV reads it away, which leaves it less to write.
`
  return format(text, { parser: 'markdown' })
}
