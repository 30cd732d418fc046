import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Problem } from '../../core/errors.ts'
import { WorkerCrew } from './worker-crew.ts'
import type { CrewPlace } from './worker-crew.ts'

interface Place extends CrewPlace {
  isOverdue: boolean
  isEnded: boolean
}

interface Watched {
  crew: WorkerCrew<Place>
  replaced: string[]
  hopeless: Problem[]
}

/** A crew that replaces each lost worker. */
function crewOf(count: number): Watched {
  const watched: Omit<Watched, 'crew'> = { replaced: [], hopeless: [] }
  const crew = new WorkerCrew<Place>({
    timeoutMs: 5000,
    spawn(index) {
      const place: Place = {
        index,
        host: { end: () => (place.isEnded = true) },
        isAlive: false,
        isSuspect: false,
        isOverdue: false,
        isEnded: false,
      }
      return place
    },
    findOverdue: ({ isOverdue }) => (isOverdue ? 'it took too long' : null),
    onReplaced: (index, why) => watched.replaced.push(`${index}: ${why}`),
    onLost({ index }, problem) {
      if (problem) watched.hopeless.push(problem)
      else crew.add(index)
    },
  })
  for (let index = 0; index < count; index++) crew.add(index)
  return { crew, ...watched }
}

const first = ({ places }: WorkerCrew<Place>): Place => {
  const [place] = places
  if (!place) throw new Error('there is no worker')
  return place
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a worker that is overdue', () => {
  test('is replaced at the second check', () => {
    const { crew, replaced } = crewOf(1)
    const lost = first(crew)
    lost.isOverdue = true
    vi.advanceTimersByTime(1000)
    expect(replaced).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(replaced).toEqual(['0: it took too long'])
    expect(lost.isEnded).toBe(true)
    expect(crew.has(lost)).toBe(false)
    expect(crew.places.map(({ index }) => index)).toEqual([0])
  })

  test('is kept if it gives a sign between the two checks', () => {
    const { crew, replaced } = crewOf(1)
    const place = first(crew)
    place.isOverdue = true
    vi.advanceTimersByTime(1000)
    crew.noteSign(place)
    vi.advanceTimersByTime(1000)
    expect(replaced).toEqual([])
  })

  test('is not checked any more when the crew has ended', () => {
    const { crew, replaced } = crewOf(2)
    const [one, other] = crew.end()
    vi.advanceTimersByTime(10_000)
    expect([one?.isEnded, other?.isEnded, replaced, vi.getTimerCount()]).toEqual([
      true,
      true,
      [],
      0,
    ])
  })
})

describe('workers that die', () => {
  test('before they began any work are given up, after a few more tries than there are workers', () => {
    const { crew, hopeless, replaced } = crewOf(2)
    for (let count = 0; count < 5; count++) crew.replace(first(crew), 'no memory')
    expect(hopeless.map(({ message }) => message)).toEqual([
      'Workers cannot be started: no memory. Close other tabs, reload the page, and try with fewer workers.',
    ])
    expect(replaced).toHaveLength(5)
  })

  test('after they began some work are replaced again and again', () => {
    const { crew, hopeless } = crewOf(1)
    for (let count = 0; count < 20; count++) {
      crew.noteSign(first(crew))
      crew.replace(first(crew), 'it died')
    }
    expect(hopeless).toEqual([])
  })

  test('are counted for each piece of work separately, once they began any', () => {
    const { crew } = crewOf(1)
    expect(crew.blame(first(crew), 7)).toBe(0)
    crew.noteSign(first(crew))
    expect([crew.blame(first(crew), 7), crew.blame(first(crew), 8)]).toEqual([1, 1])
    expect(crew.blame(first(crew), 7)).toBe(2)
  })

  test('are reported once', () => {
    const { crew, replaced } = crewOf(1)
    const lost = first(crew)
    crew.replace(lost, 'it died')
    crew.replace(lost, 'a message could not be read')
    expect(replaced).toEqual(['0: it died'])
  })
})
