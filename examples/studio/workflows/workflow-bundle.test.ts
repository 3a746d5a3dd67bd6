import { createEmptyWorkflow, type Problem } from '@aw-flow/schema'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createMemoryStorage, importedAccess } from '@aw-flow/client'
import { expect, it } from 'vitest'
import { importWorkflowFiles, createWorkflowBundle } from './workflow-bundle.ts'
import type { Workspace } from '../workspace.ts'

const render = (problem: Problem): string => englishFormatter.renderProblem(problem).message

const open = () => {
  const storage = createMemoryStorage()
  return { storage, workspace: { storage, refresh: async () => undefined } as unknown as Workspace }
}

it('imports its own export and reports files that are not workflows', async () => {
  const { storage, workspace } = open()
  const listed = ['First', 'Second'].map((name) => ({
    id: name,
    workflow: { ...createEmptyWorkflow(name), tags: ['kept'] },
  }))
  for (const { id, workflow } of listed) await storage.putDocument(id, workflow, 0)
  const text = await createWorkflowBundle(workspace, listed)

  const other = open()
  const broken = new File(['[{"name": 1}, 2]'], 'broken.json')
  const { ids, problems } = await importWorkflowFiles(other.workspace, [new File([text], 'all.json'), broken])
  expect(ids).toHaveLength(2)
  const again = await importWorkflowFiles(other.workspace, [new File([text], 'all.json')])
  expect(again).toMatchObject({ ids: [], existing: [{ name: 'First' }, { name: 'Second' }], problems: [] })
  expect(problems.map((problem) => render(problem).startsWith('"broken.json" was not imported. '))).toEqual([
    true,
    true,
  ])
  const kept = await other.storage.listDocuments()
  expect(kept.map(({ workflow }) => workflow.name).toSorted()).toEqual(['First', 'Second'])
  expect(kept.map(({ workflow }) => workflow.tags)).toEqual([['kept'], ['kept']])
  expect(await other.storage.getAccess(ids[0]!)).toEqual(importedAccess)
  expect((await storage.getAccess('First')).trust).toBe('own')
  const exported = await other.storage.listVersions(ids[0]!)
  expect(exported.map(({ origin }) => origin)).toContain('opened')
})

it('does not read a file that is too large for a page', async () => {
  const huge = Object.defineProperty(new File(['[]'], 'huge.json'), 'size', { value: 2_000_000_000 })
  huge.text = () => Promise.reject(new Error('Out of memory'))
  const { ids, problems } = await importWorkflowFiles(open().workspace, [huge])
  expect(ids).toEqual([])
  expect(problems.map(render)).toEqual([expect.stringContaining('"huge.json" was not imported.')])
  expect(render(problems[0]!)).toContain('64,000,000')
})

it('numbers duplicate names and recognizes imported workflows by content', async () => {
  const { storage, workspace } = open()
  const file = (tag: string) =>
    new File([JSON.stringify({ ...createEmptyWorkflow('Report'), tags: [tag] })], 'report.json')
  for (const tag of ['one', 'two', 'three']) await importWorkflowFiles(workspace, [file(tag)])
  const names = async () => (await storage.listDocuments()).map(({ workflow }) => workflow.name).toSorted()
  expect(await names()).toEqual(['Report', 'Report (2)', 'Report (3)'])
  expect((await importWorkflowFiles(workspace, [file('two')])).existing).toMatchObject([{ name: 'Report' }])
  expect(await names()).toHaveLength(3)
})

it('imports YAML', async () => {
  const { storage, workspace } = open()
  const nightly = new File(['name: Nightly\nsteps:\n  - { id: load, agent: loading }\n'], 'nightly.yaml')
  const broken = new File(['name: ['], 'broken.yml')
  const { ids, problems } = await importWorkflowFiles(workspace, [nightly, broken])
  expect((await storage.getDocument(ids[0]!))?.workflow).toMatchObject({
    name: 'Nightly',
    nodes: [{ type: 'loading' }],
  })
  expect(problems).toMatchObject([{ code: 'yaml.malformed' }])
  expect(render(problems[0]!)).toContain('"broken.yml" was not imported. ')
})

it('names the fields that it does not import', async () => {
  const chain = { name: 'Chain', tenant: 7, steps: [{ type: 'loading', owner: 'Ada' }] }
  const imported = await importWorkflowFiles(open().workspace, [new File([JSON.stringify(chain)], 'chain.json')])
  expect(imported.ids).toHaveLength(1)
  expect(imported.problems.map(render)).toEqual(['Not imported into "Chain": steps[].owner and tenant.'])
})
