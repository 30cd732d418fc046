import { expect, test } from 'vitest'
import { Parser } from './binary-parser.ts'
import { knownFields, nameStream } from './gopro-streams.ts'
import { timePackets } from './inner-track.ts'
import { fieldNames } from './telemetry.ts'

test('fields have the names of the device and their units', () => {
  expect(
    fieldNames('GPS (Lat., Long., Alt., 2D speed, 3D speed)', ['deg', 'deg', 'm', 'm/s', 'm/s'], 5),
  ).toEqual(['lat_deg', 'long_deg', 'alt_m', '2d_speed_mps', '3d_speed_mps'])
  expect(fieldNames('Accelerometer (up/down, right/left, forward/back)', 'm/s²', 3)).toEqual([
    'up_down_mps2',
    'right_left_mps2',
    'forward_back_mps2',
  ])
  expect(fieldNames('Exposure time (shutter speed)', 's', 1)).toEqual(['shutter_speed_s'])
  expect(fieldNames('Sensor gain', undefined, 1)).toEqual(['sensor_gain'])
})

test('values without a name are numbered, and no two fields have the same name', () => {
  expect(fieldNames('Attitude', ['s', 'rad', 'rad'], 3)).toEqual([
    'value_1_s',
    'value_2_rad',
    'value_3_rad',
  ])
  expect(fieldNames('Pair (x, x)', 'm', 2)).toEqual(['x_m', 'x_m_2'])
})

test('the last packet ends at the end of the video, even if the packet table says otherwise', () => {
  const ticks = [0, 1001, 2002].map((cts) => ({ cts, duration: 1001 }))
  expect(timePackets(ticks, 1000, 2068.5)).toEqual([
    { cts: 0, duration: 1001 },
    { cts: 1001, duration: 1001 },
    { cts: 2002, duration: 66.5 },
  ])
  expect(timePackets(ticks, 2000, 5000)).toEqual([
    { cts: 0, duration: 500.5 },
    { cts: 500.5, duration: 500.5 },
    { cts: 1001, duration: 500.5 },
  ])
  expect(timePackets([{ cts: 9000, duration: 10 }], 1000, 5000)).toEqual([
    { cts: 9000, duration: 10 },
  ])
})

test('binary values are read big-endian, one after the other', () => {
  const parser = new Parser()
    .endianess()
    .string('key', { length: 4 })
    .uint8('size')
    .uint16('repeat')
    .int32('value')
    .floatbe('share')
  const bytes = new Uint8Array([0, 71, 80, 83, 53, 20, 1, 2, 255, 255, 255, 254, 63, 128, 0, 0])
  expect(parser.parse(bytes.subarray(1))).toEqual({
    key: 'GPS5',
    size: 20,
    repeat: 258,
    value: -2,
    share: 1,
  })
  expect(() => new Parser().int32('value').parse(new Uint8Array(2))).toThrow(RangeError)
  const text = new Parser().string('text', { length: 6, stripNull: true })
  expect(text.parse(new Uint8Array([72, 105, 0, 0]))).toEqual({ text: 'Hi' })
})

test('streams for everyone have the name of what they are, and others are minor', () => {
  expect(nameStream('GPS5', 'GPS (Lat., Long., Alt., 2D speed, 3D speed)')).toEqual({
    label: 'GPS',
    isMinor: false,
  })
  expect(nameStream('SHUT', 'Exposure time (shutter speed)')).toEqual({
    label: 'Exposure time',
    isMinor: true,
  })
  expect(nameStream('XYZW', '')).toEqual({ label: 'XYZW', isMinor: true })
})

test('fields that the device does not name well are named by their stream, if their number fits', () => {
  expect(knownFields('GPS9', 9)?.[3]).toBe('2d_speed_mps')
  expect(knownFields('GPRI', 10)?.[6]).toBe('speed_mps')
  expect(knownFields('GPRI', 9)).toBeNull()
  expect(knownFields('ATTD', 8)?.slice(1, 3)).toEqual(['roll_rad', 'pitch_rad'])
  expect(knownFields('GPS5', 5)).toBeNull()
})
