import { describe, expect, it } from 'vitest'
import { panWindow, wholeWindow, windowAround, zoomWindow } from './time-window.ts'

const whole = wholeWindow(10_000)

describe('the window of a timeline', () => {
  it('is the whole run at first, and never empty', () => {
    expect(whole).toEqual({ fromMs: 0, toMs: 10_000 })
    expect(wholeWindow(0)).toEqual({ fromMs: 0, toMs: 1 })
  })

  it('zooms, and one time keeps its place', () => {
    const window = zoomWindow(whole, 4, 2000, whole)
    expect(window).toEqual({ fromMs: 1500, toMs: 4000 })
    expect(zoomWindow(window, 0.25, 2000, whole)).toEqual(whole)
  })

  it('does not leave the run', () => {
    const window = { fromMs: 0, toMs: 1000 }
    expect(panWindow(window, -500, whole)).toEqual(window)
    expect(panWindow(window, 500, whole)).toEqual({ fromMs: 500, toMs: 1500 })
    expect(panWindow(window, 1e6, whole)).toEqual({ fromMs: 9000, toMs: 10_000 })
    expect(zoomWindow({ fromMs: 9000, toMs: 10_000 }, 0.5, 9000, whole)).toEqual({
      fromMs: 8000,
      toMs: 10_000,
    })
    expect(zoomWindow(whole, 0.5, 5000, whole)).toEqual(whole)
  })

  it('zooms in down to a millisecond, and not past it', () => {
    const near = zoomWindow(whole, 1e9, 5000, whole)
    expect(near).toEqual({ fromMs: 4999.5, toMs: 5000.5 })
    expect(zoomWindow(near, 2, 4999.5, whole)).toEqual(near)
  })

  it('shows a frame in its middle, also a very long one', () => {
    expect(windowAround(4000, 4040, whole)).toEqual({ fromMs: 3970, toMs: 4070 })
    expect(windowAround(0, 40, whole)).toEqual({ fromMs: 0, toMs: 100 })
    expect(windowAround(0, 9000, whole)).toEqual(whole)
    expect(windowAround(7, 7, whole)).toEqual({ fromMs: 6.5, toMs: 7.5 })
  })
})
