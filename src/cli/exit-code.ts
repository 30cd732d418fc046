/** How a command ended, for scripts. */
export const EXIT = {
  /** Every planned frame was rendered. */
  done: 0,
  /** It broke. */
  broken: 1,
  /** The input or the arguments are wrong. */
  wrongInput: 2,
  /** It came to its end, and some frames were skipped or failed. */
  incomplete: 3,
  /** By Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The gravest first. */
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

/** Errors that no other input and no other argument would have kept from happening. */
const BREAKS: readonly string[] = [
  'browser-missing',
  'browser-ended',
  'browser-permission',
  'app-missing',
  'worker-failed',
  'write-failed',
  'busy',
  'internal',
]

/** @param code of an error */
export function exitCodeOf(code: string): ExitCode {
  if (code === 'interrupted') return EXIT.interrupted
  return BREAKS.includes(code) ? EXIT.broken : EXIT.wrongInput
}
