/** Dark edges and grounds, on which light text is easy to read. */
export const DARK_COLOR = '#101418'

/** What the eye should find first: a needle, a curve, a marker. */
export const ACCENT_COLOR = '#ffcc00'
