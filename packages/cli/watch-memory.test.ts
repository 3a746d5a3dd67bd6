import { expect, test } from 'vitest'
import { getMemoryLimit } from './watch-memory.ts'

const gigabyte = 2 ** 30

test.each<[setting: string | undefined, constrainedBytes: number, bytes: number, isConfigured: boolean]>([
  [undefined, 0, 8.5 * gigabyte, false],
  // A container without a limit, and with one.
  [undefined, 2 ** 64, 8.5 * gigabyte, false],
  [undefined, 2 * gigabyte, 1.7 * gigabyte, false],
  ['', 0, 8.5 * gigabyte, false],
  ['0', 0, 8.5 * gigabyte, false],
  ['much', 0, 8.5 * gigabyte, false],
  ['512', 0, gigabyte / 2, true],
])(
  'the memory of a command with AW_RUN_MEMORY %o in a container of %d bytes is %d bytes',
  (setting, constrained, bytes, isConfigured) => {
    expect(getMemoryLimit(setting, 10 * gigabyte, constrained)).toEqual({ bytes: Math.floor(bytes), isConfigured })
  },
)
