import { emptyWorkflow } from '@aw-flow/schema'
import { createMemoryStorage } from '@aw-flow/client'
import { expect, it } from 'vitest'
import { openWorkflowFiles, workflowBundle } from './workflow-bundle.ts'
import type { Workspace } from './workspace.ts'

const open = () => {
  const storage = createMemoryStorage()
  return { storage, workspace: { storage, refresh: async () => undefined } as unknown as Workspace }
}

it('brings back what it has written, one by one, and tells of what is no workflow', async () => {
  const { storage, workspace } = open()
  const listed = ['First', 'Second'].map((name) => ({ id: name, workflow: { ...emptyWorkflow(name), tags: ['kept'] } }))
  for (const { id, workflow } of listed) await storage.putDocument(id, workflow, 0)
  const text = await workflowBundle(workspace, listed)

  const other = open()
  const broken = new File(['[{"name": 1}, 2]'], 'broken.json')
  const { ids, problems } = await openWorkflowFiles(other.workspace, [new File([text], 'all.json'), broken])
  expect(ids).toHaveLength(2)
  expect(problems.map(({ message }) => message.startsWith('“broken.json” was not imported.'))).toEqual([true, true])
  const kept = await other.storage.listDocuments()
  expect(kept.map(({ workflow }) => workflow.name).toSorted()).toEqual(['First', 'Second'])
  expect(kept.map(({ workflow }) => workflow.tags)).toEqual([['kept'], ['kept']])
  const exported = await other.storage.listVersions(ids[0]!)
  expect(exported.map(({ origin }) => origin)).toContain('opened')
})
