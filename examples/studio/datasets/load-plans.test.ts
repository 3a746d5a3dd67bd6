import type { WorkflowNode } from '@aw-flow/schema'
import type { SavedLoadPlan } from '@aw-flow/schema/internal'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { isSamePlan, saveLoadPlan, getSavedLoadPlan, findLoadPlan } from './load-plans.ts'

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
})

const plan = (dataset: string, encoding = 'utf-8'): SavedLoadPlan => ({
  dataset,
  plan: { format: 'csv', encoding, skippedLines: 0, headerLines: 1, columns: [], evidence: [] },
})
const node = (nodePlan?: SavedLoadPlan): Pick<WorkflowNode, 'data'> => ({
  data: { label: 'Load', config: nodePlan ? { plan: nodePlan as never } : {} },
})

describe('the saved load plan of a dataset', () => {
  it('is stored per dataset and can be deleted', () => {
    expect(getSavedLoadPlan('may')).toBeUndefined()
    expect(saveLoadPlan('may', plan('may', 'latin1'))).toBe(true)
    expect(getSavedLoadPlan('may')).toEqual(plan('may', 'latin1'))
    expect(getSavedLoadPlan('june')).toBeUndefined()
    saveLoadPlan('may', undefined)
    expect(getSavedLoadPlan('may')).toBeUndefined()
    localStorage.setItem('aw-studio-load-plan-may', '{"dataset": 1}')
    expect(getSavedLoadPlan('may')).toBeUndefined()
  })

  it('is applied to a workflow with the dataset and removed with the next one', () => {
    saveLoadPlan('may', plan('may'))
    const copied = node(findLoadPlan(node(), 'may'))
    expect(findLoadPlan(node(), 'may')).toEqual(plan('may'))
    expect(findLoadPlan(copied, 'june')).toBeUndefined()
  })

  it('does not replace a plan of the workflow', () => {
    saveLoadPlan('may', plan('may'))
    const nodePlan = plan('april', 'utf-16le')
    expect(findLoadPlan(node(nodePlan), 'may')).toEqual(nodePlan)
  })

  it('is equal for any order of its keys', () => {
    const { dataset, plan: read } = plan('may')
    const { columns, ...rest } = read
    expect(isSamePlan({ plan: { columns, ...rest }, dataset }, plan('may'))).toBe(true)
    expect(isSamePlan(plan('may'), undefined)).toBe(false)
    expect(isSamePlan(undefined, undefined)).toBe(true)
  })
})
