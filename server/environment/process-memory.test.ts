import { totalmem } from 'node:os'
import { expect, test } from 'vitest'
import { getMaxProcessBytes, readerMemoryShare, runMemoryShare } from './process-memory.ts'

const gigabyte = 2 ** 30

test('the memory of a process is limited, also without a limit of the operator', () => {
  expect(getMaxProcessBytes(700, 16 * gigabyte, runMemoryShare)).toBe(700)
  expect(getMaxProcessBytes(0, 16 * gigabyte, runMemoryShare)).toBe(12 * gigabyte)
  expect(getMaxProcessBytes(0, 16 * gigabyte, readerMemoryShare)).toBe(8 * gigabyte)
  expect(getMaxProcessBytes(0, gigabyte / 2, readerMemoryShare)).toBe(gigabyte)
  expect(getMaxProcessBytes(0, totalmem(), runMemoryShare)).toBeGreaterThan(0)
})
