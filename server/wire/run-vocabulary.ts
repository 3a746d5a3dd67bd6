import type { RunState } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RunSummary } from '../store/runs/runs.ts'
import { runToWire, runWireSchema } from './run.ts'

/**
 * A group of run routes. All groups have the same handlers, but each has the state names of its source API
 * (requirements §2).
 */
export interface RunVocabulary {
  path: '/api/v1/runs' | '/api/v1/executions' | '/api/v1/jobs'
  tag: 'runs' | 'executions' | 'jobs'
  /** Path segment for the nodes of a run. */
  steps: 'steps' | 'nodes'
  /** Returns the name of a state in this group. */
  toStatusName(state: RunState): VocabularyStatus
  /** Returns the states that have this name. */
  states(name: string): RunState[]
}

export const vocabularyStatusSchema = z.enum([
  'queued',
  'pending',
  'running',
  'waiting',
  'completed',
  'failed',
  'cancelled',
])
export type VocabularyStatus = z.infer<typeof vocabularyStatusSchema>

const allStates: readonly RunState[] = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled']

const createVocabulary = (
  path: RunVocabulary['path'],
  tag: RunVocabulary['tag'],
  steps: RunVocabulary['steps'],
  names: Partial<Record<RunState, VocabularyStatus>>,
): RunVocabulary => {
  const toStatusName: RunVocabulary['toStatusName'] = (state) => names[state] ?? state
  return { path, tag, steps, toStatusName, states: (name) => allStates.filter((state) => toStatusName(state) === name) }
}

/**
 * The groups of our own API, of API C (`pending` for queued, `running` for waiting) and of API A (`running` for
 * waiting).
 */
export const runVocabularies: readonly RunVocabulary[] = [
  createVocabulary('/api/v1/runs', 'runs', 'steps', {}),
  createVocabulary('/api/v1/executions', 'executions', 'nodes', { queued: 'pending', waiting: 'running' }),
  createVocabulary('/api/v1/jobs', 'jobs', 'steps', { waiting: 'running' }),
]

/** A run with the state names of its group. `waiting_for` is what the run waits for. */
export const vocabularyRunWireSchema = z
  .object({
    ...runWireSchema.shape,
    execution_id: z.string(),
    status: vocabularyStatusSchema,
    waiting_for: z
      .string()
      .nullable()
      .openapi({ description: 'approval, time or event; null if the run does not wait.' }),
  })
  .openapi('WordedRun', {
    example: {
      id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
      run_id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
      job_id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
      execution_id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
      workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11',
      workflow_name: 'Prepare a messy file',
      workflow_version: 1,
      status: 'running',
      retry_of: null,
      priority: 0,
      created_at: '2026-11-20T10:00:00.000Z',
      started_at: '2026-11-20T10:00:00.010Z',
      ended_at: null,
      waiting_for: null,
    },
  })

export const vocabularyRunToWire = (
  run: RunSummary,
  { toStatusName }: RunVocabulary,
  waitingFor: string | null,
): z.infer<typeof vocabularyRunWireSchema> => ({
  ...runToWire(run),
  execution_id: run.id,
  status: toStatusName(run.status),
  waiting_for: run.status === 'waiting' ? waitingFor : null,
})
