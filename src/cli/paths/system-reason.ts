/** Plain words for the error codes of the system. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied.',
  EPERM: 'permission is denied.',
  EROFS: 'the disk is read-only.',
  ENOENT: 'there is no such file or folder.',
  ENOTDIR: 'it is a file, or a folder in its path is a file.',
  EISDIR: 'it is a folder.',
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the disk quota of this user is used up.',
  ENAMETOOLONG: 'its name, or its whole path, is too long for the disk.',
  EINVAL: 'the disk does not allow this name.',
  EILSEQ: 'the disk does not allow this name.',
  ELOOP: 'its links form a loop.',
  EMFILE: 'too many files are open.',
  EIO: 'the disk has a fault.',
}

/** Whether an error comes from the system (such as a full disk) and not from a bug in the program. */
export function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'code' in thrown && 'syscall' in thrown
}

/**
 * Says in plain words why the system refused. An unknown error keeps the system's own message.
 * @param others words by error code that fit better in this place
 */
export function systemReason(
  thrown: unknown,
  others: Readonly<Record<string, string>> = {},
): string {
  const { code = '', message } = thrown as NodeJS.ErrnoException
  return others[code] ?? WORDS[code] ?? `${message}.`
}
