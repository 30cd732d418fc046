import { Command, Option } from 'commander'
import { SYNC_SOURCES } from '../index.ts'
import { CHUNK_FRAMES_HELP } from './chunks/chunk-size.ts'
import { benchmarkCommand } from './commands/benchmark-command.ts'
import type { BenchmarkCommandOptions } from './commands/benchmark-command.ts'
import type { ExitCode } from './exit-code.ts'
import { FLEET_HELP } from './fleet-entry.ts'
import { inspectCommand } from './commands/inspect-command.ts'
import type { InspectCommandOptions } from './commands/inspect-command.ts'
import { joinCommand } from './commands/join-command.ts'
import type { JoinCommandOptions } from './commands/join-command.ts'
import { planCommand } from './commands/plan-command.ts'
import type { PlanCommandOptions } from './commands/plan-command.ts'
import { shardCommand } from './commands/shard-command.ts'
import { parseShard, shardFromEnvironment } from './chunks/shard.ts'
import { print, say } from './print/console.ts'
import { profileCommand } from './commands/profile-command.ts'
import type { ProfileCommandOptions } from './commands/profile-command.ts'
import { renderCommand } from './commands/render-command.ts'
import type { RenderCommandOptions } from './commands/render-command.ts'
import { sampleCommand } from './commands/sample-command.ts'
import type { SampleCommandOptions } from './commands/sample-command.ts'
import { syncCommand } from './commands/sync-command.ts'
import type { SyncCommandOptions } from './commands/sync-command.ts'
import { verifyCommand } from './commands/verify-command.ts'
import type { VerifyCommandOptions } from './commands/verify-command.ts'
import {
  LAYOUT_HELP,
  MOST_FRAMES,
  wholeNumber,
  wholeNumbers,
  withFrames,
  withOverlay,
  withRange,
  withRenderers,
  withResume,
  withVideo,
} from './program-options.ts'

/** `render` renders everything, or a share of a plan. */
type RenderOrShard = RenderCommandOptions & { shard?: string; shardFromEnv?: boolean }

const EXIT_HELP = `
Exit codes: 0 every planned frame was rendered; 1 Overlane itself failed; 2 the input or the
arguments are wrong; 3 the run finished, but frames were skipped or failed; 130 you pressed Ctrl-C.
With several recordings, the most serious code counts, in this order: 130, 1, 2, 3, 0.`

const JSON_HELP = `
With --json, standard output has one JSON object. For several recordings, it has a list of objects
in the order of the recordings. A recording that failed has the object
{"recording", "error": {"code", "message", "problems"}}. Messages and progress always go to standard
error.`

const MOST_PIXELS = 16_384

/**
 * The commands and options of `overlane`.
 * @param end takes the exit code of the command that was run
 */
export function makeProgram(end: (exitCode: ExitCode) => void): Command {
  const program = new Command('overlane')
    .description('Draws what your logs say on every frame of a recording, on all cores.')
    .version(__OVERLANE_VERSION__)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: (text) => say(text.replace(/\n$/, '')) })
    .showHelpAfterError('Add --help to see the commands and options.')
    .addHelpText('after', FLEET_HELP)
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

  withResume(
    withOverlay(
      command('render <recordings...>', 'render the frames of recordings with their overlay'),
    ),
  )
    .addOption(
      new Option(
        '--shard <i/n>',
        'render the i-th of n shares of what "overlane plan" has planned in the output folder',
      ).conflicts('shardFromEnv'),
    )
    .option(
      '--encoder <ffmpeg[:args]>',
      'let the ffmpeg of this machine decode and encode the video: ffmpeg, "ffmpeg:x264 medium", "ffmpeg:-c:v libx265 -crf 20"; short names: x264, x265, av1, prores, nvenc, vaapi',
    )
    .option(
      '--shard-from-env',
      'the share that the scheduler gave to this process: Slurm, AWS Batch, Kubernetes, GNU parallel',
    )
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], { shard, shardFromEnv, ...options }: RenderOrShard) => {
      const share = shardFromEnv ? shardFromEnvironment(process.env) : shard && parseShard(shard)
      end(
        await (share
          ? shardCommand(recordings, options, share)
          : renderCommand(recordings, options)),
      )
    })

  withOverlay(
    command(
      'plan <recordings...>',
      'cut the rendering of recordings into chunks, for render --shard',
    ),
  )
    .option('--chunk-frames <N>', CHUNK_FRAMES_HELP, wholeNumber(1, MOST_FRAMES))
    .addHelpText('after', JSON_HELP)
    .action(async (recordings: string[], options: PlanCommandOptions) =>
      end(await planCommand(recordings, options)),
    )

  withRenderers(command('join <output>', 'make the results of plans whose chunks are all rendered'))
    .option('--list-missing', 'only list the chunks that are not rendered yet')
    .option('--recording <path>', 'where the recording is on this machine (default: as planned)')
    .option('--overwrite', 'replace existing files with the same names')
    .option('--check-all', 'check the contents of all frames, not only of a sample')
    .addHelpText('after', JSON_HELP)
    .addHelpText('after', '\nExit codes: as of render; 3 also if chunks are missing.')
    .action(async (output: string, options: JoinCommandOptions) =>
      end(await joinCommand(output, options)),
    )

  withResume(
    withFrames(
      withRange(
        command('split <videos...>', 'write the frames of videos as images, with a timestamps.csv')
          .requiredOption(
            '--out <folder>',
            'folder for the frames; several videos get a folder each below it',
          )
          .addOption(
            new Option('--format <format>', 'format of the frames')
              .choices(['png', 'jpeg', 'webp'])
              .default('png'),
          ),
      ),
    ),
  )
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (videos: string[], options: RenderCommandOptions) =>
      end(await renderCommand(videos, options, { content: 'frames', timestamps: true })),
    )

  withVideo(
    withRange(
      command('compose <recordings...>', 'make a video from the frames of each recording')
        .requiredOption(
          '--out <video>',
          'video to write, such as result.mp4 or result.webm; for several recordings, a folder',
        )
        .addOption(
          new Option(
            '--format <format>',
            'format of the videos in a folder (default: mp4)',
          ).choices(['mp4', 'webm']),
        )
        .option(
          '--pattern <pattern>',
          'names of the frames, such as frame_{:06d}.png or {:d}.jpg (default: proposed from the files)',
        ),
    ),
  )
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: RenderCommandOptions) =>
      end(await renderCommand(recordings, options, { content: 'frames', format: 'mp4' })),
    )

  withRenderers(
    command('verify <outputs...>', 'check that output folders hold the frames that were written'),
  )
    .option(
      '--recording <path>',
      'recording that the frames were made from: some of them are rendered again and compared',
    )
    .option('--frames <N>', 'number of frames to render again', wholeNumber(1, MOST_FRAMES), 10)
    .addHelpText('after', JSON_HELP)
    .addHelpText(
      'after',
      '\nExit codes: 0 every file is as it was written; 1 Overlane itself failed; 2 there is nothing to\ncheck, or the arguments are wrong; 3 something differs.',
    )
    .action(async (outputs: string[], options: VerifyCommandOptions) =>
      end(await verifyCommand(outputs, options)),
    )

  withRenderers(command('benchmark <recordings...>', 'measure how fast each method renders frames'))
    .option(
      '--workers <list>',
      'numbers of workers, such as 1,2,4 (default: powers of two up to the number of cores, and that number)',
      wholeNumbers,
    )
    .option(
      '--chunk <list>',
      'numbers of frames that a worker gets at a time, such as 1,4',
      wholeNumbers,
      [1],
    )
    .option('--frames <N>', 'number of frames in each run', wholeNumber(1, MOST_FRAMES), 100)
    .option('--repeat <N>', 'number of measured runs of each method', wholeNumber(1, 1000), 3)
    .addOption(new Option('--csv', 'print a CSV table of medians').conflicts(['json', 'markdown']))
    .addOption(new Option('--markdown', 'print a Markdown table').conflicts('json'))
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: BenchmarkCommandOptions) =>
      end(await benchmarkCommand(recordings, options)),
    )

  withRenderers(
    command(
      'profile <recordings...>',
      'measure how the time of a frame is spent, and advise what to do',
    ),
  )
    .option(
      '--frames <N>',
      'number of frames to measure, from the first one',
      wholeNumber(1, MOST_FRAMES),
      10,
    )
    .addHelpText('after', JSON_HELP + '\n' + EXIT_HELP)
    .action(async (recordings: string[], options: ProfileCommandOptions) =>
      end(await profileCommand(recordings, options)),
    )

  withRenderers(
    command('inspect <recordings...>', 'list what is in recordings, and what is wrong with them'),
  )
    .option('--layout <name>', LAYOUT_HELP)
    .addHelpText('after', JSON_HELP)
    .addHelpText(
      'after',
      '\nExit codes: 0 it can be rendered; 1 Overlane itself failed; 2 something is wrong with it.',
    )
    .action(async (recordings: string[], options: InspectCommandOptions) =>
      end(await inspectCommand(recordings, options)),
    )

  command('sync <recordings...>', 'find where a log lies on the clock of the video')
    .requiredOption('--sensor <name>', 'sensor whose log is to be placed')
    .addOption(
      new Option(
        '--by <source>',
        'compare the log with the picture, a log inside the video, or its sound (default: a log if there is one, else the picture)',
      ).choices(SYNC_SOURCES),
    )
    .option(
      '--apply',
      'write the best candidate into overlane.yaml if its confidence is high (its comments stay)',
    )
    .addHelpText('after', JSON_HELP)
    .addHelpText(
      'after',
      '\nExit codes: 0 candidates were printed, or with --apply the best one was written; 1 Overlane itself\nfailed; 2 the input or the arguments are wrong; 3 with --apply, the confidence is not high.',
    )
    .action(async (recordings: string[], options: SyncCommandOptions) =>
      end(await syncCommand(recordings, options)),
    )

  command('sample <folder>', 'make a sample recording in a new or an empty folder')
    .option('--frames <N>', 'number of frames, at 30 frames/s', wholeNumber(1, MOST_FRAMES), 240)
    .option('--width <px>', 'width of the frames', wholeNumber(16, MOST_PIXELS), 960)
    .option('--height <px>', 'height of the frames', wholeNumber(16, MOST_PIXELS), 540)
    .addOption(
      new Option('--format <format>', 'format of the frames')
        .choices(['png', 'jpeg'])
        .default('png'),
    )
    .option('--seed <N>', 'each seed makes another drive', wholeNumber(0, 2 ** 32 - 1), 1)
    .action(async (folder: string, options: SampleCommandOptions) =>
      end(await sampleCommand(folder, options)),
    )

  return program
}
