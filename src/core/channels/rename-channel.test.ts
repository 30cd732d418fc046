import { expect, test } from 'vitest'
import { parseConfig, serializeConfig } from '../config/parse-config.ts'
import { renameChannel } from './rename-channel.ts'

test('a channel is renamed where it is named, and a field of its name in another log is not', () => {
  const config = parseConfig({
    channels: {
      pace: { sensor: 'gnss', field: 'speed' },
      braking: { expression: '-d(pace) / 9.81' },
      other: { sensor: 'car', field: 'pace' },
    },
    renderers: [
      { type: 'value', sensor: 'gnss', field: 'pace', show_when: 'pace > 5' },
      { type: 'text', sensor: 'boat', template: '{pace:.1f} and {braking}' },
      { type: 'value', sensor: 'car', field: 'pace' },
    ],
  })
  const renamed = renameChannel(config, 'pace', 'way made', (sensor) => sensor === 'car')
  expect(serializeConfig(renamed)).toMatchObject({
    channels: {
      'way made': { sensor: 'gnss', field: 'speed' },
      braking: { expression: '-d(`way made`) / 9.81' },
      other: { field: 'pace' },
    },
    renderers: [
      { field: 'way made', show_when: '`way made` > 5' },
      { template: '{way made:.1f} and {braking}' },
      { field: 'pace' },
    ],
  })
})
