/** The runs of bytes that an overlay changes, more exactly than one range per row. */

import { PATCH_SIZE, firstChangedColumn, lastChangedColumn } from './rows'

/** A run: usize start and end of bytes of the filtered rows. */
export const RUN_SIZE: usize = 8
/** A row has at most so many runs. Others are joined with its last one. */
const RUNS_PER_ROW: usize = 8
/** Runs with fewer columns between them become one. */
const MIN_GAP: u32 = 16

/** The number of bytes that {@link findRuns} needs. */
export function runsSize(height: u32): usize {
  return (height * (RUNS_PER_ROW + 1) + 1) * RUN_SIZE
}

/**
 * Fills `runs` with the bytes that may change, in rising order, and a last run after all of them.
 *
 * @param rows the rows that `findChanges` filled
 */
export function findRuns(
  patches: usize,
  patchesEnd: usize,
  rows: usize,
  width: u32,
  height: u32,
  bytesPerPixel: u32,
  output: usize,
  runs: usize,
): void {
  const stride: usize = width * bytesPerPixel + 1
  let end = runs
  for (let row: u32 = 0; row < height; row++) {
    if (firstChangedColumn(rows, row) >= lastChangedColumn(rows, row)) continue
    const first = end
    for (let patch = patches; patch < patchesEnd; patch += PATCH_SIZE) {
      end = addColumns(patch, row - load<u32>(patch, 4), width, first, end)
      // Filters use the row above.
      end = addColumns(patch, row - load<u32>(patch, 4) - 1, width, first, end)
    }
    const rowStart = output + row * stride + 1
    for (let run = first; run < end; run += RUN_SIZE) {
      store<usize>(run, rowStart + load<u32>(run) * bytesPerPixel)
      store<usize>(run, rowStart + load<u32>(run, 4) * bytesPerPixel, 4)
    }
  }
  store<usize>(end, usize.MAX_VALUE)
  store<usize>(end, usize.MAX_VALUE, 4)
}

/** Adds what a line of a patch changes to the columns of a row. @returns the end of the columns */
function addColumns(patch: usize, line: u32, width: u32, first: usize, end: usize): usize {
  if (line >= load<u32>(patch, 12)) return end
  const count = load<u32>(patch, 8)
  const pixels = load<usize>(patch, 16) + ((line * count) << 2)
  let start: u32 = 0
  while (start < count && load<u8>(pixels + (start << 2), 3) == 0) start++
  if (start == count) return end
  let stop = count
  while (load<u8>(pixels + (stop << 2) - 1) == 0) stop--
  // Filters use the pixel to the left.
  const x = load<u32>(patch)
  return insertRun(first, end, x + start, min(x + stop + 1, width))
}

function insertRun(first: usize, end: usize, start: u32, stop: u32): usize {
  let kept = first
  for (let run = first; run < end; run += RUN_SIZE) {
    const otherStart = load<u32>(run)
    const otherStop = load<u32>(run, 4)
    if (otherStop + MIN_GAP < start || otherStart > stop + MIN_GAP) {
      store<u64>(kept, load<u64>(run))
      kept += RUN_SIZE
    } else {
      start = min(start, otherStart)
      stop = max(stop, otherStop)
    }
  }
  let place = kept
  for (; place > first && load<u32>(place - RUN_SIZE) > start; place -= RUN_SIZE) {
    store<u64>(place, load<u64>(place - RUN_SIZE))
  }
  store<u32>(place, start)
  store<u32>(place, stop, 4)
  if (kept - first < RUNS_PER_ROW * RUN_SIZE) return kept + RUN_SIZE
  store<u32>(kept - RUN_SIZE, load<u32>(kept, 4), 4)
  return kept
}
