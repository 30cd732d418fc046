/** How a command ended, for scripts. */
export const EXIT = {
  /** Every planned frame was rendered. */
  done: 0,
  /** Overlane itself failed. */
  broken: 1,
  /** The input or the arguments are wrong. */
  wrongInput: 2,
  /** The run finished, but frames were skipped or failed. */
  incomplete: 3,
  /** By Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The most serious first. */
const BY_GRAVITY: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.broken,
  EXIT.wrongInput,
  EXIT.incomplete,
]

/** The code of a call with several recordings. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return BY_GRAVITY.find((code) => codes.includes(code)) ?? EXIT.done
}

/** Errors that neither the input nor the arguments are to blame for. */
const BREAKS: readonly string[] = [
  'browser-missing',
  'browser-ended',
  'browser-permission',
  'app-missing',
  'temporary-folder',
  'system',
  'worker-failed',
  'write-failed',
  'busy',
  'queue-missing',
  'internal',
]

/** @param code of an error */
export function exitCodeOf(code: string): ExitCode {
  if (code === 'interrupted') return EXIT.interrupted
  return BREAKS.includes(code) ? EXIT.broken : EXIT.wrongInput
}
