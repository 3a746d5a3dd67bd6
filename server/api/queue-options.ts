import type { Json } from '@aw-flow/schema'
import { renderConcurrencyKey } from '../runs/queue/concurrency-key.ts'
import { runPriorities } from '../runs/queue/run-priority.ts'
import type { RunConcurrency } from '../store/runs/runs.ts'
import type { QueueSettings } from '../store/workflows/queue-settings.ts'
import type { StartBody } from './start-body.ts'

/** Converts a start request's priority to a number. */
export const toPriority = (priority: NonNullable<StartBody['priority']>): number =>
  typeof priority === 'number' ? priority : runPriorities[priority]

/** Returns the priority and concurrency key for a run with this trigger data. */
export const toQueueOptions = (
  { priority, concurrency }: QueueSettings,
  data: Json | undefined,
): { priority: number; concurrency?: RunConcurrency } => ({
  priority,
  ...(concurrency
    ? { concurrency: { key: renderConcurrencyKey(concurrency.key, data), limit: concurrency.limit } }
    : {}),
})
