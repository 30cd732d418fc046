import { Command, InvalidArgumentError, Option } from 'commander'
import { benchmarkCommand } from './commands/benchmark-command.ts'
import type { BenchmarkCommandOptions } from './commands/benchmark-command.ts'
import type { ExitCode } from './exit-code.ts'
import { inspectCommand } from './commands/inspect-command.ts'
import { profileCommand } from './commands/profile-command.ts'
import type { ProfileCommandOptions } from './commands/profile-command.ts'
import { renderCommand } from './commands/render-command.ts'
import type { RenderCommandOptions } from './commands/render-command.ts'
import type { CommonOptions } from './commands/run-recordings.ts'
import { sampleCommand } from './commands/sample-command.ts'
import type { SampleCommandOptions } from './commands/sample-command.ts'

const EXIT_HELP = `
Exit codes: 0 every planned frame was rendered; 1 it broke; 2 the input or the arguments are
wrong; 3 finished with skipped or failed frames; 130 interrupted (Ctrl-C). Of several recordings,
the gravest counts: 130, 1, 2, 3, 0.`

const JSON_HELP = `
With --json, standard output holds one JSON object, for several recordings a list of them in their
order. One that failed is {"recording", "error": {"code", "message", "problems"}}. Messages and
progress are always on standard error.`

const MOST_PIXELS = 16_384
const MOST_FRAMES = 10_000_000

/**
 * The commands and options of `overlane`.
 * @param end takes the exit code of the command that was run
 */
export function makeProgram(end: (exitCode: ExitCode) => void): Command {
  const program = new Command('overlane')
    .description('Draws what your logs say on every frame of a recording, on all cores.')
    .version(__OVERLANE_VERSION__)
    .exitOverride()
    .showHelpAfterError('Add --help for what is known.')
    .addHelpText('after', EXIT_HELP)

  const command = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .option('--json', 'print the result as JSON')
      .option(
        '--browser <path>',
        'Chromium browser to run in (default: CHROME_PATH, Playwright’s, the system’s)',
      )

  withVideo(
    withFrames(
      withRange(
        command('render <recordings...>', 'render the frames of recordings with their overlay')
          .requiredOption(
            '--out <folder>',
            'where frames go, for several recordings with a folder each below it; or a video: result.mp4',
          )
          .option(
            '--config <file>',
            'overlay to draw, instead of the recording’s own overlane.yaml',
          )
          .option('--format <format>', 'same, png, jpeg, webp, mp4 or webm'),
      ),
    ),
  )
    .option('--overlay-only', 'the overlay on transparent ground: PNG, WebP or WebM')
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: RenderCommandOptions) =>
      end(await renderCommand(recordings, options)),
    )

  withFrames(
    withRange(
      command('split <videos...>', 'write the frames of videos, with a timestamps.csv')
        .requiredOption('--out <folder>', 'for several videos, a folder each below it')
        .addOption(
          new Option('--format <format>', 'of the frames')
            .choices(['png', 'jpeg', 'webp'])
            .default('png'),
        ),
    ),
  )
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (videos: string[], options: RenderCommandOptions) =>
      end(await renderCommand(videos, options, { content: 'frames', timestamps: true })),
    )

  withVideo(
    withRange(
      command('compose <recordings...>', 'make videos of the frames of recordings')
        .requiredOption(
          '--out <video>',
          'such as result.mp4 or result.webm; for several recordings a folder',
        )
        .addOption(
          new Option('--format <format>', 'of videos in a folder (default: mp4)').choices([
            'mp4',
            'webm',
          ]),
        )
        .option(
          '--pattern <pattern>',
          'of the frames’ names: frame_{:06d}.png, {:d}.jpg (default: proposed from the files)',
        ),
    ),
  )
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: RenderCommandOptions) =>
      end(await renderCommand(recordings, options, { content: 'frames', format: 'mp4' })),
    )

  command('benchmark <recordings...>', 'measure how fast frames are rendered, by each method')
    .option(
      '--workers <list>',
      'such as 1,2,4 (default: powers of two up to the cores, and the cores)',
      wholeNumbers,
    )
    .option('--chunk <list>', 'such as 1,4', wholeNumbers, [1])
    .option('--frames <N>', 'frames of each run', wholeNumber(1, MOST_FRAMES), 100)
    .option('--repeat <N>', 'counted runs of each method', wholeNumber(1, 1000), 3)
    .addOption(new Option('--csv', 'print a CSV table of medians').conflicts(['json', 'markdown']))
    .addOption(new Option('--markdown', 'print a Markdown table').conflicts('json'))
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: BenchmarkCommandOptions) =>
      end(await benchmarkCommand(recordings, options)),
    )

  command(
    'profile <recordings...>',
    'measure where the time of a frame goes, and what to do about it',
  )
    .option('--frames <N>', 'the first frames', wholeNumber(1, MOST_FRAMES), 10)
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: ProfileCommandOptions) =>
      end(await profileCommand(recordings, options)),
    )

  command('inspect <recordings...>', 'tell what is in recordings, and what is wrong')
    .addHelpText('after', JSON_HELP)
    .addHelpText('after', '\nExit codes: 0 it can be rendered; 1 it broke; 2 something is wrong.')
    .action(async (recordings: string[], options: CommonOptions) =>
      end(await inspectCommand(recordings, options)),
    )

  command('sample <folder>', 'make a recording to try things with, in a new or an empty folder')
    .option('--frames <N>', 'at 30 frames/s', wholeNumber(1, MOST_FRAMES), 240)
    .option('--width <px>', 'of the frames', wholeNumber(16, MOST_PIXELS), 960)
    .option('--height <px>', 'of the frames', wholeNumber(16, MOST_PIXELS), 540)
    .addOption(
      new Option('--format <format>', 'of the frames').choices(['png', 'jpeg']).default('png'),
    )
    .option('--seed <N>', 'another one makes another drive', wholeNumber(0, 2 ** 32 - 1), 1)
    .action(async (folder: string, options: SampleCommandOptions) =>
      end(await sampleCommand(folder, options)),
    )

  return program
}

function withRange(command: Command): Command {
  return command
    .option('--start <time>', 'first frame’s time, in ms or ISO 8601')
    .option('--end <time>', 'last frame’s time, in ms or ISO 8601')
    .option('--overwrite', 'replace files of the same names')
}

function withFrames(command: Command): Command {
  return command
    .option('--mode <mode>', 'sequential or parallel')
    .option('--workers <N>', 'a number, auto, all_cores or leave_two_free')
    .option('--chunk <N>', 'frames handed to a worker at a time: a number or auto')
    .option('--quality <Q>', 'of JPEG, WebP and videos, 0 to 1')
    .option('--memory-limit <MB>', 'take fewer workers where more memory would be needed')
}

function withVideo(command: Command): Command {
  return command
    .option('--codec <codec>', 'of a video: auto, h264, av1, vp9 or vp8')
    .option('--bitrate <Mbit/s>', 'of a video, in place of the quality')
    .option('--rate <frames/s>', 'constant, and without sound (default: the recording’s own times)')
    .option('--key-frames <s>', 'seconds from a key frame of a video to the next')
    .option('--no-sound', 'leave the sound of the source out')
    .option('--fast-start', 'the table of contents of an MP4 first')
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is not a whole number from ${least} to ${most}.`)
  }
}

function wholeNumbers(text: string): number[] {
  const values = text.split(',').map(Number)
  if (/^\s*\d+\s*(?:,\s*\d+\s*)*$/.test(text) && values.every((value) => value >= 1)) return values
  throw new InvalidArgumentError('It is not a list of whole numbers from 1, such as 1,2,4.')
}
