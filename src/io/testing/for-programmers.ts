/** What no message says: these texts are for those who write programs. */
export const FOR_PROGRAMMERS =
  /Assertion failed|Cannot read prop|Maximum call stack|undefined|is not a function|NaN|out of bounds|Invalid array length|internal error/i
