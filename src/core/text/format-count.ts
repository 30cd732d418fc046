const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `3,600` */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1 frame`, `3,600 frames` */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
