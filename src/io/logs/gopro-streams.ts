/** The streams of telemetry that are for everyone, by the four letters of their key. */
interface KnownStream {
  /** In a word. */
  label: string
  /** The fields, where the device does not name them, or not well enough. */
  fields?: readonly string[]
}

/**
 * Cameras: https://github.com/gopro/gpmf-parser#gpmf-timing-and-clocks. The drone Karma writes
 * messages of MAVLink: GPS_RAW_INT, GLOBAL_POSITION_INT, VFR_HUD and ATTITUDE, the last one with a
 * value of its own behind it.
 * https://mavlink.io/en/messages/common.html
 */
const STREAMS: Readonly<Record<string, KnownStream>> = {
  GPS5: { label: 'GPS' },
  GPS9: {
    label: 'GPS',
    fields: [
      ...['lat_deg', 'lon_deg', 'alt_m', '2d_speed_mps', '3d_speed_mps'],
      ...['days_since_2000', 'time_of_day_s', 'dop', 'fix'],
    ],
  },
  GPRI: {
    label: 'GPS',
    fields: [
      ...['gps_time_s', 'lat_deg', 'lon_deg', 'alt_m', 'horizontal_error_m', 'vertical_error_m'],
      ...['speed_mps', 'course_deg', 'fix', 'satellites'],
    ],
  },
  GLPI: {
    label: 'Position',
    fields: [
      ...['boot_time_s', 'lat_deg', 'lon_deg', 'alt_m', 'relative_alt_m'],
      ...['north_mps', 'east_mps', 'down_mps', 'heading_deg'],
    ],
  },
  VFRH: {
    label: 'Flight',
    fields: [
      ...['airspeed_mps', 'speed_mps', 'alt_m', 'climb_mps', 'heading_deg', 'throttle_percent'],
    ],
  },
  ATTD: {
    label: 'Attitude',
    fields: [
      ...['boot_time_s', 'roll_rad', 'pitch_rad', 'yaw_rad'],
      ...['roll_rate_radps', 'pitch_rate_radps', 'yaw_rate_radps', 'value_8'],
    ],
  },
  ACCL: { label: 'Accelerometer' },
  GYRO: { label: 'Gyroscope' },
  MAGN: { label: 'Magnetometer' },
}

/** What a stream is called, and whether only few readers want it. */
export function nameStream(key: string, ownName: string): { label: string; isMinor: boolean } {
  const known = Object.hasOwn(STREAMS, key) ? STREAMS[key] : undefined
  if (known) return { label: known.label, isMinor: false }
  // `Exposure time (shutter speed)`
  const plain = ownName.replace(/\s*\(.*$/, '').trim()
  return { label: plain === '' ? key : plain, isMinor: true }
}

/** The names of a stream's fields; null where those of the device are to be used. */
export function knownFields(key: string, count: number): readonly string[] | null {
  const fields = (Object.hasOwn(STREAMS, key) ? STREAMS[key] : undefined)?.fields
  return fields?.length === count ? fields : null
}
