import { describeThrown, isGone } from '../../core/errors.ts'

/** Texts that libraries wrote for their authors. */
const FOR_AUTHORS =
  /^(?:Assertion failed|Tried reading|Slicing outside|Undefined element size|Internal error|Invalid TS packet)/

/** Why a file cannot be read, in plain words, as a clause; libraries' errors for broken files are not. */
export function describeFault(thrown: unknown): string {
  if (!(thrown instanceof Error) || isGone(thrown)) return describeThrown(thrown)
  if (/call stack/.test(thrown.message)) return 'its parts lie in each other too deep'
  const isForAuthors =
    thrown instanceof RangeError || thrown instanceof TypeError || FOR_AUTHORS.test(thrown.message)
  return isForAuthors ? 'one of its parts is not what it says it is' : describeThrown(thrown)
}
