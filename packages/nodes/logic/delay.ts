import { message } from '@aw-flow/messages'
import { defineNode, NodeError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import { z } from 'zod'

const settings = z.strictObject({
  seconds: z
    .number()
    .min(0)
    .max(10 * 365 * 86_400)
    .default(1)
    .meta({ title: 'Seconds', description: 'Time to wait. Ignored if "Until" is set.' }),
  until: z
    .string()
    .default('')
    .meta({
      title: 'Until',
      description:
        'Date and time to wait for, such as 2026-12-31T18:00:00Z. If it is in the past, the node does not wait.',
      examples: ['2026-12-31T18:00:00Z'],
    }),
})

/**
 * Waits for a duration or until a date and time. A waiting run consists only of its stored record, so it uses no other
 * resources.
 *
 * @internal
 */
export const delayNode = defineNode({
  type: 'delay',
  version: 1,
  family: 'logic',
  title: 'Delay',
  description: 'Waits for a duration or until a date and time, then passes the input on.',
  icon: 'hourglass',
  isolation: 'shared',
  control: 'delay',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'value', type: 'any', label: 'Value' }],
  settings,

  describe({ settings: { seconds, until }, inputs }) {
    const isInvalid = until.trim() !== '' && !until.includes('{{') && Number.isNaN(Date.parse(until))
    return {
      outputs: { value: inputs.value ?? { type: 'any' } },
      summary:
        until.trim() === '' ? message('delay.summary', { seconds }) : message('delay.until-summary', { time: until }),
      problems: isInvalid ? [createInvalidTimeProblem(until)] : [],
    }
  },

  run({ settings: { seconds, until }, inputs, clock, continuation }) {
    const outputs = defined({ value: inputs.value })
    const now = clock.now()
    const endTime = until.trim() === '' ? now + seconds * 1000 : Date.parse(until)
    if (Number.isNaN(endTime)) throw new NodeError('permanent', createInvalidTimeProblem(until))
    return Promise.resolve(
      continuation || endTime <= now ? { outputs } : { outputs: {}, wait: { kind: 'time', until: endTime } },
    )
  },
})

const createInvalidTimeProblem = (until: string) =>
  error('delay.invalid-time', { text: until }, { where: { setting: 'until' } })
