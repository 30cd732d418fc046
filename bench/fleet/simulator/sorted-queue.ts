/** A queue whose smallest value comes first; equal values come in the order in which they were added. */
export class SortedQueue<Value> {
  private readonly heap: { key: number; order: number; value: Value }[] = []
  private addedCount = 0

  get size(): number {
    return this.heap.length
  }

  /** The key of the first value; Infinity if there is none. */
  get firstKey(): number {
    return this.heap[0]?.key ?? Infinity
  }

  get first(): Value | undefined {
    return this.heap[0]?.value
  }

  add(key: number, value: Value): void {
    const { heap } = this
    const item = { key, order: this.addedCount++, value }
    let place = heap.length
    while (place > 0) {
      const above = (place - 1) >> 1
      const other = heap[above]
      if (!other || !isBefore(item, other)) break
      heap[place] = other
      place = above
    }
    heap[place] = item
  }

  take(): Value | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first?.value
    let place = 0
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]]
      if (!left) break
      const isRight = right !== undefined && isBefore(right, left)
      const next = isRight ? right : left
      if (!isBefore(next, last)) break
      heap[place] = next
      place = 2 * place + (isRight ? 2 : 1)
    }
    heap[place] = last
    return first.value
  }
}

interface Ordered {
  key: number
  order: number
}

function isBefore(one: Ordered, other: Ordered): boolean {
  return one.key < other.key || (one.key === other.key && one.order < other.order)
}
