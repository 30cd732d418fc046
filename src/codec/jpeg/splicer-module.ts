/** What the splicer's WebAssembly module exports. `assembly/splice.ts` describes it. */
export interface SplicerExports {
  memory: WebAssembly.Memory
  statedTable(slot: number): number
  keepCodes(slot: number, length: number): void
  quantisationTable(): number
  setComponent(component: number, h: number, v: number, dc: number, ac: number): void
  beginFrame(width: number, height: number, components: number, restartInterval: number): void
  allocate(bytes: number): number
  addPatch(pixels: number, x: number, y: number, width: number, height: number): void
  placeSource(length: number): number
  changeScan(scan: number, end: number): number
  strayBytes(): number
  copyScan(): void
  replacement(): number
  useReplacement(slot: number): void
  usedSymbols(slot: number): number
  touchedCount: WebAssembly.Global<'i32'>
  result: WebAssembly.Global<'i32'>
  resultEnd: WebAssembly.Global<'i32'>
  scanEnd: WebAssembly.Global<'i32'>
}

/** Starts the splicer with a memory of its own. */
export function instantiateSplicer(module: WebAssembly.Module): SplicerExports {
  return new WebAssembly.Instance(module, {}).exports as unknown as SplicerExports
}
