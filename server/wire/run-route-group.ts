import type { RunState } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RunSummary } from '../store/runs/runs.ts'
import { exampleRun, runToWire, runWireSchema } from './run.ts'

/**
 * A group of run routes. All groups share the same handlers. `executions` and `jobs` use the state names of the APIs
 * that they replace.
 */
export interface RunRouteGroup {
  path: '/api/v1/runs' | '/api/v1/executions' | '/api/v1/jobs'
  tag: 'runs' | 'executions' | 'jobs'
  /** Path segment for a run's nodes. */
  steps: 'steps' | 'nodes'
  /** Returns the name that this group uses for a state. */
  toStatusName(state: RunState): GroupStatus
  /** Returns the states that this group reports under a name. */
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
 * All route groups. `executions` reports queued runs as `pending` and waiting runs as `running`; `jobs` reports waiting
 * runs as `running`.
 */
export const runRouteGroups: readonly RunRouteGroup[] = [
  createRouteGroup('/api/v1/runs', 'runs', 'steps', {}),
  createRouteGroup('/api/v1/executions', 'executions', 'nodes', { queued: 'pending', waiting: 'running' }),
  createRouteGroup('/api/v1/jobs', 'jobs', 'steps', { waiting: 'running' }),
]

/** A run with the state names of its route group. `waiting_for` states what the run is waiting for. */
export const groupRunWireSchema = z
  .object({
    ...runWireSchema.shape,
    execution_id: z.string(),
    status: groupStatusSchema,
    waiting_for: z
      .string()
      .nullable()
      .openapi({ description: 'approval, time or event; null if the run is not waiting.' }),
  })
  .openapi('RenderedRun', {
    example: { ...exampleRun, execution_id: exampleRun.id, waiting_for: null },
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
