import { describe, expect, test } from 'vitest'
import { findClientIp, toRateLimitAddress } from './client-address.ts'

describe('the address of a client', () => {
  test.each([
    ['of a connection, whatever it claims', '198.51.100.7', '203.0.113.1', [], '198.51.100.7'],
    ['as reported by a trusted proxy', '10.0.0.2', '203.0.113.1', ['10.0.0.0/8'], '203.0.113.1'],
    ['before the trusted proxies, not what the client has sent', '10.0.0.2', '1.1.1.1, 203.0.113.1, 10.0.0.9', ['10.0.0.0/8'], '203.0.113.1'], // oxfmt-ignore
    ['of the proxy, if it reports none', '10.0.0.2', undefined, ['10.0.0.2'], '10.0.0.2'],
    ['of the proxy, if it reports an invalid one', '10.0.0.2', '203.0.113.1, unknown', ['10.0.0.2'], '10.0.0.2'],
    ['in IPv4, also in IPv6 notation', '::ffff:198.51.100.7', undefined, [], '198.51.100.7'],
    ['as a network in IPv6', '2001:db8:1:2:3:4:5:6', undefined, [], '2001:db8:1:2::/64'],
    ['of no connection', undefined, '203.0.113.1', ['0.0.0.0/0'], ''],
  ])('%s', (_, peer, forwardedFor, trustedProxies, address) => {
    expect(toRateLimitAddress(findClientIp(peer, forwardedFor, trustedProxies))).toBe(address)
  })
})

test('the exact address of a client is known, too', () => {
  expect(findClientIp('2001:db8:1:2:3:4:5:6', undefined, [])).toBe('2001:db8:1:2:3:4:5:6')
})
