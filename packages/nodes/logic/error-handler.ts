import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'

const settings = z.strictObject({})

/** Handles failures of the nodes that are connected to it or, if none is connected, of all nodes. @internal */
export const errorHandlerNode = defineNode({
  type: 'error_handler',
  version: 1,
  family: 'logic',
  title: 'Error handler',
  description:
    'Runs after all other nodes if one of them failed, or receives the "Error" output of a node. Outputs what failed and why.',
  icon: 'triangle-alert',
  isolation: 'shared',
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
    const inputJson = error?.kind === 'json' ? error.json : null
    const failures = Array.isArray(inputJson)
      ? inputJson
      : inputJson === null || inputJson === undefined
        ? []
        : [inputJson]
    const text = failures.map((failure) => String((failure as { message?: unknown }).message ?? '')).join('\n')
    return Promise.resolve({
      outputs: { failures: { kind: 'json', json: failures }, message: { kind: 'text', text } },
    })
  },
})
