import { emptyWorkflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { chainOf, copyName } from './words.ts'

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
