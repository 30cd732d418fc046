import { expect, test } from 'vitest'
import { laneTitle, sharedStart } from './lane-names.ts'

test('the logs of one device share how their names begin, in whole words', () => {
  const names = ['GoPro HERO5 accelerometer', 'GoPro HERO5 GPS', 'GoPro HERO5 gyroscope', 'speed']
  expect(names.map((name) => sharedStart(name, names))).toEqual([
    'GoPro HERO5 ',
    'GoPro HERO5 ',
    'GoPro HERO5 ',
    '',
  ])
})

test('a name that another one begins with, or that differs within a word, is not cut', () => {
  expect(sharedStart('gyro', ['gyro', 'gyro_left'])).toBe('')
  expect(sharedStart('front-left', ['front-left', 'front-right'])).toBe('front-')
  expect(sharedStart('log_01', ['log_01', 'log_02'])).toBe('log_')
  expect(sharedStart('gyroscope', ['gyroscope', 'gyrometer'])).toBe('')
})

test('a lane is called what its log is, unless two are the same', () => {
  const logs = [
    { name: 'Camera/ACCL', label: 'Accelerometer' },
    { name: 'Drone/GPRI', label: 'GPS' },
    { name: 'Camera/GPS5', label: 'GPS' },
  ]
  expect(logs.map((log) => laneTitle(log, logs))).toEqual([
    'Accelerometer',
    'Drone/GPRI',
    'Camera/GPS5',
  ])
})
