import { describe, expect, test } from 'vitest'
import { proposeSync } from './propose-sync.ts'
import type { ClockFacts, SyncProposal } from './propose-sync.ts'

const START_MS = 1_761_525_000_000
const HOUR_MS = 3_600_000

function proposalsFor(facts: Partial<ClockFacts>): SyncProposal[] {
  return proposeSync({
    videoMs: [START_MS, START_MS + 60_000],
    logMs: [START_MS, START_MS + 60_000],
    creationMs: null,
    gpsMs: null,
    ...facts,
  })
}

function placesOf(proposals: readonly SyncProposal[]): unknown[] {
  return proposals.map(({ kind, offsetMs, overlap }) => [
    kind,
    offsetMs,
    Number(overlap.toFixed(3)),
  ])
}

describe('places for a log by its times', () => {
  test('a log on the video’s clock stays, and its ends are proposed', () => {
    expect(placesOf(proposalsFor({ logMs: [START_MS - 2000, START_MS + 45_000] }))).toEqual([
      ['same_clock', 0, 0.75],
      ['starts_together', 2000, 0.783],
      ['ends_together', 15_000, 0.783],
    ])
  })

  test('a log of another time zone is whole hours away', () => {
    const logMs = [START_MS + 2 * HOUR_MS, START_MS + 2 * HOUR_MS + 60_000] as const
    const [first] = proposalsFor({ logMs })
    expect(first).toMatchObject({ kind: 'whole_hours', offsetMs: -2 * HOUR_MS, overlap: 1 })
    expect(first?.reason).toContain('2 hours ahead of the video')
  })

  test('a video whose times begin at 0 is laid where its file and its GPS say', () => {
    const facts = { videoMs: [0, 60_000], creationMs: START_MS + 500, gpsMs: START_MS } as const
    expect(placesOf(proposalsFor(facts)).slice(0, 2)).toEqual([
      ['gps_time', -START_MS, 1],
      ['creation_time', -START_MS - 500, 0.992],
    ])
  })

  test('a camera whose clock is in another time zone is found by its file', () => {
    const facts = { videoMs: [0, 60_000], creationMs: START_MS - HOUR_MS } as const
    expect(placesOf(proposalsFor(facts))[0]).toEqual(['whole_hours', -START_MS, 1])
  })

  test('a log without dates has no place but the ends of the video', () => {
    const facts = { logMs: [0, 90_000], creationMs: START_MS } as const
    expect(placesOf(proposalsFor(facts))).toEqual([
      ['starts_together', START_MS, 1],
      ['ends_together', START_MS - 30_000, 1],
    ])
  })
})
