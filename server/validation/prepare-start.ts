import type { Json, Problem, Workflow } from '@aw-flow/schema'
import { buildRunRequest, type RunRequestSources } from '../api/build-run-request.ts'
import { toPriority, toQueueOptions } from '../api/queue-options.ts'
import { parseStartBody, type RawStartBody } from '../api/read-start-body.ts'
import type { BodyRejection } from '../http/read-json-body.ts'
import { serializeRequest, type SerializedRequest } from '../store/runs/run-request.ts'
import type { RunProperties } from '../store/runs/runs.ts'
import type { QueueSettings } from '../store/workflows/queue-settings.ts'

/** A request to start a run. Contains only values that can be passed between threads. */
export interface StartRequest {
  rawBody: RawStartBody
  /** ID of the workflow. If absent, the body contains it. */
  workflowId?: string | undefined
  retry: Workflow['settings']['retry'] | null
  /** Seed to use if the request does not contain one. */
  seed: number
}

export interface PreparedRequest extends RunProperties {
  serialized: SerializedRequest
}

export type PreparedStart =
  | { id: string; prepared: PreparedRequest; problems?: undefined; rejection?: undefined }
  /** The workflow cannot run. If `problems` is empty, the workflow does not exist. */
  | { id: string; problems: readonly Problem[]; prepared?: undefined; rejection?: undefined }
  | { rejection: BodyRejection }

/** The workflow to start. */
export interface StartWorkflow {
  workflow: Workflow
  queueSettings: QueueSettings
}

export interface StartSources extends Pick<RunRequestSources, 'store' | 'catalog' | 'findProblems'> {
  findStartWorkflow(id: string): Promise<StartWorkflow | undefined>
}

/** Parses a start request, then builds and serializes the run request. */
export async function prepareStart(
  { rawBody, workflowId, retry, seed }: StartRequest,
  { findStartWorkflow, ...sources }: StartSources,
): Promise<PreparedStart> {
  const { body, rejection } = parseStartBody(rawBody)
  if (rejection) return { rejection }
  const id = workflowId ?? body.workflow_id ?? ''
  const workflowToStart = await findStartWorkflow(id)
  if (!workflowToStart) return { id, problems: [] }
  const { request, problems } = await buildRunRequest(workflowToStart.workflow, body, { ...sources, retry, seed })
  if (!request) return { id, problems }
  const { priority, trigger_type: triggerType = 'api', triggered_by: triggeredBy, metadata } = body
  const data = (body.trigger_data ?? body.input_data) as Json | undefined
  return {
    id,
    prepared: {
      serialized: serializeRequest(request),
      origin: { triggerType, triggeredBy },
      metadata,
      ...toQueueOptions(workflowToStart.queueSettings, data),
      ...(priority === undefined ? {} : { priority: toPriority(priority) }),
    },
  }
}
