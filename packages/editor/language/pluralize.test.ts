import { expect, it } from 'vitest'
import { pluralize, selectForm } from './pluralize.ts'

it('uses the form of a word that the plural rules of a language require', () => {
  const rows = { one: 'row', other: 'rows' }
  expect([0, 1, 2, 1_234].map((count) => pluralize(count, rows))).toEqual(['0 rows', '1 row', '2 rows', '1,234 rows'])
  expect(pluralize(1_234, { one: 'Zeile', other: 'Zeilen' }, 'de')).toBe('1.234 Zeilen')

  const polish = { one: 'wiersz', few: 'wiersze', many: 'wierszy', other: 'wiersza' }
  expect([1, 3, 5, 22].map((count) => selectForm(count, polish, 'pl'))).toEqual([
    'wiersz',
    'wiersze',
    'wierszy',
    'wiersze',
  ])
  const arabic = { zero: 'صفر', one: 'واحد', two: 'اثنان', few: 'قليل', many: 'كثير', other: 'آخر' }
  expect([0, 1, 2, 3, 11, 100].map((count) => selectForm(count, arabic, 'ar'))).toEqual(Object.values(arabic))
})
