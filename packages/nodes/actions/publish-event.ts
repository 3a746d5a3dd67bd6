import { defineNode, NodeError } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, defined, type Json, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { checkAvailability } from '../requests/check-availability.ts'

const settings = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(500)
    .default('order.created')
    .meta({ title: 'Event', description: 'Name of the event.', examples: ['order.created'] }),
  subject: z
    .string()
    .max(500)
    .default('')
    .meta({ title: 'Subject', description: 'Optional ID of what the event is about, such as an order number.' }),
})

/** Publishes an event that starts workflows and resumes waiting runs. @internal */
export const publishEventNode = defineNode({
  type: 'publish_event',
  version: 1,
  family: 'actions',
  title: 'Publish event',
  description: 'Publishes an event on the server, which starts workflows and resumes runs that wait for it.',
  icon: 'zap',
  isolation: 'shared',
  effects: 'external',
  targets: ['name'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'value', type: 'any', label: 'Value' }],
  settings,

  describe: ({ settings: { name }, inputs, context }) => ({
    outputs: { value: inputs.value ?? { type: 'any' } },
    summary: message('publish-event.summary', { name }),
    problems: checkAvailability(context, 'events'),
  }),

  async run({ settings: { name, subject }, node, inputs: { value }, services: { events }, effect }) {
    if (!events)
      throw new NodeError('permanent', error('outside.not-available', { port: 'events' }, { where: { node } }))
    const event = { type: name, ...(subject === '' ? {} : { subject }), data: toEventData(value) }
    // The server uses the key to detect duplicate events, so a retry is safe.
    await effect(
      'publish-event',
      event,
      async ({ idempotencyKey: key }) => {
        await events.publish({ ...event, key })
        return null
      },
      { unknownOutcome: 'retry' },
    )
    return { outputs: defined({ value }) }
  },
})

/**
 * Converts the input to event data: JSON and text unchanged, a file as a reference, and any other value as its kind.
 */
function toEventData(value: Value | undefined): Json {
  if (value === undefined) return null
  if (value.kind === 'json') return (value.json ?? null) as Json
  if (value.kind === 'text') return value.text
  return value.kind === 'file' ? { dataset: value.dataset, name: value.name } : { kind: value.kind }
}
