import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InOrder } from './in-order.ts'

/** Each position once, in any order; `true`: it has an item. */
const endings = fc.array(fc.boolean(), { maxLength: 30 }).chain((hasItem) =>
  fc.shuffledSubarray([...hasItem.keys()], { minLength: hasItem.length }).map((order) => ({
    hasItem,
    order,
  })),
)

test('items are released in the order of their positions, and no later than they can be', () => {
  fc.assert(
    fc.property(endings, ({ hasItem, order }) => {
      const released: number[] = []
      const inOrder = new InOrder<number>(hasItem.length, (item) => released.push(item))
      const settled = new Set<number>()
      for (const position of order) {
        settled.add(position)
        if (hasItem[position]) inOrder.add(position, position)
        inOrder.advance((at) => settled.has(at))
        const firstOpen = [...hasItem.keys()].find((at) => !settled.has(at)) ?? hasItem.length
        const expected = [...hasItem.keys()].filter((at) => hasItem[at] && at < firstOpen)
        expect(released).toEqual(expected)
        const known = [...settled].filter((at) => hasItem[at]).length
        expect(inOrder.heldCount).toBe(known - released.length)
      }
    }),
  )
})
