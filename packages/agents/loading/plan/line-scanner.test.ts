import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { seed } from '../../../../test/sizes.ts'
import { openLineScanner } from './line-scanner.ts'

/** Finds lines by one byte at a time. */
function findLines(bytes: Uint8Array, firstBytes: readonly number[], end: number): number[] {
  const isFound = (byte: number, offset: number): boolean =>
    byte === 0x0a && offset < end && firstBytes.includes(bytes[offset + 1] as number)
  return [...bytes.keys()].filter((offset) => isFound(bytes[offset] as number, offset))
}

function scanLines(bytes: Uint8Array, firstBytes: readonly number[], end: number): number[] {
  const scanner = openLineScanner(firstBytes)
  // The previous text is longer, and must not be searched.
  scanner.setText(new Uint8Array(bytes.length + 64).fill(0x0a))
  scanner.setText(bytes)
  const found: number[] = []
  for (let at = scanner.findLineFeed(0, end); at < end; at = scanner.findLineFeed(at + 1, end)) found.push(at)
  return found
}

const text = fc.array(fc.constantFrom(0x0a, 0x0a, 0x0d, 0x20, 0x61, 0x62, 0x8a, 0xff), { maxLength: 120 })

describe.each([
  ['with vector instructions', true],
  ['without vector instructions', false],
])('a scanner for lines %s', (_, hasVectors) => {
  afterEach(() => vi.restoreAllMocks())

  it('finds the same lines as a comparison of each byte, at any alignment', () => {
    const validate = vi.spyOn(WebAssembly, 'validate')
    if (!hasVectors) validate.mockReturnValue(false)
    fc.assert(
      fc.property(text, fc.nat(3), fc.nat(20), (bytes, offset, omitted) => {
        const shifted = Uint8Array.from([...Array<number>(offset).fill(0x0a), ...bytes, 0x61]).subarray(offset)
        const end = Math.max(0, shifted.length - 1 - omitted)
        const firstBytes = [0x0a, 0x0d, 0x61, 0xff]
        expect(scanLines(shifted, firstBytes, end)).toEqual(findLines(shifted, firstBytes, end))
      }),
      { numRuns: 200, seed },
    )
    expect(validate).toHaveLastReturnedWith(hasVectors)
  })
})
