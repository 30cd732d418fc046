/** The text of `bench/RESULTS.md`: the tables, and what a reader needs to judge them. */

import { format } from 'prettier'
import { describeMachine } from './machine.ts'
import { coreCount } from './method.ts'
import { EXTRACTS, FRAMES, resultsTable, VIDEOS } from './results-table.ts'
import type { Outcome } from './results-table.ts'

export interface Setting {
  /** The command that repeats the measurement. */
  command: string
  frameCount: number
  roundCount: number
  /** The versions of the tools that were measured. */
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
  const text = `# Overlane beside its peers

Measured on ${date} by \`${command}\` on ${describeMachine()}, with ${versions.join(', ')}, Node ${process.version}.

Frames/s is the median over the rounds (${roundCount}), with the smallest and the largest value. In each round, every method ran once, in turn. A ratio compares runs of the same round: above 1 is faster.

## From frames to frames

${resultsTable(frames, FRAMES)}

## From a video to a video

${resultsTable(videos, VIDEOS)}

## From a video to frames, and overlays alone

${resultsTable(extracts, EXTRACTS)}

## What is compared

- **Frames:** ${frameCount} of 1920×1080. They are read from one folder and written to another on the same disk; names and format stay. \`sample\` is Overlane's generated drive. \`natural\` is a video's frames with the logs of that drive: JPEG by ffmpeg (\`-q:v 2\`, with its own Huffman tables for each frame), JPEG by OpenCV (quality 95, with the standard Huffman tables, as cameras write them), and PNG by ffmpeg. If a run does not write every frame, the comparison stops. The files are new, so they are read from memory and not from the disk.
- **Drawing:** three outlined lines of text, two more lines on a panel, and a list of targets on another panel, with a box and a label for each target. Overlane matches its logs to every frame and draws their values. OpenCV and ffmpeg match nothing: on every frame, they draw what Overlane draws on the middle frame, with the same texts, panels and boxes at the same places. Their fonts are different (OpenCV's Hershey strokes, or a font of the system), so the pixels of the letters differ.
- **Video:** the frames of \`natural\` as one video of 30 frames/s, H.264 by x264 at \`-crf 20\`, without sound. Every method reads it, draws on all of its frames, and writes H.264 into an MP4 file, with its own default settings. ffprobe decodes and counts the frames of the result. If their number is not that of the source, the comparison stops. \`Mbit/s\` is the bit rate of the result. \`dB\` is its PSNR against the source (Y, U and V, all frames) in the lower left corner, where nothing is drawn: a higher value means less loss by the encoder. Speeds at different qualities cannot be compared directly: for the same dB, the browser's encoder needs more than twice the bits of x264. Overlane is measured a second time at about the bit rate of the source.
- **Overlane** runs in headless Chromium. The time is that of \`renderRecording\`: planning, starting the workers, every frame, and the report. A browser with a window also hashes and checks each file that is written. These figures do not include that. \`sequential\` is one worker that renders one frame after another.
- **Python OpenCV pool** is [\`opencv-pool.py\`](opencv-pool.py) with ${coreCount} processes of one thread each. The time starts when Python has loaded OpenCV. For videos, **Python OpenCV** is [\`opencv-video.py\`](opencv-video.py): \`VideoCapture\`, the drawing and \`VideoWriter\` run in turn; the codec uses its own threads.
- **ffmpeg** reads, draws with \`drawtext\` and \`drawbox\`, and writes images, or a video by x264 with two of its presets. It uses as many threads as it chooses. Its time includes its start.
- **Codec limit:** the time that libjpeg-turbo's own benchmark needs on one core to decode the middle frame and to encode its pixels (quality 95, 4:2:0, standard Huffman tables), as frames/s, times ${coreCount} cores. It reads, draws and writes nothing, so it is an upper bound for a program that uses this library.
- **Reading and writing alone:** ${coreCount} workers in the same page read each file and write it unchanged, through the same folder handles as Overlane. Each worker has four files in flight. Nothing is decoded, drawn or encoded. This is the upper bound that the browser's file access allows.
- **From a video to frames, and overlays alone:** Overlane in parallel. \`split\` writes the frames of \`natural H.264\` as images without an overlay, JPEG at quality 95. \`overlay alone\` is drawn on a transparent background, for the times of the sample drive; the frames of the drive are not read.
- **Size:** Overlane and OpenCV write JPEG at quality 95. ffmpeg writes it at \`-q:v 2\`, on a scale of its own. Each writes PNG with its default settings: less effort means larger files in less time. The files of the sample have an alpha channel. OpenCV drops this channel when it reads the files, so it has less to write.
`
  return format(text, { parser: 'markdown' })
}
