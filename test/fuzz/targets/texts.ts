import fc from 'fast-check'
import { anyCharacter } from '../../any-character.ts'

/** Names that break code which uses them as keys of objects, paths or identifiers. */
export const hostileNames: fc.Arbitrary<string> = fc.constantFrom(
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', '', ' ', '.', '..', '../x', 'a.b', 'a"b',
  "a'b", 'a`b', 'a;b', 'a,b', '[0]', '{{x}}', '${x}', 'NULL', 'null', 'rowid', 'aw x', 'ä', 'İ', '\u0000', '\ud800', '💥', 'a\nb',
) // oxfmt-ignore

/** Cell values: numbers, dates, formulas and markup at the limits of their types. */
export const hostileValues: fc.Arbitrary<string> = fc.constantFrom(
  '0', '-0', '1', '-1', '1.5', '1,5', '1e308', '1e309', '-1e-400', '9007199254740993', '99999999999999999999999999', '0x10', '١٢٣',
  'NaN', 'Infinity', 'true', 'yes', '', ' ', 'NA', 'null', '-', '2024-02-29', '2023-02-29', '31.12.1999', '12/31/99', '0000-00-00',
  '9999-12-31 23:59:60', '24:00', '1 000', '1.000.000', '$5', '5 €', '50%', '(5)', '=1+1', '@a', '+1', '<b>x</b>', 'a"b', "a'b", 'a\\b',
  '{"a":1}', '[1]', 'x@y.example', 'https://x.example/a,b', '\u0000', '\ufeff', '\u2028', '\ud83d', '💥', 'İ', 'ß', '﷽', 'a\u0301',
) // oxfmt-ignore

/** A value, mostly of a few characters, sometimes a long repetition. */
export const values: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: hostileValues },
  { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 12 }) },
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 2, arbitrary: hostileNames },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(' ', '\t', '0', 'a', ',', '"', '-', '(', '[', '{', '<', 'a ', '1,', '/*', '\n'),
        fc.nat(3_000),
      )
      .map(([part, count]) => part.repeat(count)),
  },
)
