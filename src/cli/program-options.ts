/** Options that several commands have. */

import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'

export const MOST_FRAMES = 10_000_000
export const LAYOUT_HELP =
  'draw this layout: dash_cam, adas_review, track_day, flight, bike, boat, robot, lab, or a file such as mine.overlane-layout.yaml; inspect lists the fields that it takes'

/** What is drawn, with which programs, and where it is written. */
export function withOverlay(command: Command): Command {
  return withOutput(withRenderers(command))
}

/** What is drawn, and where it is written. */
export function withOutput(command: Command): Command {
  return withVideo(
    withFrames(
      withRange(
        command
          .requiredOption(
            '--out <folder>',
            'folder for the frames, or a video such as result.mp4; several recordings get a folder each below it',
          )
          .option(
            '--config <file>',
            'project file to use instead of the recording’s own overlane.yaml; or a repro.yaml of the earlier Python tool',
          )
          .option('--layout <name>', LAYOUT_HELP)
          .option('--format <format>', 'same, png, jpeg, webp, mp4 or webm'),
      ),
    ),
  )
    .option(
      '--overlay-only',
      'write only the overlay, on a transparent background: PNG, WebP or WebM',
    )
    .option(
      '--trace',
      'write overlane-trace.jsonl: which record of each log every frame shows (overlane verify checks it)',
    )
}

/** Lets the programs run that recordings bring along. */
export function withRenderers(command: Command): Command {
  return command.option(
    '--allow-renderers',
    'run the renderers of your own that the overlay names; they draw in a sandbox, without files or network',
  )
}

/** What happens to the files of an earlier run. */
export function withResume(command: Command): Command {
  return command
    .option(
      '--resume',
      'keep the finished frames of an earlier run even if its inputs or settings were different (without this option, only if they are the same)',
    )
    .option('--no-resume', 'ignore an earlier run')
    .addOption(
      new Option('--restart', 'remove what an earlier run wrote, and start over').conflicts(
        'resume',
      ),
    )
    .option(
      '--check-all',
      'before going on, check the contents of all finished frames, not only of a sample',
    )
}

export function withRange(command: Command): Command {
  return command
    .option('--start <time>', 'time of the first frame, in ms or ISO 8601')
    .option('--end <time>', 'time of the last frame, in ms or ISO 8601')
    .option('--overwrite', 'replace existing files with the same names')
}

export function withFrames(command: Command): Command {
  return command
    .option('--mode <mode>', 'sequential or parallel')
    .option('--workers <N>', 'number of workers, or auto, all_cores or leave_two_free')
    .option('--chunk <N>', 'frames that a worker gets at a time: a number or auto')
    .option(
      '--quality <Q>',
      'quality of JPEG, WebP and videos, from 0 to 1; source keeps the data beside the overlay',
    )
    .option('--memory-limit <MB>', 'start fewer workers if they would need more memory than this')
}

export function withVideo(command: Command): Command {
  return command
    .option('--codec <codec>', 'codec of a video: auto, h264, av1, vp9 or vp8')
    .option('--bitrate <Mbit/s>', 'bit rate of a video, instead of the quality')
    .option(
      '--rate <frames/s>',
      'constant frame rate of a video, without sound (default: the recording’s own times)',
    )
    .option('--key-frames <s>', 'seconds between the key frames of a video')
    .option('--no-sound', 'leave out the sound of the source')
    .option('--fast-start', 'put the table of contents of an MP4 at its beginning')
}

/** Reads a whole number between two others. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is not a whole number from ${least} to ${most}.`)
  }
}

/** Reads `1,2,4`. */
export function wholeNumbers(text: string): number[] {
  const values = text.split(',').map(Number)
  if (/^\s*\d+\s*(?:,\s*\d+\s*)*$/.test(text) && values.every((value) => value >= 1)) return values
  throw new InvalidArgumentError('It is not a list of whole numbers from 1, such as 1,2,4.')
}
