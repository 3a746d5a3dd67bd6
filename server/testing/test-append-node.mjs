import { defineNode } from '@aw-flow/engine'
import { appendFileSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A node type, as a module for AW_NODES, that appends a line to a file. Its effect must not be repeated. */
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
    const line = await effect('append', { run, text }, async () => {
      await pause(Math.random() * 60)
      appendFileSync(file, `${run} ${text}\n`)
      const number = readFileSync(file, 'utf8').split('\n').length - 1
      await pause(Math.random() * 60)
      return number
    })
    return { outputs: { value: { kind: 'json', json: line } } }
  },
})

export default [append]
