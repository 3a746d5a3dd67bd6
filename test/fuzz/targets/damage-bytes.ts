import fc from 'fast-check'

/** One change of some bytes. Positions are shares of the length, so that they shrink independently of it. */
interface Change {
  kind: 'set' | 'number' | 'insert' | 'remove' | 'repeat' | 'cut'
  position: number
  length: number
  value: number
  bytes: Uint8Array
}

/** Numbers at the limits of common integer types. */
export const boundaryNumbers: fc.Arbitrary<number> = fc.constantFrom(
  0, 1, 2, 7, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe,
) // oxfmt-ignore

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('set', 'set', 'number', 'number', 'insert', 'remove', 'repeat', 'cut'),
  position: fc.integer({ min: 0, max: 10_000 }),
  length: fc.integer({ min: 1, max: 40 }),
  value: boundaryNumbers,
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
})

/** Damages bytes in a few places; half of them stay unchanged. */
export const damaged = (inputs: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(inputs, fc.oneof(fc.constant([]), fc.array(change, { maxLength: 6 })))
    .map(([input, changes]) => changes.reduce(applyChange, input))

/** Damages bytes, preferring a range such as the metadata of a format. */
export const damagedWithin = (
  inputs: fc.Arbitrary<{ bytes: Uint8Array; start: number; end: number }>,
): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(inputs, fc.array(change, { minLength: 1, maxLength: 6 }))
    .map(([{ bytes, start, end }, changes]) =>
      joinBytes([bytes.subarray(0, start), changes.reduce(applyChange, bytes.slice(start, end)), bytes.subarray(end)]),
    )

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text)

function applyChange(input: Uint8Array, { kind, position, length, value, bytes }: Change): Uint8Array {
  const start = Math.floor((position / 10_001) * input.length)
  const end = Math.min(input.length, start + length)
  const replace = (part: Uint8Array, until: number): Uint8Array =>
    joinBytes([input.subarray(0, start), part, input.subarray(until)])
  switch (kind) {
    case 'set':
      return replace(bytes.subarray(0, input.length - start), Math.min(input.length, start + bytes.length))
    case 'number': {
      // Four aligned bytes in little-endian order, as most formats store counts and offsets.
      const aligned = start & ~3
      if (aligned + 4 > input.length) return input
      const copy = input.slice()
      new DataView(copy.buffer).setUint32(aligned, value, length % 2 === 0)
      return copy
    }
    case 'insert':
      return replace(bytes, start)
    case 'remove':
      return replace(new Uint8Array(0), end)
    case 'repeat':
      return replace(joinBytes(Array.from({ length: 2 + (value % 200) }, () => input.subarray(start, end))), end)
    case 'cut':
      return input.slice(0, Math.max(start, input.length - length))
  }
}
