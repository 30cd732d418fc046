/** Records of messages: plain numbers with units in their names where the type tells them. */

type Fields = Record<string, unknown>

/** What a type of ROS 2 is, in a word, and its fields. Units are those of REP 103. */
interface KnownType {
  label: string
  fields?: (message: Fields) => Fields
}

const TYPES: Readonly<Record<string, KnownType>> = {
  'sensor_msgs/NavSatFix': {
    label: 'GPS',
    fields: ({ latitude, longitude, altitude, status }) => ({
      lat_deg: latitude,
      lon_deg: longitude,
      altitude_m: altitude,
      fix: recordOf(status).status,
    }),
  },
  'sensor_msgs/Imu': {
    label: 'IMU',
    fields: ({ orientation, angular_velocity, linear_acceleration }) => ({
      ...vector(linear_acceleration, 'acceleration', 'mps2'),
      ...vector(angular_velocity, 'angular_velocity', 'radps'),
      ...angles(orientation),
    }),
  },
  'nav_msgs/Odometry': {
    label: 'Odometry',
    fields: ({ pose, twist }) => {
      const place = recordOf(recordOf(pose).pose)
      const { linear, angular } = recordOf(recordOf(twist).twist)
      return {
        // The twist is in the frame of the body, whose x points forward (REP 105).
        forward_speed_mps: recordOf(linear).x,
        yaw_rate_radps: recordOf(angular).z,
        ...vector(place.position, 'position', 'm'),
        ...angles(place.orientation),
      }
    },
  },
  'geometry_msgs/TwistStamped': { label: 'Velocity', fields: ({ twist }) => twistOf(twist) },
  'geometry_msgs/Twist': { label: 'Velocity', fields: twistOf },
  'sensor_msgs/Temperature': {
    label: 'Temperature',
    fields: ({ temperature }) => ({ temperature_c: temperature }),
  },
  'sensor_msgs/FluidPressure': {
    label: 'Pressure',
    fields: ({ fluid_pressure }) => ({ pressure_pa: fluid_pressure }),
  },
  'sensor_msgs/Range': { label: 'Range', fields: ({ range }) => ({ range_m: range }) },
}

/** @param schemaName `sensor_msgs/msg/Imu`, or without `msg` */
function knownType(schemaName: string): KnownType | undefined {
  const name = schemaName.replace('/msg/', '/')
  return Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
}

export function labelOfSchema(schemaName: string): string | null {
  return knownType(schemaName)?.label ?? null
}

/** The fields of a message, without its header. */
export function fieldsOfMessage(schemaName: string, message: Fields): Fields {
  const known = knownType(schemaName)?.fields?.(message)
  if (known) return known
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'header'))
}

/** When a message says that it was made, in ms; null where it does not. */
export function stampOf(message: Fields): number | null {
  const stamp = recordOf(recordOf(message.header).stamp ?? message.timestamp ?? message.stamp)
  const seconds = stamp.sec
  const nanoseconds = stamp.nanosec ?? stamp.nsec
  if (typeof seconds !== 'number' || typeof nanoseconds !== 'number') return null
  return stampMsOf(seconds, nanoseconds)
}

/** Null for 0, which a message has that was given no time. */
export function stampMsOf(seconds: number, nanoseconds: number): number | null {
  return seconds === 0 && nanoseconds === 0 ? null : seconds * 1000 + nanoseconds / 1e6
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function twistOf(twist: unknown): Fields {
  const { linear, angular } = recordOf(twist)
  return { ...vector(linear, 'linear', 'mps'), ...vector(angular, 'angular', 'radps') }
}

function vector(value: unknown, name: string, unit: string): Fields {
  const { x, y, z } = recordOf(value)
  return { [`${name}_x_${unit}`]: x, [`${name}_y_${unit}`]: y, [`${name}_z_${unit}`]: z }
}

/** Roll, pitch and yaw of a quaternion, turned about x, y and z; none where it has no length. */
function angles(value: unknown): Fields {
  const { x, y, z, w } = recordOf(value)
  const numbers = [x, y, z, w].map(Number)
  const [qx = 0, qy = 0, qz = 0, qw = 0] = numbers
  const lengthSquared = qx * qx + qy * qy + qz * qz + qw * qw
  if (!(lengthSquared > 0.5)) return {}
  return {
    roll_rad: Math.atan2(2 * (qw * qx + qy * qz), 1 - 2 * (qx * qx + qy * qy)),
    pitch_rad: Math.asin(Math.max(-1, Math.min(1, 2 * (qw * qy - qz * qx)))),
    yaw_rad: Math.atan2(2 * (qw * qz + qx * qy), 1 - 2 * (qy * qy + qz * qz)),
  }
}
