import { basename } from 'node:path'
import { formatCount, formatDifference, formatQuantity, TRACE_FILE_NAME } from '../../index.ts'
import type { Verification, VerifyFault } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { checkRecordingPath, readRecordingPath } from '../paths/recording-path.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'

export interface VerifyCommandOptions extends CommonOptions {
  recording?: string
  frames: number
}

interface VerifyResult {
  /** Absolute path. */
  output: string
  verification: Verification
}

/** `overlane verify`: whether output folders hold what their runs wrote. */
export function verifyCommand(
  paths: readonly string[],
  options: VerifyCommandOptions,
): Promise<ExitCode> {
  const source = options.recording === undefined ? null : readRecordingPath(options.recording)
  if (source) {
    checkRecordingPath(source)
    if (paths.length > 1) {
      throw wrongInput(
        `--recording: ${options.recording ?? ''} is of one output folder, but ${paths.length} are named. Check one folder at a time.`,
      )
    }
  }
  return runRecordings<VerifyResult>(paths, options, {
    folders: source ? [{ path: source.folder, isWritable: false }] : [],
    work: async (session, output) => {
      const folder = await session.grab({ path: output.folder, isWritable: false })
      const verification = source
        ? await session.run(
            (runner, { output, sampleCount, ...recording }) =>
              runner.verify(output, recording, sampleCount),
            {
              ...(await session.grabRecording(source)),
              output: folder,
              sampleCount: options.frames,
            },
          )
        : await session.run((runner, { output }) => runner.verify(output, null, 0), {
            output: folder,
          })
      return { output: output.path, verification }
    },
    exitCodeOf: ({ verification }) => (countFaults(verification) > 0 ? EXIT.incomplete : EXIT.done),
    toText: verificationToText,
    toJson: verificationToJson,
  })
}

const FAULT_WORDS: Readonly<Record<VerifyFault, string>> = {
  missing: 'it is missing.',
  damaged: 'it is not as it was written.',
  'other-pixels': 'rendered again, it is another picture.',
  'not-rendered': 'it could not be rendered again.',
}
const LISTED_FAULTS = 20

function countFaults({ faults, trace }: Verification): number {
  return faults.length + (trace?.differenceCount ?? 0)
}

function verificationToText({ output, verification }: VerifyResult): string {
  const { fileCount, redrawnCount, faults, differences, trace } = verification
  const name = harmlessName(basename(output))
  const checked = [
    `${formatQuantity(fileCount, 'file')} read`,
    ...(redrawnCount > 0 ? [`${formatQuantity(redrawnCount, 'frame')} rendered again`] : []),
    ...(trace ? [`the trace of ${formatQuantity(trace.frameCount, 'frame')} compared`] : []),
  ].join(', ')
  const verdict =
    countFaults(verification) === 0
      ? 'all as they were written'
      : `${formatCount(countFaults(verification))} not as they should be`
  const more = faults.length - LISTED_FAULTS
  return [
    `${name}: ${checked}, ${verdict}`,
    ...faults
      .slice(0, LISTED_FAULTS)
      .map((each) => `  ${harmlessName(each.name)}: ${FAULT_WORDS[each.fault]}`),
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
    ...(trace ? traceToText(trace) : []),
    ...differences.map((each) => `  Not as in the run: ${harmlessName(formatDifference(each))}`),
  ].join('\n')
}

function traceToText({
  unknownCount,
  differenceCount,
  differences,
}: NonNullable<Verification['trace']>): string[] {
  const more = differenceCount - differences.length
  return [
    ...differences.map(({ frameIndex, sensor, traced, expected }) => {
      const frame = frameIndex === null ? [] : [`frame ${frameIndex}`]
      const place = [...frame, ...(sensor === null ? [] : [sensor])].join(', ')
      const said = `the trace has ${traced}, expected ${expected}.`
      return `  ${TRACE_FILE_NAME}${place === '' ? '' : ` ${harmlessName(place)}`}: ${harmlessName(said)}`
    }),
    ...(more > 0 ? [`  ${TRACE_FILE_NAME}: and ${formatCount(more)} more`] : []),
    ...(unknownCount > 0
      ? [`  ${formatQuantity(unknownCount, 'frame')} of another run: what they show is not known.`]
      : []),
  ]
}

function verificationToJson({ output, verification }: VerifyResult): object {
  const { fileCount, redrawnCount, faults, differences, trace } = verification
  return {
    output,
    files: fileCount,
    rendered_again: redrawnCount,
    faults: faults.map(({ name, fault }) => ({ file: name, fault })),
    differences,
    trace: trace && {
      frames: trace.frameCount,
      unknown: trace.unknownCount,
      differences: trace.differenceCount,
      first_differences: trace.differences.map(({ frameIndex: frame, ...each }) => ({
        frame,
        ...each,
      })),
    },
  }
}
