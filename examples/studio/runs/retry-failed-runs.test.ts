import { error, ProblemError } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import type { StoredRun } from '@aw-flow/client'
import type { Workspace } from '../workspace.ts'
import { findRetriableRuns, retryFailedRuns } from './retry-failed-runs.ts'

it('retries the failed runs of the server, even if one of them cannot be retried', async () => {
  const retriedIds: string[] = []
  const workspace = {
    canEdit: true,
    retriedRuns: new Set(['retried']),
    isServerRun: (run: string) => run !== 'local',
    refreshServerLists: async () => undefined,
    server: {
      remoteRefs: { find: (_kind: string, run: string) => (run === 'started-here' ? { id: 'remote' } : undefined) },
      api: {
        async call(_route: string, { path: { id } }: { path: { id: string } }) {
          if (id === 'gone') throw new ProblemError(error('run.not-found', { id }))
          retriedIds.push(id)
        },
      },
    },
  } as unknown as Workspace
  const runs = [
    { run: 'started-here', state: 'failed' },
    { run: 'gone', state: 'failed' },
    { run: 'elsewhere', state: 'failed' },
    { run: 'done', state: 'completed' },
    { run: 'retried', state: 'failed' },
    { run: 'local', state: 'failed' },
  ] as StoredRun[]
  const failed = findRetriableRuns(workspace, runs)
  expect(failed.map(({ run }) => run)).toEqual(['started-here', 'gone', 'elsewhere'])
  expect(await retryFailedRuns(workspace, failed)).toBe(2)
  expect(retriedIds).toEqual(['remote', 'elsewhere'])
  expect(findRetriableRuns({ ...workspace, canEdit: false } as Workspace, runs)).toEqual([])
})
