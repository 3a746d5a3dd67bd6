import { signStandardWebhook } from '../triggers/webhooks/webhook-signature.ts'
import { defined, type Json } from '@aw-flow/schema'
import type { EndpointFormat } from './endpoint.ts'
import type { Delivery } from './endpoints.ts'

/** The HTTP request for a delivery. */
export interface DeliveryRequest {
  headers: Record<string, string>
  body: Uint8Array
}

export interface DeliveryRequestOptions {
  workspace: string
  format: EndpointFormat
  /** Current secret of the endpoint, followed by the previous one while it is still valid. */
  secrets: readonly string[]
  /** Time of the attempt, in ms since the Unix epoch. */
  now: number
}

/**
 * Builds the signed request for a delivery. Every attempt has the same ID and body, so that the receiver can detect
 * duplicates. For run events, the body contains only IDs, the workflow name and the run's state; receivers can request
 * other details from the API.
 */
export function buildDeliveryRequest(
  delivery: Delivery,
  { workspace, format, secrets, now }: DeliveryRequestOptions,
): DeliveryRequest {
  const { headers, json } = formatters[format](delivery, workspace)
  const body = new TextEncoder().encode(JSON.stringify(json))
  const timestamp = String(Math.floor(now / 1000))
  const signatures = secrets.map((secret) => signStandardWebhook(secret, { id: delivery.id, timestamp, body }))
  return {
    headers: {
      ...headers,
      'user-agent': 'aw',
      'webhook-id': delivery.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body,
  }
}

/** Encodes a CloudEvents attribute for a header: spaces, `"`, `%` and non-ASCII characters are percent-encoded. */
const encodeHeader = (value: string): string =>
  value.replaceAll(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )

type DeliveryFormatter = (delivery: Delivery, workspace: string) => { headers: Record<string, string>; json: Json }

const formatters: Record<EndpointFormat, DeliveryFormatter> = {
  standard: (delivery) => ({
    headers: { 'content-type': 'application/json' },
    json: { type: delivery.event, timestamp: delivery.occurredAt, data: toPayload(delivery) },
  }),
  cloudevents: (delivery, workspace) => ({
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    json: { ...toAttributes(delivery, workspace), datacontenttype: 'application/json', data: toPayload(delivery) },
  }),
  'cloudevents-binary': (delivery, workspace) => ({
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(
        Object.entries(toAttributes(delivery, workspace)).map(([name, value]) => [`ce-${name}`, encodeHeader(value)]),
      ),
    },
    json: toPayload(delivery),
  }),
}

/** Returns a run's state after an event. */
const getEventStatus = (event: string): string => (event === 'run.started' ? 'running' : event.replace(/^run\./, ''))

function toPayload({ event, runId, workflowId, workflowName, publishedEvent }: Delivery): Json {
  if (publishedEvent) return publishedEvent.data
  if (runId === undefined) return {}
  return {
    run_id: runId,
    workflow_id: workflowId ?? null,
    workflow_name: workflowName ?? null,
    status: getEventStatus(event),
  }
}

/**
 * Returns a delivery's CloudEvents 1.0 context attributes. A published event keeps its own ID, source and subject, so
 * that receivers can recognize it.
 */
function toAttributes(delivery: Delivery, workspace: string): Record<string, string> {
  const { event, occurredAt: time, publishedEvent } = delivery
  if (!publishedEvent) return toRunAttributes(delivery, workspace)
  const { id, source, subject } = publishedEvent
  return defined({ specversion: '1.0', id, source, type: event, time, subject })
}

/** Returns the attributes for a run event. The source is the path of its workflow, or of its workspace. */
const toRunAttributes = (delivery: Delivery, workspace: string): Record<string, string> =>
  defined({
    specversion: '1.0',
    id: delivery.id,
    source: `/workspaces/${encodeURIComponent(workspace)}${
      delivery.workflowId === undefined ? '' : `/workflows/${encodeURIComponent(delivery.workflowId)}`
    }`,
    type: `aw.${delivery.event}`,
    time: delivery.occurredAt,
    subject: delivery.runId,
  })
