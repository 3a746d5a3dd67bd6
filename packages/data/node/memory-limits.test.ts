import { expect, test } from 'vitest'
import { getEngineMemoryLimit, getProcessMemoryLimit, getTotalMemory } from './memory-limits.ts'

const gigabyte = 2 ** 30

test('the memory of a computer is that of its container, if it has a limit', () => {
  expect(getTotalMemory(10 * gigabyte, 0)).toBe(10 * gigabyte)
  expect(getTotalMemory(10 * gigabyte, 2 ** 64)).toBe(10 * gigabyte)
  expect(getTotalMemory(10 * gigabyte, 2 * gigabyte)).toBe(2 * gigabyte)
})

test('the memory of a process is limited, also without a limit of the operator', () => {
  const getLimits = (configured: number, total: number) =>
    (['command', 'runs', 'reader'] as const).map((kind) => getProcessMemoryLimit(kind, configured, total))
  expect(getLimits(0, 16 * gigabyte)).toEqual([Math.floor(13.6 * gigabyte), 12 * gigabyte, 8 * gigabyte])
  expect(getLimits(700, 16 * gigabyte)).toEqual([700, 700, 700])
  // The code of a server takes part of its memory.
  expect(getLimits(0, gigabyte / 2)).toEqual([Math.floor(0.425 * gigabyte), gigabyte, gigabyte])
  expect(getProcessMemoryLimit('command', 0)).toBeGreaterThan(0)
})

// Regression: an engine of the server could use more memory than its process, which was ended before it wrote to disk.
test('a data engine has less memory than its process', () => {
  expect(getEngineMemoryLimit(0, 2, 2 * gigabyte)).toBe('716MiB')
  expect(getEngineMemoryLimit(gigabyte / 2, 2, 16 * gigabyte)).toBe('358MiB')
})
