import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from './passkeys.ts'

test('bytes are encoded as base64url without padding, and decoded again', () => {
  const bytes = Uint8Array.from([251, 255, 254, 0, 1])
  expect(toBase64(bytes.buffer)).toBe('-__-AAE')
  expect([...fromBase64('-__-AAE')]).toEqual([...bytes])
  expect(toBase64(new Uint8Array(0).buffer)).toBe('')
})
