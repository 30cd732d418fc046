import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { watchPowerSaving, watchUnplugged } from './power-saving.ts'

class FakeBattery extends EventTarget {
  charging = false
  level = 0.18
}

describe('watchPowerSaving', () => {
  const onChange = vi.fn<(warning: string) => void>()
  const lastWarning = (): string => onChange.mock.lastCall?.[0] ?? 'none'

  beforeEach(() => {
    onChange.mockReset()
    vi.stubGlobal('document', { wasDiscarded: false })
  })

  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('warns while the battery is low and not charged', async () => {
    const battery = new FakeBattery()
    vi.stubGlobal('navigator', { getBattery: () => Promise.resolve(battery) })
    watchPowerSaving(onChange)
    await vi.waitFor(() =>
      expect(lastWarning()).toBe(
        'The battery is at 18 %, so the browser may slow down a hidden tab: keep this tab in view, or plug in the charger.',
      ),
    )
    battery.charging = true
    battery.dispatchEvent(new Event('chargingchange'))
    expect(lastWarning()).toBe('')
  })

  it('no longer calls back after the end', async () => {
    const battery = new FakeBattery()
    vi.stubGlobal('navigator', { getBattery: () => Promise.resolve(battery) })
    const end = watchPowerSaving(onChange)
    await vi.waitFor(() => expect(lastWarning()).toContain('18 %'))
    end()
    battery.charging = true
    battery.dispatchEvent(new Event('chargingchange'))
    expect(lastWarning()).toContain('18 %')
  })

  it('says that the browser has discarded the page before', () => {
    vi.stubGlobal('document', { wasDiscarded: true })
    vi.stubGlobal('navigator', {})
    watchPowerSaving(onChange)
    expect(lastWarning()).toBe(
      'The browser discarded this tab before to save memory: keep it in view during a run.',
    )
  })

  it('says nothing if the browser tells nothing', async () => {
    const getBattery = vi.fn(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
    vi.stubGlobal('navigator', { getBattery })
    watchPowerSaving(onChange)
    await vi.waitFor(() => expect(getBattery).toHaveBeenCalled())
    expect(onChange.mock.calls).toEqual([['']])
  })
})

test('whether the device is on its battery is told, now and when it changes', async () => {
  const battery = new FakeBattery()
  vi.stubGlobal('navigator', { getBattery: () => Promise.resolve(battery) })
  const told: boolean[] = []
  watchUnplugged((isUnplugged) => told.push(isUnplugged))
  await vi.waitFor(() => expect(told).toEqual([true]))
  battery.charging = true
  battery.dispatchEvent(new Event('chargingchange'))
  expect(told).toEqual([true, false])
  vi.unstubAllGlobals()
})
