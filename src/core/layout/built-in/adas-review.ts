/** What the sensors saw, on the picture and from above, with the frame's number for the report. */
export const adasReview = {
  layout: 'ADAS review',
  description: 'Targets on the picture and from above, frame number, speed and driver’s controls.',
  reference_height: 1080,
  theme: {
    accent_color: '#4dd0e1',
    panel: { bg_color: '#0d1117', bg_alpha: 0.68, radius: 10, padding: 14, border_thickness: 0 },
  },
  renderers: [
    {
      type: 'frame_info',
      format: 'datetime',
      position: { x: 40, y: 40 },
      font: { size: 28 },
      panel: { enabled: true },
    },
    {
      type: 'speed',
      field: 'speed',
      show_timestamp: false,
      position: { x: 'width - 40', y: 40, anchor: 'top_right' },
      font: { size: 36, weight: 700 },
      panel: { enabled: true },
    },
    {
      type: 'targets',
      box_color: '#4dd0e1',
      box_thickness: 3,
      nearest: 12,
      labels: { place: 'apart', text: 'id_distance' },
      list: 'none',
      show_timestamp: false,
      // Where it is not known what the sensors saw, this is said between the texts at the top.
      position: { x: 'width / 2', y: 40, anchor: 'top_center' },
      font: { size: 27 },
      panel: { enabled: true },
    },
    {
      type: 'top_view',
      width: 300,
      height: 420,
      range: 100,
      position: { x: 'width - 40', y: 'height - 40', anchor: 'bottom_right' },
      font: { size: 28 },
    },
    {
      type: 'controls',
      steering: { field: 'steering' },
      brake: { field: 'brake' },
      throttle: { field: 'throttle' },
      gear: { field: 'gear' },
      size: 130,
      position: { x: 40, y: 'height - 40', anchor: 'bottom_left' },
      font: { size: 20 },
    },
  ],
}
