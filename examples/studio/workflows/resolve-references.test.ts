import { createMemoryStorage } from '@aw-flow/client'
import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import type { ReferencesQuestion } from './references-dialog.ts'
import { resolveImportedReferences, type ReferencesWorkspace } from './resolve-references.ts'

/** A workspace with these workflows, whose engine lists the tags of a workflow as its references. */
async function open(workflows: Record<string, Workflow>) {
  const storage = createMemoryStorage()
  for (const [id, workflow] of Object.entries(workflows)) await storage.putDocument(id, workflow, 0)
  const ask = async ({ input }: { input: { workflow: Workflow } }) => ({ ok: true, value: input.workflow.tags })
  const workspace = {
    storage,
    engine: { ask },
    documents: await storage.listDocuments(),
    refresh: async () => undefined,
  } as unknown as ReferencesWorkspace
  return { storage, workspace }
}
const workflow = (name: string, references: readonly string[] = [], more: Partial<Workflow> = {}): Workflow => ({
  ...createEmptyWorkflow(name),
  tags: [...references],
  ...more,
})

it('asks for the names that no workflow, or several workflows have, and stores the answers', async () => {
  const { storage, workspace } = await open({
    imported: workflow('Imported', ['One', 'Twice', 'Gone', 'b', 'Saved'], { references: { Saved: 'a', Gone: 'x' } }),
    complete: workflow('Complete', ['One']),
    a: workflow('One'),
    b: workflow('Twice'),
    c: workflow('Twice'),
  })
  const asked: ReferencesQuestion[] = []
  const problems = await resolveImportedReferences(workspace, ['imported', 'complete'], async (question) => {
    asked.push(question)
    return { Gone: 'c' }
  })
  expect(problems).toEqual([])
  expect(asked).toEqual([
    {
      workflow: 'Imported',
      names: ['Twice', 'Gone'],
      choices: [
        { id: 'complete', name: 'Complete' },
        { id: 'a', name: 'One' },
        { id: expect.stringMatching(/b|c/), name: 'Twice' },
        { id: expect.stringMatching(/b|c/), name: 'Twice' },
      ],
    },
  ])
  expect((await storage.getDocument('imported'))?.workflow.references).toEqual({ Saved: 'a', Gone: 'c' })
})

it('changes nothing if everything is left unresolved', async () => {
  const { storage, workspace } = await open({ imported: workflow('Imported', ['Gone']), a: workflow('One') })
  const before = await storage.getDocument('imported')
  expect(await resolveImportedReferences(workspace, ['imported'], async () => ({}))).toEqual([])
  expect(await storage.getDocument('imported')).toEqual(before)
})
