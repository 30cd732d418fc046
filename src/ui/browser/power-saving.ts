/** What is known about whether the browser will slow this page down or discard it. */

/** The Battery Status API, which TypeScript's DOM types lack. Only Chromium has it. */
interface Battery extends EventTarget {
  charging: boolean
  /** From 0 to 1. */
  level: number
}

/** Chromium saves energy below this level, unless its user chose otherwise. */
const SAVING_BELOW = 0.2

const CHANGES = ['chargingchange', 'levelchange']

/**
 * Calls back with one sentence about what the browser may do to the hidden page, now and when it
 * changes; with '' if nothing is known.
 * @returns a function that ends the calls
 */
export function watchPowerSaving(onChange: (warning: string) => void): () => void {
  onChange(discardWarning())
  return watchBattery((battery) => onChange(batteryWarning(battery) || discardWarning()))
}

/**
 * Calls back with whether the device is on its battery, now and when it changes; never if that is not
 * known.
 * @returns a function that ends the calls
 */
export function watchUnplugged(onChange: (isUnplugged: boolean) => void): () => void {
  return watchBattery(({ charging }) => onChange(!charging))
}

function watchBattery(onChange: (battery: Battery) => void): () => void {
  let isOver = false
  let forget: (() => void) | null = null
  void batteryOf(navigator).then((battery) => {
    if (!battery || isOver) return
    const tell = (): void => onChange(battery)
    for (const event of CHANGES) battery.addEventListener(event, tell)
    forget = () => {
      for (const event of CHANGES) battery.removeEventListener(event, tell)
    }
    tell()
  })
  return () => {
    isOver = true
    forget?.()
  }
}

function batteryWarning({ charging, level }: Battery): string {
  if (charging || level > SAVING_BELOW) return ''
  return `The battery is at ${Math.round(level * 100)} %, so the browser may slow down a hidden tab: keep this tab in view, or plug in the charger.`
}

function discardWarning(): string {
  const { wasDiscarded } = document as Document & { wasDiscarded?: boolean }
  return wasDiscarded === true
    ? 'The browser discarded this tab before to save memory: keep it in view during a run.'
    : ''
}

async function batteryOf(navigator: Navigator): Promise<Battery | null> {
  const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> }
  try {
    return (await getBattery?.call(navigator)) ?? null
  } catch {
    // The page may not ask.
    return null
  }
}
