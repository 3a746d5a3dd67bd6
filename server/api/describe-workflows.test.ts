import { expect, test, vi } from 'vitest'
import type { WorkspaceSource } from '../validation/document-checks.ts'
import type { AppDependencies } from '../app-dependencies.ts'
import type { WorkflowSummary, SerializedWorkflow } from '../store/workflows/workflows.ts'
import { createWorkflowDescriber } from './describe-workflows.ts'

test('details are cached for the workflows of a workspace only, even if another one has the same document', async () => {
  const derive = vi.fn(async ({ document }: SerializedWorkflow, { workspace }: WorkspaceSource) => {
    return { ready: workspace === 'sales', nodes: 0, problems: '[]', connections: '[]', isStandalone: true, document }
  })
  const dependencies = { catalog: new Map(), documents: { derive } } as unknown as AppDependencies
  const describer = createWorkflowDescriber(dependencies)
  const findReady = async (workspace: string) => {
    const findManySerialized = async (ids: readonly string[]) =>
      ids.map((id) => ({ id, hash: 'equal', document: '{}' }))
    const source = { workspace, workflows: { findManySerialized } } as unknown as WorkspaceSource
    const details = await describer.getListDetails(source, [{ id: 'w', hash: 'equal' } as WorkflowSummary])
    return details.get('w')?.ready
  }
  expect([await findReady('sales'), await findReady('lab'), await findReady('sales')]).toEqual([true, false, true])
  expect(derive).toHaveBeenCalledTimes(2)
})
