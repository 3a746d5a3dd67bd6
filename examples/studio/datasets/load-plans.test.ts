import type { SavedLoadPlan, WorkflowNode } from '@aw-flow/schema'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { isSamePlan, keepLoadPlan, keptLoadPlan, loadPlanFor } from './load-plans.ts'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})

const plan = (dataset: string, encoding = 'utf-8'): SavedLoadPlan => ({
  dataset,
  plan: { format: 'csv', encoding, skippedLines: 0, headerLines: 1, columns: [], evidence: [] },
})
const node = (own?: SavedLoadPlan): Pick<WorkflowNode, 'data'> => ({
  data: { label: 'Load', config: own ? { plan: own as never } : {} },
})

describe('how a dataset is read', () => {
  it('is kept for each dataset, and forgotten', () => {
    expect(keptLoadPlan('may')).toBeUndefined()
    expect(keepLoadPlan('may', plan('may', 'latin1'))).toBe(true)
    expect(keptLoadPlan('may')).toEqual(plan('may', 'latin1'))
    expect(keptLoadPlan('june')).toBeUndefined()
    keepLoadPlan('may', undefined)
    expect(keptLoadPlan('may')).toBeUndefined()
    localStorage.setItem('aw-studio-load-plan-may', '{"dataset": 1}')
    expect(keptLoadPlan('may')).toBeUndefined()
  })

  it('goes with the dataset into a workflow, and out of it with the next one', () => {
    keepLoadPlan('may', plan('may'))
    const given = node(loadPlanFor(node(), 'may'))
    expect(loadPlanFor(node(), 'may')).toEqual(plan('may'))
    expect(loadPlanFor(given, 'june')).toBeUndefined()
  })

  it('yields to a plan that the workflow has of its own', () => {
    keepLoadPlan('may', plan('may'))
    const own = plan('april', 'utf-16le')
    expect(loadPlanFor(node(own), 'may')).toEqual(own)
  })

  it('is the same in whatever order its keys stand', () => {
    const { dataset, plan: read } = plan('may')
    const { columns, ...rest } = read
    expect(isSamePlan({ plan: { columns, ...rest }, dataset }, plan('may'))).toBe(true)
    expect(isSamePlan(plan('may'), undefined)).toBe(false)
    expect(isSamePlan(undefined, undefined)).toBe(true)
  })
})
