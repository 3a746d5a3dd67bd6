import { describe, expect, it } from 'vitest'
import { clusterSpellings } from './cluster-spellings.ts'

const counted = (values: Record<string, number>) => Object.entries(values).map(([value, count]) => ({ value, count }))
const found = (values: Record<string, number>) =>
  clusterSpellings(counted(values)).map(({ method, values: members }) => [method, ...members.map(({ value }) => value)])

describe('clusterSpellings', () => {
  it('joins values that differ in case, spaces, punctuation, accents and word order', () => {
    expect(found({ 'Café Müller': 5, 'müller, cafe': 1, ' CAFE  MULLER ': 2, Museum: 7 })).toEqual([
      ['fingerprint', 'Café Müller', ' CAFE  MULLER ', 'müller, cafe'],
    ])
  })
  it('joins usual abbreviations, and words with missing spaces', () => {
    expect(found({ '12 Main Street': 4, '12 Main St.': 2 })).toEqual([['fingerprint', '12 Main Street', '12 Main St.']])
    expect(found({ 'New York': 4, NewYork: 2 })).toEqual([['n-gram', 'New York', 'NewYork']])
  })
  it('joins a rare misspelling and a frequent value, but not two frequent values', () => {
    expect(found({ Vienna: 40, Vienan: 1 })).toEqual([['distance', 'Vienna', 'Vienan']])
    expect(found({ Austria: 40, Austrian: 30, Ireland: 20, Iceland: 20, Slovakia: 1, Slovenia: 1 })).toEqual([])
  })
  it('never joins values with different digits, or derived words', () => {
    expect(
      found({ 'Route 66': 90, 'Route 67': 1, '1.5': 9, '15': 1, legal: 50, illegal: 1, car: 90, cars: 1 }),
    ).toEqual([])
  })
  it('does not depend on the order of the values', () => {
    const values = counted({ berlin: 3, Berlin: 3, 'Berlin ': 1, Belrin: 1, Bern: 9 })
    expect(clusterSpellings(values.toReversed())).toEqual(clusterSpellings(values))
    expect(clusterSpellings(values)[0]?.canonicalValue).toBe('Berlin')
  })
  it('does not join values that are known to be correct', () => {
    const values = counted({ Slovenia: 90, Slovania: 1 })
    expect(clusterSpellings(values)).toHaveLength(1)
    expect(clusterSpellings(values, { isKnown: () => true })).toEqual([])
  })
})
