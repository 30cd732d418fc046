import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { checkRequest } from './access.ts'

const door = { host: '127.0.0.1', port: 4180, token: 'right-right-right' }

function request(headers: Record<string, string>, url = '/'): IncomingMessage {
  return { headers: { host: '127.0.0.1:4180', ...headers }, url } as unknown as IncomingMessage
}

describe('the board answers', () => {
  test.each([
    ['the address with the token', request({}, '/?token=right-right-right')],
    ['the cookie', request({ cookie: 'a=b; overlane_board=right-right-right' })],
    ['Prometheus', request({ authorization: 'Bearer right-right-right' }, '/metrics')],
    [
      'its own page',
      request({ cookie: 'overlane_board=right-right-right', origin: 'http://127.0.0.1:4180' }),
    ],
    [
      'this machine by its other name',
      request({ host: 'localhost:4180', authorization: 'Bearer right-right-right' }),
    ],
  ])('%s', (_, each) => expect(checkRequest(each, door)).toBeNull())
})

describe('the board refuses', () => {
  const token = { authorization: 'Bearer right-right-right' }
  test.each([
    ['no token', request({}), 'token'],
    ['another token', request({ authorization: 'Bearer wrong' }), 'token'],
    ['a part of the token', request({}, '/?token=right'), 'token'],
    [
      'a name that another page has found for this machine',
      request({ ...token, host: 'evil.example:4180' }),
      'host',
    ],
    ['another port', request({ ...token, host: '127.0.0.1:80' }), 'host'],
    [
      'another page, although it has the cookie',
      request({ ...token, origin: 'https://evil.example' }),
      'origin',
    ],
  ])('%s', (_, each, why) => expect(checkRequest(each, door)).toBe(why))

  test('names of other machines, unless it listens to all of them', () => {
    const named = request({ ...token, host: '10.0.0.7:4180' })
    expect(checkRequest(named, door)).toBe('host')
    expect(checkRequest(named, { ...door, host: '10.0.0.7' })).toBeNull()
  })
})
