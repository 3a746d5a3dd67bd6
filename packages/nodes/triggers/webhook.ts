import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import type { Json } from '@aw-flow/schema'
import {
  createServerNote,
  findSampleProblems,
  createSampleSetting,
  createTriggerData,
  parseSample,
} from './trigger-data.ts'

const settings = z.strictObject({
  method: z
    .enum(['any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
    .default('POST')
    .meta({
      title: 'Method',
      description: 'HTTP method that starts the workflow. Other requests are rejected.',
      labels: { any: 'Any' },
    }),
  answer: z
    .enum(['at-once', 'by-workflow'])
    .default('at-once')
    .meta({
      title: 'Response',
      description: 'Immediately: confirms that the run has started. By workflow: waits for a "Webhook response" node.',
      labels: { 'at-once': 'Immediately', 'by-workflow': 'By workflow' },
    }),
  sample: createSampleSetting('{"name": "Ada"}'),
  sampleRequest: z.string().default('{}').meta({
    advanced: true,
    title: 'Sample request',
    description: 'Headers and query for manual runs.',
    format: 'json',
    contents: 'request',
  }),
})

/** Starts a workflow when its URL receives an HTTP request. @internal */
export const webhookNode = defineNode({
  type: 'webhook',
  version: 1,
  family: 'triggers',
  title: 'Webhook',
  description: 'Starts the workflow when its URL is called, on a server that supports webhooks.',
  icon: 'webhook',
  isolation: 'shared',
  reads: ['untrusted'],
  inputs: [
    { name: 'data', type: 'json', label: 'Data' },
    { name: 'request', type: 'json', label: 'Request' },
  ],
  outputs: [
    { name: 'data', type: 'json', label: 'Data' },
    { name: 'request', type: 'json', label: 'Request' },
  ],
  settings,

  describe: ({ settings: { method, answer, sample, sampleRequest } }) => ({
    outputs: { data: { type: 'json' }, request: { type: 'json' } },
    summary: message('webhook.summary', { method, answer }),
    problems: [
      ...findSampleProblems(sample),
      ...findSampleProblems(sampleRequest, 'sampleRequest'),
      createServerNote('webhook'),
    ],
  }),

  run: async ({ node, settings: { method, sample, sampleRequest }, inputs: { data, request } }) => {
    const getSampleRequest = (): Json => {
      const json = parseSample(sampleRequest, node, 'sampleRequest')
      const fields = typeof json === 'object' && !Array.isArray(json) ? json : {}
      return { method: method === 'any' ? 'POST' : method, headers: {}, query: {}, ...fields }
    }
    return {
      outputs: {
        data: { kind: 'json', json: createTriggerData(data, sample, node) },
        // Only JSON is accepted, so that the body of a request cannot refer to a file on the server.
        request: request?.kind === 'json' ? request : { kind: 'json', json: getSampleRequest() },
      },
    }
  },
})
