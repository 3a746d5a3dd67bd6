import { expect, it } from 'vitest'
import { parseServerUrl } from './server-choice.ts'

const pageServer = 'https://aw.example'

it.each([
  ['', 'https://aw.example'],
  [' / ', 'https://aw.example'],
  ['localhost:3000', 'http://localhost:3000'],
  ['https://other.example/below/', 'https://other.example/below'],
  ['not an address', undefined],
  ['ftp://a.example', undefined],
  ['javascript://a', undefined],
])('parses %j as the URL of a server', (written, address) => {
  expect(parseServerUrl(written, pageServer)).toBe(address)
})
