import { describe, expect, it } from 'vitest'
import { addItem, combineFilters, replaceItem } from './filter-items.ts'
import { parseFilter } from './parse-filter.ts'
import cases from './parse-filter.cases.json' with { type: 'json' }
import { createColumns } from '../../../../test/columns.ts'

const columns = createColumns('price DOUBLE, city VARCHAR, the day DATE, moment TIMESTAMP, paid BOOLEAN')
const parse = (expression: string): unknown => {
  const parsed = parseFilter(expression, columns)
  return 'filter' in parsed ? parsed.filter : parsed.rejected
}
const all = (...conditions: unknown[]): unknown => ({ match: 'all', conditions })
const any = (...conditions: unknown[]): unknown => ({ match: 'any', conditions })
const group = (match: string, ...conditions: unknown[]): unknown => ({ is: 'group', match, conditions })

describe('expressions as conditions', () => {
  it.each([
    ['price > 10', all({ column: 'price', is: 'more', value: 10 })],
    ['-1.5e3 <= price', all({ column: 'price', is: 'at-least', value: -1500 })],
    ['city = "a, b"', all({ column: 'city', is: 'equals', value: 'a, b' })],
    ["city = 'a\"b'", all({ column: 'city', is: 'equals', value: 'a"b' })],
    ['`the day` < "2026-01-31"', all({ column: 'the day', is: 'less', value: '2026-01-31' })],
    ['moment >= "2026-01-31"', all({ column: 'moment', is: 'at-least', value: '2026-01-31' })],
    ['paid', all({ column: 'paid', is: 'equals', value: true })],
    ['$not(paid)', all({ column: 'paid', is: 'equals', value: false })],
    ['$exists(city)', all({ column: 'city', is: 'is-not-empty' })],
    ['$not($exists(city))', all({ column: 'city', is: 'is-empty' })],
    ['$not(price < 3)', all({ column: 'price', is: 'at-least', value: 3 })],
    ['city in ["a", "b"]', all({ column: 'city', is: 'is-one-of', value: ['a', 'b'] })],
    ['$contains(city, "a b")', all({ column: 'city', is: 'contains', value: 'a b' })],
    ['$contains(city, /^a\\.b/)', all({ column: 'city', is: 'starts-with', value: 'a.b' })],
    ['$contains(city, /a$/)', all({ column: 'city', is: 'ends-with', value: 'a' })],
    ['$contains(city, /a\\/[bc]/)', all({ column: 'city', is: 'matches', value: 'a/[bc]' })],
    ['price != 1', all({ column: 'price', is: 'not-equals', value: 1 }, { column: 'price', is: 'is-not-empty' })],
  ])('reads %s', (expression, filter) => {
    expect(parse(expression)).toEqual(filter)
  })

  it('keeps the precedence of "and" over "or", and parentheses', () => {
    const [one, two, three] = [1, 2, 3].map((value) => ({ column: 'price', is: 'equals', value }))
    expect(parse('price = 1 and price = 2 or price = 3')).toEqual(any(group('all', one, two), three))
    expect(parse('price = 1 and (price = 2 or price = 3)')).toEqual(all(one, group('any', two, three)))
    expect(parse('((price = 1) and (price = 2 and price = 3))')).toEqual(all(one, two, three))
    expect(parse('/* both */ price = 1')).toEqual('/* both */ price = 1')
  })

  it.each(cases.conditions)('names the part of %s that conditions cannot express', (expression, rejected) => {
    expect(parse(expression)).toBe(rejected)
  })

  it('rejects parentheses that are too deep', () => {
    expect(parse(`${'('.repeat(30)}paid${')'.repeat(30)}`)).toContain('paid')
  })
})

describe('lists of conditions', () => {
  const [one, two, three] = ['a', 'b', 'c'].map((column) => ({ column })) as [
    { column: string },
    { column: string },
    { column: string },
  ]
  const inner = (...conditions: { column: string }[]) => ({ is: 'group', match: 'any', conditions })

  it('are changed by path, and lose empty groups', () => {
    expect(addItem([one, inner(two)], [1], three)).toEqual([one, inner(two, three)])
    expect(addItem([one], [], two)).toEqual([one, two])
    expect(replaceItem([one, inner(two, three)], [1, 0], [])).toEqual([one, inner(three)])
    expect(replaceItem([one, inner(two)], [1, 0], [])).toEqual([one])
    expect(replaceItem([one, two], [0], [three])).toEqual([three, two])
  })

  it('are combined so that both must match', () => {
    const filter = (match: 'all' | 'any', ...columns: string[]) => ({
      match,
      conditions: columns.map((column) => ({ column, is: 'is-empty' })),
    })
    const [x, y] = filter('all', 'x', 'y').conditions
    expect(combineFilters([], 'all', filter('any', 'x', 'y'))).toEqual({ match: 'any', conditions: [x, y] })
    expect(combineFilters([one], 'any', filter('all', 'x', 'y'))).toEqual({ match: 'all', conditions: [one, x, y] })
    expect(combineFilters([one, two], 'any', filter('any', 'x', 'y'))).toEqual({
      match: 'all',
      conditions: [inner(one, two), { is: 'group', match: 'any', conditions: [x, y] }],
    })
  })
})
