/**
 * What no message says: these texts are for those who write programs. A message may quote `nan` from a
 * damaged file.
 */
export const FOR_PROGRAMMERS =
  /[Aa]ssertion failed|Cannot read prop|Maximum call stack|undefined|is not a function|NaN|out of bounds|Invalid array length|[Ii]nternal error/
