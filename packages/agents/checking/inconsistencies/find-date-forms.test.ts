import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './test-rewrite.ts'

it('writes months and weekdays in one form', () => {
  const months = { January: 20, March: 20, May: 20, October: 20 }
  expect(findRewrites({ ...months, Jan: 2, '03': 1, '10': 1 })).toEqual({
    Jan: 'January',
    '03': 'March',
    '10': 'October',
  })
  expect(findRewrites({ Jan: 20, Mar: 20, May: 20, Oct: 20, January: 3 })).toEqual({ January: 'Jan' })
  expect(findRewrites(createCellCounts(12, (index) => String(index + 1)))).toEqual({})
  expect(findRewrites({ Mon: 20, Tue: 20, Sun: 20, Monday: 2, Sunday: 2 })).toEqual({ Monday: 'Mon', Sunday: 'Sun' })
})

it('pads days and months as in most dates', () => {
  const dates = createCellCounts(
    60,
    (index) => `${String(1 + (index % 12)).padStart(2, '0')}/${10 + (index % 18)}/19${40 + index}`,
  )
  expect(findRewrites({ ...dates, '8/17/1956': 2, '9/2/1960': 1 })).toEqual({
    '8/17/1956': '08/17/1956',
    '9/2/1960': '09/02/1960',
  })
  const short = createCellCounts(60, (index) => `${1 + (index % 9)}/${10 + (index % 18)}/19${40 + index}`)
  expect(findRewrites({ ...short, '08/17/1956': 3 })).toEqual({ '08/17/1956': '8/17/1956' })
})
