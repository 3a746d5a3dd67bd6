import { ok, type Edit, type Problem, type RunView, type SuggestedFix } from '@aw-flow/schema'
import { message } from '@aw-flow/messages'
import { expect, it } from 'vitest'
import type { Workspace } from '../workspace.ts'
import { findRunFix } from './fix-run.ts'

const problem: Problem = { code: 'query.failed', severity: 'error', message: 'It failed.' }
const failedRun = {
  run: 'r',
  workflowId: 'w',
  state: 'failed',
  nodes: { query: { node: 'query', state: 'failed', error: { kind: 'permanent', problem } } },
} as unknown as RunView
const edit: Edit = { type: 'set-config', id: 'query', path: ['sql'], value: 'select 1' }
const change = message('fix.replace', { from: 'a', to: 'b' })

function createWorkspace(fixes: SuggestedFix[]): { workspace: Workspace; requests: Problem[] } {
  const requests: Problem[] = []
  const session = {
    assistant: {
      findFixes: async (requested: Problem) => {
        requests.push(requested)
        return ok(fixes)
      },
    },
  }
  const workspace = { hasWorkflow: (id: string) => id === 'w', openSession: async () => session }
  return { workspace: workspace as unknown as Workspace, requests }
}

it('offers the first fix that needs no input, for the problem of the node that failed', async () => {
  const withField: SuggestedFix = {
    change,
    edit,
    verified: false,
    fields: [{ path: [], type: 'query', setting: 'sql', value: '' }],
  }
  const { workspace, requests } = createWorkspace([withField, { change, edit, verified: true }])
  expect(await findRunFix(workspace, failedRun)).toMatchObject({ edit, change: expect.any(String) })
  expect(requests).toEqual([{ ...problem, where: { node: 'query' } }])
})

it('offers nothing without a known fix, or without the workflow', async () => {
  expect(await findRunFix(createWorkspace([]).workspace, failedRun)).toBeUndefined()
  const { workspace, requests } = createWorkspace([{ change, edit, verified: true }])
  expect(await findRunFix(workspace, { ...failedRun, workflowId: 'deleted' })).toBeUndefined()
  expect(requests).toEqual([])
})
