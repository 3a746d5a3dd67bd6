import { emptyWorkflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { chainOf, copyName, timeAgo } from './words.ts'

describe('timeAgo', () => {
  it.each([
    [0, 'just now'],
    [60, '1 min ago'],
    [59 * 60, '59 min ago'],
    [3_600, '1 hour ago'],
    [5 * 3_600, '5 hours ago'],
    [86_400, 'yesterday'],
    [3 * 86_400, '3 days ago'],
  ])('%d s', (seconds, words) => expect(timeAgo(0, seconds * 1000)).toBe(words))

  it('says the date of what is long ago', () => {
    expect(timeAgo(Date.UTC(2026, 10, 1, 12), Date.UTC(2026, 10, 20))).toBe('1 Nov 2026')
  })
})

describe('chainOf', () => {
  const workflow = (labels: string[]) => ({
    ...emptyWorkflow(),
    nodes: labels.map((label) => ({ id: label, type: 't', position: { x: 0, y: 0 }, data: { label, config: {} } })),
  })
  it('names the nodes, at most five', () => {
    expect(chainOf(workflow([]))).toBe('Empty')
    expect(chainOf(workflow(['Load', 'Table']))).toBe('Load → Table')
    expect(chainOf(workflow(['1', '2', '3', '4', '5', '6', '7']))).toBe('1 → 2 → 3 → 4 → 5 → 2 more')
  })
})

describe('copyName', () => {
  it('counts copies, and copies of copies as those of the first', () => {
    expect(copyName('Sales')).toBe('Sales copy')
    expect(copyName('Sales', ['Sales copy', 'Sales copy 2'])).toBe('Sales copy 3')
    expect(copyName('Sales copy 2', ['Sales copy', 'Sales copy 2'])).toBe('Sales copy 3')
  })
})
