/** Memory is allocated upwards, and freed all at once when the next frame begins. */

const PAGE: usize = 65536
const MOST: u64 = 0xfff00000

let top: usize = 0

export function resetHeap(): void {
  top = (__heap_base + 15) & ~15
}

/** Allocates memory, aligned to 16 bytes. It is not cleared. */
export function allocate(bytes: usize): usize {
  const at = top
  take(at, bytes)
  return at
}

/**
 * Allocates memory up to the end of a page. If that is the end of the memory, a read beyond it
 * traps.
 */
export function allocateBeforePageEnd(bytes: usize): usize {
  const at = ((top + bytes + PAGE - 1) & ~(PAGE - 1)) - bytes
  take(at, bytes)
  return at
}

/** Frees a block, and all that were allocated after it. */
export function release(at: usize): void {
  top = (at + 15) & ~15
}

/** Enlarges the block that was allocated last. */
export function extend(at: usize, bytes: usize): void {
  take(at, bytes)
}

function take(at: usize, bytes: usize): void {
  const end: u64 = <u64>at + <u64>bytes
  const size: u64 = <u64>memory.size() * PAGE
  if (end > MOST) unreachable()
  if (end > size && memory.grow(<i32>((end - size + PAGE - 1) / PAGE)) < 0) unreachable()
  top = (<usize>end + 15) & ~15
}
