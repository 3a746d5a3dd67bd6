import { expect, test } from 'vitest'
import { findTransformations } from './transformations.ts'

const rewrites = (from: string, to: string, text: string): (string | undefined)[] => [
  ...new Set(findTransformations(from, to).map(({ apply }) => apply(text))),
]

test.each([
  ['2019-03-04', '04.03.2019', '2020-11-30', '30.11.2020'],
  ['3/4/19', '2019-03-04', '11/30/20', '2020-11-30'],
  ['Mar 4, 2019', '2019-03-04', 'Dec 24, 2020', '2020-12-24'],
  ['12.0 oz.', '12.0', '16.5 oz.', '16.5'],
  ['00123', '123', '00045', '45'],
  ['ID-77', '77', 'ID-9', '9'],
  ['new york', 'New York', 'los angeles', 'Los Angeles'],
  ['12,5', '12.5', '7,25', '7.25'],
  ['a_b_c', 'a b c', 'd_e', 'd e'],
  ['1500', '1.5', '250', '0.25'],
  ['Doe, John', 'John Doe', 'Roe, Jane', 'Jane Roe'],
])('if %s becomes %s, then %s becomes %s', (from, to, text, expected) => {
  expect(rewrites(from, to, text)).toContain(expected)
})

test.each([
  ['10:45 a.m.', '8:15 a.m.'],
  ['31.8', '24'],
  ['ford galaxie 500', 'buick century special'],
  ['46', '1'],
])('%s is not a form of %s', (from, to) => {
  expect(findTransformations(from, to)).toEqual([])
})
