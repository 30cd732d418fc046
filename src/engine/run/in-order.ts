/** Brings what workers finish in any order into the order of the plan. */
export class InOrder<Item> {
  private readonly held = new Map<number, Item>()
  private next = 0
  private readonly count: number
  private readonly release: (item: Item) => void

  /**
   * @param count how many positions there are
   * @param release takes the items, in order
   */
  constructor(count: number, release: (item: Item) => void) {
    this.count = count
    this.release = release
  }

  /** How many items wait for an earlier one. */
  get heldCount(): number {
    return this.held.size
  }

  add(position: number, item: Item): void {
    this.held.set(position, item)
  }

  /** Releases the items that no open position precedes. @param isSettled whether a position is closed */
  advance(isSettled: (position: number) => boolean): void {
    for (; this.next < this.count && isSettled(this.next); this.next++) {
      const item = this.held.get(this.next)
      if (item === undefined) continue
      this.held.delete(this.next)
      this.release(item)
    }
  }
}
