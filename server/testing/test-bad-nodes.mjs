import { defineNode } from '@aw-flow/engine'
import { appendFileSync, existsSync } from 'node:fs'
import { z } from 'zod'

/** Node types that harm their process, as a module for AW_NODES. In JavaScript, so that built child processes load it. */
const base = {
  version: 1,
  family: 'logic',
  icon: 'bomb',
  inputs: [{ name: 'value', type: 'any' }],
  outputs: [{ name: 'value', type: 'any' }],
  describe: () => ({ outputs: {}, summary: 'Harms' }),
}

/** Allocates more and more memory. */
const hog = defineNode({
  ...base,
  type: 'hog',
  title: 'Hog',
  description: 'Allocates more and more memory',
  settings: z.strictObject({}),
  async run({ signal }) {
    const buffers = []
    while (!signal.aborted) {
      buffers.push(Buffer.alloc(8 * 2 ** 20, buffers.length))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    return { outputs: {} }
  },
})

/** Allocates more memory than its process may use, and then blocks the process, which reports its memory no more. */
const blockedHog = defineNode({
  ...base,
  type: 'blocked_hog',
  title: 'Blocked hog',
  description: 'Allocates memory and blocks its process',
  settings: z.strictObject({}),
  async run() {
    const buffer = Buffer.alloc(800 * 2 ** 20, 1)
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, buffer.length)
  },
})

/** Blocks its process and ignores messages; optionally only at the first attempt. */
const deaf = defineNode({
  ...base,
  type: 'deaf',
  title: 'Deaf',
  description: 'Ignores all messages',
  settings: z.strictObject({ file: z.string(), once: z.boolean().default(false) }),
  async run({ settings }) {
    const isRetry = existsSync(settings.file)
    appendFileSync(settings.file, `${process.pid}\n`)
    if (settings.once && isRetry) return { outputs: {} }
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
  },
})

/** Writes its process id to a file, and continues when a different file exists. */
const patient = defineNode({
  ...base,
  type: 'patient',
  title: 'Patient',
  description: 'Continues when a file exists',
  settings: z.strictObject({ file: z.string(), until: z.string() }),
  async run({ settings, signal }) {
    const { stat } = await import('node:fs/promises')
    appendFileSync(settings.file, `${process.pid}\n`)
    while (!signal.aborted && !(await stat(settings.until).catch(() => undefined))) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return { outputs: { value: { kind: 'json', json: true } } }
  },
})

/** Like `patient`, but it ignores its cancellation, and writes a second line before it ends. */
const stubborn = defineNode({
  ...base,
  type: 'stubborn',
  title: 'Stubborn',
  description: 'Ignores its cancellation',
  settings: z.strictObject({ file: z.string(), until: z.string() }),
  async run({ settings }) {
    appendFileSync(settings.file, `${process.pid}\n`)
    while (!existsSync(settings.until)) await new Promise((resolve) => setTimeout(resolve, 20))
    appendFileSync(settings.file, 'ended\n')
    return { outputs: {} }
  },
})

/** Reads a dataset and sends raw requests to the parent process, like code that has taken over its process. */
const intruder = defineNode({
  ...base,
  type: 'intruder',
  title: 'Intruder',
  description: 'Asks for what other runs own',
  settings: z.strictObject({
    dataset: z.string(),
    file: z.string(),
    /** The run, the function and its arguments; or the type of another message about the run. */
    calls: z.array(z.tuple([z.string(), z.string(), z.array(z.unknown()).optional()])),
  }),
  async run({ settings, files }) {
    const answers = [(await files.open(settings.dataset))?.name ?? null]
    for (const [index, [run, name, args]] of settings.calls.entries()) {
      if (!args) {
        process.send([{ type: name, run }])
        continue
      }
      const call = 1_000_000 + index
      const answer = new Promise((resolve) => {
        const receive = (messages) => {
          const message = messages.find((candidate) => candidate.type === 'response' && candidate.call === call)
          if (!message) return
          process.off('message', receive)
          resolve(message.error ? (message.error.node?.problem.code ?? 'refused') : (message.value ?? null))
        }
        process.on('message', receive)
      })
      process.send([{ type: 'call', call, run, name, args, hasSignal: false }])
      answers.push(await answer)
    }
    answers.push(Object.keys(process.env).filter((name) => name.startsWith('AW_SECRET_')))
    appendFileSync(settings.file, `${JSON.stringify(answers)}\n`)
    return { outputs: {} }
  },
})

/** Like `patient`, with a table as output, so that its run needs a data engine. */
const patientTable = { ...patient, type: 'patient_table', outputs: [{ name: 'table', type: 'table' }] }

export default [hog, blockedHog, deaf, patient, patientTable, stubborn, intruder]
