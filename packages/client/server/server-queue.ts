import type { RenderedRun, WorkflowQueue } from './api-types.ts'

/** A run in a list of a server. @internal */
export type ServerRun = RenderedRun

/** How a server queues the runs of a workflow. @internal */
export type ServerQueueSettings = WorkflowQueue
