import fc from 'fast-check'

/**
 * Generates any Unicode character, for `fc.string({ unit })`. fast-check's own units (`binary`, `grapheme`) first build
 * a map of all characters, which takes seconds in each process and page, and slows down every garbage collection.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xd7ff }) },
    { weight: 3, arbitrary: fc.integer({ min: 0xe000, max: 0x10_ffff }) },
  )
  .map((code) => String.fromCodePoint(code))
