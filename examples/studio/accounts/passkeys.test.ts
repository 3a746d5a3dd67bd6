import { expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from './passkeys.ts'

test('bytes are encoded as base64url without padding, and decoded again', () => {
  const bytes = Uint8Array.from([251, 255, 254, 0, 1])
  expect(toBase64Url(bytes.buffer)).toBe('-__-AAE')
  expect([...fromBase64Url('-__-AAE')]).toEqual([...bytes])
  expect(toBase64Url(new Uint8Array(0).buffer)).toBe('')
})
