/** Effort and terrain: the rider's numbers below, the profile of the ride beside them. */
export const bike = {
  layout: 'Bike',
  description: 'Speed, heart rate, power, cadence, gradient, the profile of the ride and a map.',
  reference_height: 1080,
  channels: {
    // The power of one turn of a pedal jumps; riders know the mean of three seconds.
    power_3s: { field: 'power', smooth: { kind: 'mean', window_ms: 3000 } },
    pace: { field: 'speed', unit: 'm/s', smooth: { kind: 'mean', window_ms: 4000 } },
    height: { field: 'altitude', unit: 'm', smooth: { kind: 'mean', window_ms: 8000 } },
    gradient: { expression: 'clamp(100 * d(height) / max(pace, 1), -40, 40)' },
  },
  theme: {
    accent_color: '#c4f042',
    panel: { bg_color: '#0d120a', bg_alpha: 0.55, radius: 24, padding: 16, border_thickness: 0 },
  },
  renderers: [
    {
      type: 'map',
      latitude: 'latitude',
      longitude: 'longitude',
      width: 280,
      height: 280,
      scale_bar: false,
      position: { x: 'width - 48', y: 48, anchor: 'top_right' },
      font: { size: 22 },
    },
    {
      type: 'gauge',
      field: 'speed',
      style: 'arc',
      label: '',
      unit: 'km/h',
      max: 60,
      size: 250,
      position: { x: 48, y: 'height - 48', anchor: 'bottom_left' },
      font: { size: 66, weight: 700 },
    },
    ...(
      [
        ['heart_rate', 'Heart', 'bpm', 200, '#ff5a5f', 350],
        ['power_3s', 'Power', 'W', 500, '#ffd23f', 560],
        ['cadence', 'Cadence', 'rpm', 130, '#4dd0e1', 770],
      ] as const
    ).map(([field, label, unit, max, color, x]) => ({
      type: 'gauge',
      field,
      style: 'donut',
      label,
      unit,
      max,
      color,
      size: 160,
      position: { x, y: 'height - 48', anchor: 'bottom_left' },
      font: { size: 40, weight: 700 },
    })),
    {
      type: 'value',
      field: 'gradient',
      label: 'Gradient',
      unit: '%',
      position: { x: 48, y: 48 },
      font: { size: 32, weight: 700 },
      panel: { enabled: true },
    },
    {
      type: 'chart',
      field: 'altitude',
      label: 'Altitude',
      unit: 'm',
      decimals: 0,
      time: { shows: 'recording' },
      width: 380,
      height: 150,
      position: { x: 'width - 48', y: 'height - 48', anchor: 'bottom_right' },
      font: { size: 24 },
    },
  ],
}
