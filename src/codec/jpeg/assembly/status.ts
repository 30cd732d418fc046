/** How a step ended. The numbers are read by `jpeg-splicer.ts`. */
export const enum Status {
  Done = 0,
  /** The data end before the picture does. */
  EndsEarly = 1,
  /** Bits that are not a code, or a block of more than 64 coefficients. */
  WrongCode = 2,
  /** A restart marker is missing, out of order, or superfluous. */
  WrongRestart = 3,
  /** A DC coefficient that no 8-bit picture has. */
  WrongLevel = 4,
}
