import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { findWorkflows, collectTags, type WorkflowQuery } from './find-workflows.ts'

const listed = (changes: Partial<Workflow>[]) =>
  changes.map((change, index) => ({ id: `w${index}`, workflow: { ...createEmptyWorkflow(), ...change } }))
const all = listed([
  { name: 'Sales 10', tags: ['month', 'sales'], description: 'What was sold' },
  { name: 'Sales 9', tags: ['sales'], status: 'published' },
  { name: 'Old', status: 'archived', tags: ['month'] },
])
const names = (query: Partial<WorkflowQuery>): string[] =>
  findWorkflows(all, { search: '', status: 'active', tags: [], sort: 'edited', ...query }, []).map(
    ({ workflow }) => workflow.name,
  )

it('finds workflows by words, status and tags, in the requested order', () => {
  expect(names({})).toEqual(['Sales 10', 'Sales 9'])
  expect(names({ status: 'all', sort: 'name' })).toEqual(['Old', 'Sales 9', 'Sales 10'])
  expect(names({ status: 'archived' })).toEqual(['Old'])
  expect(names({ search: ' SOLD ' })).toEqual(['Sales 10'])
  expect(names({ tags: ['sales', 'month'] })).toEqual(['Sales 10'])
  expect(collectTags(all)).toEqual(['month', 'sales'])
})

it('counts the tag of a template and of its copy as one', () => {
  const copied = listed([{ tags: ['cleaning'] }, { tags: ['Cleaning'] }])
  expect(collectTags(copied)).toEqual(['Cleaning'])
  const query = { search: '', status: 'active', tags: ['Cleaning'], sort: 'edited' } as const
  expect(findWorkflows(copied, query, [])).toHaveLength(2)
})
