import type { Json, Problem, Workflow } from '@aw-flow/schema'
import { buildRunRequest, type RunRequestSources } from '../api/build-run-request.ts'
import { toPriority, toQueueOptions } from '../api/queue-options.ts'
import { parseStartBody, type SentStart } from '../api/read-start-body.ts'
import type { BodyRejection } from '../http/read-json-body.ts'
import { serializeRequest, type SerializedRequest } from '../store/runs/run-request.ts'
import type { RunFacts } from '../store/runs/runs.ts'
import { defaultQueueSettings } from '../store/workflows/queue-settings.ts'

/** A start request to be stored. Values are copied to another thread. */
export interface SentRequest {
  sent: SentStart
  /** The id of the workflow; if absent, the body contains it. */
  workflowId?: string | undefined
  retry: Workflow['settings']['retry'] | null
  /** The seed to use if the request contains none. */
  seed: number
}

export interface PreparedRequest extends RunFacts {
  serialized: SerializedRequest
}

export type PreparedStart =
  | { id: string; prepared: PreparedRequest; problems?: undefined; rejection?: undefined }
  /** The workflow cannot run. If `problems` is empty, it does not exist. */
  | { id: string; problems: readonly Problem[]; prepared?: undefined; rejection?: undefined }
  | { rejection: BodyRejection }

/** Parses a start request, and builds and serializes the request of the run. */
export async function prepareStart(
  { sent, workflowId, retry, seed }: SentRequest,
  sources: Pick<RunRequestSources, 'store' | 'catalog' | 'findProblems'>,
): Promise<PreparedStart> {
  const { body, rejection } = parseStartBody(sent)
  if (rejection) return { rejection }
  const id = workflowId ?? body.workflow_id ?? ''
  const stored = await sources.store.workflows.find(id)
  if (!stored) return { id, problems: [] }
  const { request, problems } = await buildRunRequest(stored.workflow, body, { ...sources, retry, seed })
  if (!request) return { id, problems }
  const { priority, trigger_type: triggerType = 'api', triggered_by: triggeredBy, metadata } = body
  const settings = (await sources.store.queueSettings.find(id)) ?? defaultQueueSettings
  const data = (body.trigger_data ?? body.input_data) as Json | undefined
  return {
    id,
    prepared: {
      serialized: serializeRequest(request),
      origin: { triggerType, triggeredBy },
      metadata,
      ...toQueueOptions(settings, data),
      ...(priority === undefined ? {} : { priority: toPriority(priority) }),
    },
  }
}
