/** The date, the speed, the road ahead on a map: what a drive needs, and no more. */
export const dashCam = {
  layout: 'Dash cam',
  description: 'Date and time, speed, and a map of the surroundings, for a drive.',
  reference_height: 1080,
  theme: {
    accent_color: '#ffd23f',
    panel: { bg_color: '#0b0e11', bg_alpha: 0.58, radius: 16, padding: 16, border_thickness: 0 },
  },
  renderers: [
    {
      type: 'text',
      template: '{time:yyyy-MM-dd}   {time:HH:mm:ss}',
      position: { x: 48, y: 'height - 48', anchor: 'bottom_left' },
      font: { size: 30 },
      panel: { enabled: true },
    },
    {
      type: 'map',
      latitude: 'latitude',
      longitude: 'longitude',
      heading: 'heading',
      width: 280,
      height: 280,
      view: { shows: 'surroundings', radius: 250, up: 'heading' },
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
      max: 150,
      size: 240,
      position: { x: 'width - 48', y: 'height - 48', anchor: 'bottom_right' },
      font: { size: 56, weight: 700 },
    },
  ],
}
