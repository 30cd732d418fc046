import { Option } from 'commander'
import type { Command } from 'commander'
import { CHUNK_FRAMES_HELP } from '../cli/chunks/chunk-size.ts'
import type { ExitCode } from '../cli/exit-code.ts'
import { MOST_FRAMES, wholeNumber, withOutput } from '../cli/program-options.ts'
import {
  jobsCancelCommand,
  jobsListCommand,
  jobsRetryCommand,
  jobsWatchCommand,
} from './commands/jobs-command.ts'
import type { FleetOptions } from './commands/open-queue.ts'
import { queueCheckCommand } from './commands/queue-command.ts'
import { serveCommand } from './commands/serve-command.ts'
import type { ServeCommandOptions } from './commands/serve-command.ts'
import { submitCommand } from './commands/submit-command.ts'
import type { SubmitCommandOptions } from './commands/submit-command.ts'
import { workCommand } from './commands/work-command.ts'
import type { WorkCommandOptions } from './commands/work-command.ts'
import { RUN_CLASSES } from './queue/job-names.ts'

const MOST_GRACE_S = 86_400

/** The commands of a fleet: `submit`, `work`, `jobs`, `queue`, `serve`. */
export function addFleetCommands(program: Command, end: (exitCode: ExitCode) => void): void {
  withOutput(
    withMounts(
      withQueueOption(
        program
          .command('submit <recordings...>')
          .description('queue the rendering of recordings for the workers of a fleet'),
      ),
    ),
  )
    .option('--chunk-frames <N>', CHUNK_FRAMES_HELP, wholeNumber(1, MOST_FRAMES))
    .addOption(
      new Option('--class <class>', 'interactive runs come first, bulk runs last')
        .choices(RUN_CLASSES)
        .default('normal'),
    )
    .action(async (recordings: string[], options: SubmitCommandOptions) =>
      end(await submitCommand(recordings, options)),
    )

  withMounts(
    withQueueOption(program.command('work').description('render what is queued, until Ctrl-C')),
  )
    .option(
      '--browser <path>',
      'Chromium browser to run in (default: CHROME_PATH, Playwright’s, the system’s)',
    )
    .option('--allow-renderers', 'run the renderers of your own that recordings bring along')
    .option(
      '--grace <seconds>',
      'time to finish the job in hand after SIGTERM, before it is put back',
      wholeNumber(0, MOST_GRACE_S),
      60,
    )
    .action(async (options: WorkCommandOptions) => end(await workCommand(options)))

  const jobs = program.command('jobs').description('the runs of a fleet')
  withQueueOption(jobs.command('list').description('list runs and workers')).action(
    async (options: FleetOptions) => end(await jobsListCommand(options)),
  )
  withQueueOption(
    jobs.command('watch <run>').description('show the progress of a run until it is over'),
  )
    .addHelpText('after', '\nExit codes: 0 all frames are rendered; 3 something is missing.')
    .action(async (id: string, options: FleetOptions) => end(await jobsWatchCommand(id, options)))
  withQueueOption(jobs.command('cancel <run>').description('end a run')).action(
    async (id: string, options: FleetOptions) => end(await jobsCancelCommand(id, options)),
  )
  withQueueOption(
    jobs.command('retry <run>').description('try again what a run did not finish'),
  ).action(async (id: string, options: FleetOptions) => end(await jobsRetryCommand(id, options)))

  const queue = program.command('queue').description('the queue of a fleet')
  withQueueOption(
    queue.command('check').description('check that a Redis can be the queue of a fleet'),
  ).action(async (options: FleetOptions) => end(await queueCheckCommand(options)))

  withQueueOption(
    program.command('serve').description('show the queue in a browser, and metrics for Prometheus'),
  )
    .option('--host <address>', 'address to listen to; 0.0.0.0 is all of them', '127.0.0.1')
    .option('--port <N>', 'port to listen to; 0 is any that is free', wholeNumber(0, 65_535), 4180)
    .addHelpText('after', '\nOVERLANE_BOARD_TOKEN sets the token; otherwise a new one is made.')
    .action(async (options: ServeCommandOptions) => end(await serveCommand(options)))
}

function withQueueOption(command: Command): Command {
  return command
    .option('--json', 'print the result as JSON')
    .option(
      '--queue <address>',
      'the Redis of the queue, redis:// or rediss:// (default: OVERLANE_QUEUE, redis://127.0.0.1:6379)',
    )
}

function withMounts(command: Command): Command {
  return command.option(
    '--mount <name=path>',
    'a folder that all machines share, and where it is on this one; may be repeated',
    (mount: string, before: string[]) => [...before, mount],
    [],
  )
}
