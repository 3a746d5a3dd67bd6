import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'

const settings = z.strictObject({})

/** Takes failures: of the nodes that lead to it, or, where none does, of all. */
export const errorHandlerNode = defineNode({
  type: 'error_handler',
  version: 1,
  family: 'logic',
  title: 'Error handler',
  description:
    'Begins when something has failed and all else has ended, or takes the output "error" of a node that leads to it; gives what failed and why.',
  icon: 'triangle-alert',
  control: 'error-handler',
  inputs: [{ name: 'error', type: 'json', label: 'Error' }],
  outputs: [
    { name: 'failures', type: 'json', label: 'Failures' },
    { name: 'message', type: 'text', label: 'Message' },
  ],
  settings,

  describe: ({ inputs }) => ({
    outputs: { failures: { type: 'json' }, message: { type: 'text' } },
    summary: message('error-handler.summary', { takes: inputs.error ? 'input' : 'all' }),
  }),

  run({ inputs: { error } }) {
    const told = error?.kind === 'json' ? error.json : null
    const failures = Array.isArray(told) ? told : told === null || told === undefined ? [] : [told]
    const text = failures.map((one) => String((one as { message?: unknown }).message ?? '')).join('\n')
    return Promise.resolve({
      outputs: { failures: { kind: 'json', json: failures }, message: { kind: 'text', text } },
    })
  },
})
