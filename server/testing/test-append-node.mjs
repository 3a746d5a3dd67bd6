import { defineNode } from '@aw-flow/engine'
import { appendFileSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Appends a line to a file, and returns the number of lines. It must not be repeated. */
async function appendLine({ file, run, text }) {
  await pause(Math.random() * 60)
  appendFileSync(file, `${run} ${text}\n`)
  const number = readFileSync(file, 'utf8').split('\n').length - 1
  await pause(Math.random() * 60)
  return number
}

/** A node type, as a module for AW_NODES, that appends a line to a file. */
const append = defineNode({
  type: 'append_line',
  version: 1,
  family: 'actions',
  title: 'Append line',
  description: 'Appends a line to a file.',
  icon: 'file',
  effects: 'external',
  inputs: [{ name: 'value', type: 'any' }],
  outputs: [{ name: 'value', type: 'json' }],
  settings: z.strictObject({ file: z.string(), run: z.string().default('') }),
  describe: () => ({ outputs: {}, summary: 'Appends' }),
  async run({ settings: { file, run }, inputs, effect }) {
    const { text } = inputs.value.json
    const line = await effect('append', { run, text }, () => appendLine({ file, run, text }))
    return { outputs: { value: { kind: 'json', json: line } } }
  },
})

/** A function for agents with the same effect. */
export const functions = [
  {
    name: 'append_line',
    description: 'Appends a line to a file.',
    parameters: {
      type: 'object',
      properties: { file: { type: 'string' }, run: { type: 'string' }, text: { type: 'string' } },
      required: ['file', 'run', 'text'],
    },
    reads: [],
    effects: 'external',
    targets: ['file'],
    call: appendLine,
  },
]

export default [append]
