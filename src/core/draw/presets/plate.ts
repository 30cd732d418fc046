/** The panel of presets whose renderer has none by default: dark, with round corners. */
export const PLATE = {
  enabled: true,
  padding: 14,
  bgColor: '#101418',
  bgAlpha: 0.68,
  borderThickness: 0,
  radius: 10,
} as const
