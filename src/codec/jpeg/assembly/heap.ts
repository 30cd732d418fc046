/** Memory is handed out in one direction, and taken back as a whole when the next frame begins. */

const PAGE: usize = 65536
const MOST: u64 = 0xfff00000

let top: usize = 0

export function resetHeap(): void {
  top = (__heap_base + 15) & ~15
}

/** Aligned to 16 bytes. What it held before is not cleared. */
export function allocate(bytes: usize): usize {
  const at = top
  take(at, bytes)
  return at
}

/** The last byte is the last one of a page: reading past it traps where memory ends there. */
export function allocateBeforePageEnd(bytes: usize): usize {
  const at = ((top + bytes + PAGE - 1) & ~(PAGE - 1)) - bytes
  take(at, bytes)
  return at
}

/** Lets the block that was handed out last become larger. */
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
