/** What the system's errors mean to the reader. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied.',
  EPERM: 'permission is denied.',
  EROFS: 'the disk is read-only.',
  ENOENT: 'there is no such file or folder.',
  ENOTDIR: 'it, or what should be a folder above it, is a file.',
  EISDIR: 'it is a folder.',
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the space that this user may use is full.',
  ENAMETOOLONG: 'its name, or its whole path, is too long for the disk.',
  EINVAL: 'the disk does not take this name.',
  EILSEQ: 'the disk does not take this name.',
  ELOOP: 'its links lead in a circle.',
  EMFILE: 'too many files are open.',
  EIO: 'the disk has a fault.',
}

/** Whether an error comes from the system, such as a full disk, and not from a fault in the program. */
export function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'code' in thrown && 'syscall' in thrown
}

/**
 * What the system says, in plain words where the error is a known one.
 * @param others words that fit better at this place, by the error's code
 */
export function systemReason(
  thrown: unknown,
  others: Readonly<Record<string, string>> = {},
): string {
  const { code = '', message } = thrown as NodeJS.ErrnoException
  return others[code] ?? WORDS[code] ?? `${message}.`
}
