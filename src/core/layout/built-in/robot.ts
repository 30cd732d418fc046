/** What a robot sensed and did, exact enough to find a fault: times in ms, curves, events. */
export const robot = {
  layout: 'Robot',
  description:
    'Frame and time in milliseconds, attitude, heading, speed, battery, targets, events.',
  reference_height: 1080,
  channels: {
    // Under load, a battery reports less for a moment.
    charge: { field: 'battery', smooth: { kind: 'median', window_ms: 5000 } },
  },
  theme: {
    accent_color: '#b48cff',
    panel: { bg_color: '#0f0f17', bg_alpha: 0.7, radius: 8, padding: 14, border_thickness: 0 },
  },
  renderers: [
    {
      type: 'text',
      template: '#{frame}   {time:HH:mm:ss.SSS}',
      position: { x: 40, y: 40 },
      font: { size: 30 },
      panel: { enabled: true },
    },
    {
      type: 'events',
      field: 'event',
      count: 4,
      width: 460,
      position: { x: 40, y: 130 },
      font: { size: 26 },
    },
    {
      type: 'bar',
      field: 'charge',
      label: 'Battery',
      unit: '%',
      zones: '0-20 #ff5a5f',
      length: 260,
      position: { x: 'width - 40', y: 40, anchor: 'top_right' },
      font: { size: 28 },
    },
    {
      type: 'attitude',
      roll_field: 'roll',
      pitch_field: 'pitch',
      size: 220,
      position: { x: 40, y: 'height - 40', anchor: 'bottom_left' },
      font: { size: 28 },
    },
    {
      type: 'compass',
      field: 'heading',
      size: 220,
      position: { x: 290, y: 'height - 40', anchor: 'bottom_left' },
      font: { size: 28 },
    },
    {
      type: 'chart',
      field: 'speed',
      label: 'Speed',
      width: 420,
      height: 150,
      position: { x: 'width / 2 + 40', y: 'height - 40', anchor: 'bottom_center' },
      font: { size: 24 },
    },
    {
      type: 'top_view',
      width: 280,
      height: 360,
      range: 50,
      ring: 10,
      position: { x: 'width - 40', y: 'height - 40', anchor: 'bottom_right' },
      font: { size: 26 },
    },
  ],
}
