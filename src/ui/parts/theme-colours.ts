import { createSubscriber } from 'svelte/reactivity'

const watchTheme = createSubscriber((update) => {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const forced = matchMedia('(forced-colors: active)')
  const observer = new MutationObserver(update)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  system.addEventListener('change', update)
  forced.addEventListener('change', update)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', update)
    forced.removeEventListener('change', update)
  }
})

/**
 * Reads colours of the theme at an element, for what is painted on a canvas. An effect that calls this
 * runs again when the theme changes.
 * @param make gets a function that reads a colour such as `--text`, as in `rgb(127, 178, 217)`
 */
export function readThemeColours<Result>(
  element: HTMLElement,
  make: (read: (name: string) => string) => Result,
): Result {
  watchTheme()
  const style = getComputedStyle(element)
  const { color: colorBefore } = element.style
  // With forced colours, every text has the same one, and a canvas would show nothing.
  element.style.setProperty('forced-color-adjust', 'none')
  const result = make((name) => {
    element.style.color = `var(${name})`
    return style.color
  })
  element.style.color = colorBefore
  element.style.removeProperty('forced-color-adjust')
  return result
}

/**
 * Red, green and blue, 0 to 255.
 * @param colour from a computed style
 */
export function channelsOf(colour: string): readonly [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return [red, green, blue]
}
