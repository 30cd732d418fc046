/** What became of a frame that was to be spliced. */
export type SpliceResult =
  | {
      kind: 'spliced'
      bytes: Uint8Array<ArrayBuffer>
      /** What is damaged in the file, though it can be drawn, as a clause; null where nothing is. */
      fault: string | null
    }
  /** The file is sound but of a kind that is not spliced; the reason is a part of a sentence. */
  | { kind: 'declined'; reason: string }
  /** The file is cut off or broken; the fault is a clause about the file, as "it is cut off". */
  | { kind: 'damaged'; fault: string }
