import type { RenderedRun, WorkflowQueue } from './api-types.ts'

/** A run in a server's list of runs. @internal */
export type ServerRun = RenderedRun

/** The settings for queueing a workflow's runs on a server. @internal */
export type ServerQueueSettings = WorkflowQueue
