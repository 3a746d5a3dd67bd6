import { message } from '@aw-flow/messages'
import { defineNode, NodeError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import { z } from 'zod'

const settings = z.strictObject({
  name: z.string().min(1).default('continue').meta({ title: 'Event', description: 'Name of the event to wait for.' }),
  timeoutSeconds: z
    .number()
    .min(0)
    .max(10 * 365 * 86_400)
    .default(0)
    .meta({ title: 'Timeout (seconds)', description: 'Maximum time to wait. Use 0 for no timeout.' }),
  onTimeout: z
    .enum(['fail', 'continue'])
    .default('fail')
    .meta({
      title: 'After the timeout',
      description: 'Fail: the node fails. Continue: the run continues without the event.',
      labels: { fail: 'Fail', continue: 'Continue' },
    }),
})

/** Waits for an external event and outputs its data. @internal */
export const waitForEventNode = defineNode({
  type: 'wait_for_event',
  version: 1,
  family: 'logic',
  title: 'Wait for event',
  description: 'Waits for an external event, then outputs its data.',
  icon: 'bell',
  isolation: 'shared',
  control: 'wait-for-event',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'event', type: 'json', label: 'Event' },
    { name: 'value', type: 'any', label: 'Value' },
  ],
  settings,

  describe({ settings: { name, timeoutSeconds }, inputs }) {
    return {
      outputs: { event: { type: 'json' }, value: inputs.value ?? { type: 'any' } },
      summary: message('wait-for-event.summary', { name, seconds: timeoutSeconds }),
    }
  },

  run({ label, settings: { name, timeoutSeconds, onTimeout }, inputs, clock, continuation }) {
    const passedOutputs = defined({ value: inputs.value })
    if (continuation?.kind !== 'resumed') {
      const deadline = timeoutSeconds > 0 ? { deadline: clock.now() + timeoutSeconds * 1000 } : {}
      return Promise.resolve({ outputs: {}, wait: { kind: 'event', name, ...deadline } })
    }
    const { by } = continuation
    const hasTimedOut = by.type === 'wait-ended' && by.reason === 'deadline'
    if (hasTimedOut && onTimeout === 'fail') {
      const params = { node: label, seconds: timeoutSeconds, event: name }
      throw new NodeError('permanent', error('event.timeout', params))
    }
    const data = by.type === 'wait-ended' && by.value !== undefined ? by.value : null
    return Promise.resolve({ outputs: { event: { kind: 'json', json: hasTimedOut ? null : data }, ...passedOutputs } })
  },
})
