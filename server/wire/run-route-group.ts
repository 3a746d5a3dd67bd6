import type { RunState } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RunSummary } from '../store/runs/runs.ts'
import { runToWire, runWireSchema } from './run.ts'

/**
 * A group of run routes. All groups have the same handlers; each uses the state names of its source API
 * (requirements §2).
 */
export interface RunRouteGroup {
  path: '/api/v1/runs' | '/api/v1/executions' | '/api/v1/jobs'
  tag: 'runs' | 'executions' | 'jobs'
  /** Path segment for the nodes of a run. */
  steps: 'steps' | 'nodes'
  /** Returns the name of a state in this group. */
  toStatusName(state: RunState): GroupStatus
  /** Returns the states that have this name. */
  getStates(name: string): RunState[]
}

export const groupStatusSchema = z.enum(['queued', 'pending', 'running', 'waiting', 'completed', 'failed', 'cancelled'])
export type GroupStatus = z.infer<typeof groupStatusSchema>

const allStates: readonly RunState[] = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled']

const createRouteGroup = (
  path: RunRouteGroup['path'],
  tag: RunRouteGroup['tag'],
  steps: RunRouteGroup['steps'],
  names: Partial<Record<RunState, GroupStatus>>,
): RunRouteGroup => {
  const toStatusName: RunRouteGroup['toStatusName'] = (state) => names[state] ?? state
  return {
    path,
    tag,
    steps,
    toStatusName,
    getStates: (name) => allStates.filter((state) => toStatusName(state) === name),
  }
}

/**
 * The groups of our own API, of API C (`pending` for queued, `running` for waiting) and of API A (`running` for
 * waiting).
 */
export const runRouteGroups: readonly RunRouteGroup[] = [
  createRouteGroup('/api/v1/runs', 'runs', 'steps', {}),
  createRouteGroup('/api/v1/executions', 'executions', 'nodes', { queued: 'pending', waiting: 'running' }),
  createRouteGroup('/api/v1/jobs', 'jobs', 'steps', { waiting: 'running' }),
]

/** A run with the state names of its group. `waiting_for` is the condition that the run waits for. */
export const groupRunWireSchema = z
  .object({
    ...runWireSchema.shape,
    execution_id: z.string(),
    status: groupStatusSchema,
    waiting_for: z
      .string()
      .nullable()
      .openapi({ description: 'approval, time or event; null if the run does not wait.' }),
  })
  .openapi('RenderedRun', {
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
      queue: 'default',
      concurrency_key: null,
      blocked: false,
      trigger_type: 'api',
      triggered_by: null,
      created_at: '2026-11-20T10:00:00.000Z',
      started_at: '2026-11-20T10:00:00.010Z',
      ended_at: null,
      start_time: '2026-11-20T10:00:00.010Z',
      end_time: null,
      completed_at: null,
      cancelled_at: null,
      cancelled_by: null,
      input_data_id: null,
      metadata: {},
      duration_ms: null,
      waiting_for: null,
    },
  })

export const groupRunToWire = (
  run: RunSummary,
  { toStatusName }: RunRouteGroup,
  waitingFor: string | null,
): z.infer<typeof groupRunWireSchema> => ({
  ...runToWire(run),
  execution_id: run.id,
  status: toStatusName(run.status),
  waiting_for: run.status === 'waiting' ? waitingFor : null,
})
