/** The exports of the WebAssembly module of `assembly/index.ts` that splice PNG files. */
export interface PngModule {
  memory: WebAssembly.Memory
  spansEnd: WebAssembly.Global<'i32'>
  streamEnd: WebAssembly.Global<'i32'>
  memoryStart: () => number
  scratchSize: (byteCount: number) => number
  adler32: (adler: number, start: number, end: number) => number
  crc32: (crc: number, start: number, end: number) => number
  joinChunks: (chunks: number, chunksEnd: number, streamEnd: number) => number
  findChanges: (
    patches: number,
    patchesEnd: number,
    rows: number,
    width: number,
    height: number,
    bytesPerPixel: number,
    output: number,
    changes: number,
  ) => number
  runsSize: (height: number) => number
  findRuns: (
    patches: number,
    patchesEnd: number,
    rows: number,
    width: number,
    height: number,
    bytesPerPixel: number,
    output: number,
    runs: number,
  ) => void
  openRuns: (runs: number) => void
  openBlocks: (blocks: number, blocksLimit: number) => void
  inflate: (
    start: number,
    inputEnd: number,
    output: number,
    outputEnd: number,
    changes: number,
    changesEnd: number,
    spans: number,
    notes: number,
    lastNote: number,
  ) => number
  repaint: (
    output: number,
    width: number,
    height: number,
    bytesPerPixel: number,
    patches: number,
    patchesEnd: number,
    rows: number,
    scratch: number,
  ) => number
  openChanges: (
    output: number,
    rows: number,
    width: number,
    height: number,
    bytesPerPixel: number,
  ) => void
  changedAdler: (adler: number) => number
  writeSpan: (span: number, input: number, output: number, target: number, limit: number) => number
}
