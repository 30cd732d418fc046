/** The result of splicing a frame. */
export type SpliceResult =
  | { kind: 'spliced'; bytes: Uint8Array<ArrayBuffer> }
  /**
   * The file is sound, but of a kind that cannot be spliced. The reason is a part of a sentence.
   */
  | { kind: 'declined'; reason: string }
  /** The file is cut off or broken. The fault is a clause about the file, like "it is cut off". */
  | { kind: 'damaged'; fault: string }
