import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { broughtBy, needsServer, sampleProblems, sampleSetting } from './fired-by-hand.ts'

const settings = z.strictObject({
  method: z.enum(['any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST').meta({
    title: 'Method',
    description: 'The requests that begin the workflow; others are refused.',
  }),
  answer: z.enum(['at-once', 'by-workflow']).default('at-once').meta({
    title: 'Answer',
    description: 'at-once: the caller is told that a run has begun. by-workflow: it waits for a "Webhook response".',
  }),
  sample: sampleSetting('{"name": "Ada"}'),
})

/** Begins when something outside calls. */
export const webhookNode = defineNode({
  type: 'webhook',
  version: 1,
  family: 'triggers',
  title: 'Webhook',
  description: 'Begins the workflow when a request comes to its address, on a server that offers webhooks.',
  icon: 'webhook',
  inputs: [
    { name: 'data', type: 'json', label: 'Data' },
    { name: 'request', type: 'json', label: 'Request' },
  ],
  outputs: [
    { name: 'data', type: 'json', label: 'Data' },
    { name: 'request', type: 'json', label: 'Request' },
  ],
  settings,

  describe: ({ settings: { method, answer, sample } }) => ({
    outputs: { data: { type: 'json' }, request: { type: 'json' } },
    summary: message('webhook.summary', { method, answer }),
    problems: [...sampleProblems(sample), needsServer('webhook')],
  }),

  run: async ({ node, settings: { method, sample }, inputs: { data, request } }) => {
    const told = { method: method === 'any' ? 'POST' : method, headers: {}, query: {} }
    return {
      outputs: {
        data: { kind: 'json', json: broughtBy(data, sample, node) },
        // A request is JSON and nothing else: no body can name a file of this place.
        request: request?.kind === 'json' ? request : { kind: 'json', json: told },
      },
    }
  },
})
