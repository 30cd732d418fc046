/**
 * Rare symbols have so long codes that these change if symbols are added to their table. An edit
 * keeps the symbol and its value, whatever its code will be.
 */

import { acSlotOf, componentOf, dcSlotOf } from '../frame'
import { beginEdit, endEdit, putToken } from './edits'
import { keptLength, shownBits, slotAddress, takeSymbol, valueOf } from './huffman'
import { bitsAt } from './scan'

/** Notes the edits of a block. */
export function keepRare(block: usize, position: u32, end: u32): void {
  keepRareAc(block, keepSymbol(dcSlotOf(componentOf(block)), position), end)
}

export function keepRareAc(block: usize, position: u32, end: u32): void {
  const slot = acSlotOf(componentOf(block))
  while (position < end) {
    const shown = shownBits(slot, bitsAt(position))
    // A lookup may also show symbols of the next block.
    const isShown = shown > 0 && position + shown <= end
    position = isShown ? position + shown : keepSymbol(slot, position)
  }
}

/** @returns the bit behind the symbol and its value */
function keepSymbol(slot: i32, position: u32): u32 {
  const bits = bitsAt(position)
  const entry = takeSymbol(slotAddress(slot), bits)
  const symbol = entry & 255
  const size = slot < 4 ? symbol : symbol & 15
  const taken = (entry >> 8) + size
  if (entry >> 8 > keptLength(slot)) {
    const value = valueOf(bits >> (64 - <u64>taken), size)
    endEdit(position + taken, putToken(beginEdit(position), slot, symbol, value, size))
  }
  return position + taken
}
