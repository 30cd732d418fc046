/** A measurement on light paper: three numbers with their curves, and a chart for the figure. */
export const lab = {
  layout: 'Lab',
  description: 'Up to three numbers of one log as values and as curves, on light panels.',
  reference_height: 1080,
  channels: {
    // The numbers themselves are never smoothed; a slope between two records alone is noise.
    slope: { expression: 'd(signal)', smooth: { kind: 'mean', window_ms: 500 } },
  },
  theme: {
    text_color: '#14181c',
    accent_color: '#1565c0',
    panel: {
      bg_color: '#ffffff',
      bg_alpha: 0.86,
      border_color: '#c3c9cf',
      border_thickness: 2,
      radius: 6,
      padding: 16,
    },
  },
  renderers: [
    {
      type: 'text',
      template: 'Frame {frame}   {time:HH:mm:ss.SSS}',
      position: { x: 40, y: 40 },
      font: { size: 30 },
      panel: { enabled: true },
    },
    ...(
      [
        ['signal', '#1565c0', 130],
        ['second_signal', '#c62828', 290],
        ['third_signal', '#2e7d32', 450],
      ] as const
    ).map(([field, color, y]) => ({
      type: 'value',
      field,
      decimals: 2,
      sparkline: { seconds: 10, width: 280, height: 56, thickness: 3, color },
      position: { x: 40, y },
      font: { size: 28 },
      panel: { enabled: true },
    })),
    {
      type: 'value',
      field: 'slope',
      label: 'Change per second',
      decimals: 2,
      position: { x: 40, y: 610 },
      font: { size: 28 },
      panel: { enabled: true },
    },
    {
      type: 'chart',
      field: 'signal',
      second: { field: 'second_signal', color: '#c62828' },
      third: { field: 'third_signal', color: '#2e7d32' },
      width: 1240,
      height: 170,
      position: { x: 'width / 2', y: 'height - 40', anchor: 'bottom_center' },
      font: { size: 24 },
    },
    {
      type: 'events',
      field: 'event',
      count: 4,
      width: 420,
      position: { x: 'width - 40', y: 40, anchor: 'top_right' },
      font: { size: 26 },
    },
  ],
}
