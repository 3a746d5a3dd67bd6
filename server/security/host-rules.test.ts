import { describe, expect, test } from 'vitest'
import { createHostRules } from './host-rules.ts'

const rules = createHostRules({
  port: () => 3000,
  hosts: ['aw.example', 'lab.example:8443'],
  origins: ['https://friend.example', 'null'],
})
const check = (host: string | undefined, origin?: string): string | undefined => rules.check({ host, origin })?.code

describe('host rules', () => {
  test.each([
    ['localhost:3000'],
    ['LOCALHOST:3000'],
    ['127.0.0.1:3000'],
    ['[::1]:3000'],
    ['aw.example'],
    ['aw.example:3000'],
    ['lab.example:8443'],
  ])('answers for the host %s', (host) => {
    expect(check(host)).toBeUndefined()
  })

  test.each([
    [undefined],
    [''],
    ['localhost'],
    ['localhost:3001'],
    ['localhost.:3000'],
    ['localhost.evil.example:3000'],
    ['evil.example'],
    ['evil.example:3000'],
    ['0.0.0.0:3000'],
    ['127.0.0.2:3000'],
    ['2130706433:3000'],
    ['user@localhost:3000'],
    ['aw.example:444'],
    ['lab.example'],
    ['lab.example:3000'],
    ['sub.aw.example'],
    ['localhost:3000, evil.example'],
  ])('does not answer for the host %s', (host) => {
    expect(check(host)).toBe('host.not-allowed')
  })

  test.each([
    ['localhost:3000', 'http://localhost:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['aw.example', 'https://aw.example'],
    ['aw.example', 'http://aw.example'],
    ['localhost:3000', 'https://friend.example'],
  ])('lets %s be used by pages of %s', (host, origin) => {
    expect(check(host, origin)).toBeUndefined()
  })

  test.each([
    ['localhost:3000', 'null'],
    ['localhost:3000', ''],
    ['localhost:3000', 'http://127.0.0.1:3000'],
    ['localhost:3000', 'https://localhost:3000'],
    ['localhost:3000', 'http://localhost:3001'],
    ['localhost:3000', 'http://localhost:3000.evil.example'],
    ['localhost:3000', 'http://evil.example'],
    ['localhost:3000', 'http://friend.example'],
    ['localhost:3000', 'https://aw.example'],
    ['localhost:3000', 'file://'],
  ])('refuses to let %s be used by pages of %s', (host, origin) => {
    expect(check(host, origin)).toBe('origin.not-allowed')
  })

  test('accepts an address without port only for the default port', () => {
    const plain = createHostRules({ port: () => 80, hosts: [], origins: [] })
    expect(plain.check({ host: 'localhost', origin: 'http://localhost' })).toBeUndefined()
  })
})
