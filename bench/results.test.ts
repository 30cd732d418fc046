import { expect, test } from 'vitest'
import { formatResults } from './results.ts'

test('each kind of run has its own table, under its own heading', async () => {
  const outcome = (method: string) => [
    { frames: 'PNG', method, result: [{ framesPerSecond: 60, bytesPerFrame: 1600 }] },
  ]
  const outcomes = {
    frames: outcome('drawn'),
    videos: outcome('coded'),
    extracts: outcome('extracted'),
  }
  const setting = { command: 'npm run bench', frameCount: 2, roundCount: 1, versions: [] }
  const text = await formatResults(outcomes, setting)
  const sections = text.split('\n## ')
  expect(sections.slice(1, 4).map((section) => section.split('\n')[0])).toEqual([
    'From frames to frames',
    'From a video to a video',
    'From a video to frames, and overlays alone',
  ])
  expect(sections[1]).toContain('drawn')
  expect(sections[2]).toContain('coded')
  expect(sections[3]).toContain('extracted')
})
