import { expect, test } from 'vitest'
import { findRepeatedName, showHiddenCharacters, toComparableName } from './tool-texts.ts'

const spellInTags = (text: string): string =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!)).join('')

test.each([
  ['tags', `Reads a file.${spellInTags('!')}`, 'Reads a file.[U+E0021]'],
  ['variation selectors', 'a\ufe00\u{e0100}', 'a[U+FE00][U+E0100]'],
  ['a direction', 'a\u202eb\u2066', 'a[U+202E]b[U+2066]'],
  ['no width', 'a\u200b\u2060\ufeff\u00ad', 'a[U+200B][U+2060][U+FEFF][U+00AD]'],
  ['fillers', '\u3164\u115f\uffa0', '[U+3164][U+115F][U+FFA0]'],
  ['controls', 'a\u0000\u001b[2Kb', 'a[U+0000][U+001B][2Kb'],
])('characters with %s are shown', (_, text, shown) => {
  expect(showHiddenCharacters({ description: text, schema: { [text]: [text, 1, null] } })).toEqual({
    description: shown,
    schema: { [shown]: [shown, 1, null] },
  })
})

test('characters of written text are not changed', () => {
  const text = 'Zeile 1\n\tکتاب‌خانه, 👩‍🔬 ❤️, naïve, e\u0301, עברית'
  expect(showHiddenCharacters(text)).toBe(text)
})

test.each([
  'Read-File',
  'read.file',
  'ｒｅａｄ＿ｆｉｌｅ',
  'rеаd_filе',
  'read\u200bfile',
  'rεad_fιle',
  'reád_file'.normalize('NFD'),
])('a tool %s can be confused with read_file', (name) => expect(toComparableName(name)).toBe('readfile'))

test('repeated names are found', () => {
  expect([findRepeatedName([{ name: 'a' }, { name: 'b' }, { name: 'a' }]), findRepeatedName([{ name: 'a' }])]).toEqual([
    'a',
    undefined,
  ])
})
