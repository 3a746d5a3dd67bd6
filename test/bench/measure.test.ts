import { describe, expect, it } from 'vitest'
import { measureInTurn, summarize } from './measure.ts'

describe('summarize', () => {
  it('returns the middle of an odd number of samples', () => {
    expect(summarize([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9, runs: 3 })
  })

  it('returns the mean of the two middle samples of an even number', () => {
    expect(summarize([4, 1, 10, 2])).toEqual({ median: 3, min: 1, max: 10, runs: 4 })
  })

  it('throws without samples', () => {
    expect(() => summarize([])).toThrow('No sample was taken')
  })
})

describe('measureInTurn', () => {
  it('runs contenders in turn, starts each round with the next one, and discards the warm-up', async () => {
    const order: string[] = []
    const contender = (name: string) => async () => {
      order.push(name)
      return { ms: order.length }
    }
    const measures = await measureInTurn({ a: contender('a'), b: contender('b') }, { runs: 3 })
    expect(order.join('')).toBe('abbaabba')
    expect(measures.ms!.a).toEqual({ median: 5, min: 4, max: 8, runs: 3 })
    expect(measures.ms!.b).toEqual({ median: 6, min: 3, max: 7, runs: 3 })
  })

  it('takes fewer samples of a contender with long runs', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { ms: 1 }
    }
    const quick = async () => ({ ms: 1 })
    const measures = await measureInTurn({ slow, quick }, { runs: 9, longMs: 2, longRuns: 3 })
    expect(measures.ms!.slow!.runs).toBe(3)
    expect(measures.ms!.quick!.runs).toBe(9)
  })
})
