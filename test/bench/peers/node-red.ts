import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  checkLast,
  nextRecord,
  type EngineTask,
  type EngineOutcome,
  type PrepareEngine,
  type TaskRecord,
} from '../engine/engine-task.ts'

const require = createRequire(import.meta.url)

interface Message {
  run: number
  turn: number
  payload: TaskRecord | null
}

interface Runtime {
  init(settings: object, server: object): void
  start(): Promise<void>
  flows: { setFlows(options: object): Promise<unknown> }
}

/**
 * The code of our node type, which Node-RED reads from a file. The number of a node's flow selects the function to
 * call.
 */
const nodeCode = `module.exports = (RED) => {
  function Pass(config) {
    RED.nodes.createNode(this, config)
    const { step, flow } = config
    this.on('input', (message, send, done) => globalThis.awBenchNodeRed(flow, step, message, send, done))
  }
  RED.nodes.registerType('bench-pass', Pass)
}
`

type OnInput = (
  flow: number,
  step: number,
  message: Message,
  send: (message: Message) => void,
  done: () => void,
) => void
const flows = new Map<number, (step: number, message: Message, send: (message: Message) => void) => void>()
const onInput: OnInput = (flow, step, message, send, done) => {
  flows.get(flow)!(step, message, send)
  done()
}
Object.assign(globalThis, { awBenchNodeRed: onInput })

let starting: Promise<{ runtime: Runtime; node(id: string): { receive(message: Message): void } }> | undefined

/**
 * Starts Node-RED's runtime without an editor, a palette or flow files: flows are in memory, and only our node type is
 * available.
 */
function startNodeRed() {
  return (starting ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aw-bench-node-red-'))
    for (const name of ['nodes', 'core/examples', 'core/core', 'core/locales'])
      mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "name": "bench", "version": "1.0.0" }')
    writeFileSync(join(folder, 'nodes', 'pass.js'), nodeCode)
    writeFileSync(
      join(folder, 'nodes', 'pass.html'),
      '<script type="text/html" data-template-name="bench-pass"></script>',
    )
    const returnEmpty = async (): Promise<object> => ({})
    const settings = {
      userDir: folder,
      nodesDir: join(folder, 'nodes'),
      coreNodesDir: join(folder, 'core'),
      storageModule: {
        init: returnEmpty,
        getFlows: async () => [],
        saveFlows: returnEmpty,
        getCredentials: returnEmpty,
        saveCredentials: returnEmpty,
        getSettings: returnEmpty,
        saveSettings: returnEmpty,
        getSessions: returnEmpty,
        saveSessions: returnEmpty,
        getLibraryEntry: async () => [],
        saveLibraryEntry: returnEmpty,
      },
      disableEditor: true,
      httpAdminRoot: false,
      httpNodeRoot: false,
      credentialSecret: false,
      telemetry: { enabled: false },
      logging: { console: { level: 'off' } },
    }
    const runtime = require('@node-red/runtime') as Runtime
    ;(require('@node-red/util') as { init(settings: object): void }).init(settings)
    runtime.init(settings, createServer())
    await runtime.start()
    const active = require('@node-red/runtime/lib/flows') as { get(id: string): { receive(message: Message): void } }
    return { runtime, node: (id: string) => active.get(id) }
  })())
}

let flowCount = 0

/** Prepares Node-RED's runtime with a flow of nodes that pass a message on. Node-RED does not keep a record. */
export const prepare: PrepareEngine = (task: EngineTask) => {
  const flow = flowCount++
  const id = (step: number): string => `f${flow}n${step}`
  const targets = (step: number): string[] => {
    if (task.shape === 'fan-out') return step === 0 ? Array.from({ length: task.nodes - 1 }, (_, n) => id(n + 1)) : []
    if (step < task.nodes - 1) return [id(step + 1)]
    return task.shape === 'loop' ? [id(0)] : []
  }
  const nodes = [
    { id: `tab${flow}`, type: 'tab', label: `Flow ${flow}` },
    ...Array.from({ length: task.nodes }, (_, step) => ({
      id: id(step),
      type: 'bench-pass',
      z: `tab${flow}`,
      step,
      flow,
      wires: [targets(step)],
    })),
  ]
  let deploying: Promise<void> | undefined
  const deploy = async (): Promise<void> => {
    const { runtime, node } = await startNodeRed()
    await runtime.flows.setFlows({ flows: { flows: nodes }, deploymentType: 'full' })
    // Nodes are created in a later task of the event loop.
    while (!node(id(task.nodes - 1))) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const endCount = task.shape === 'fan-out' ? task.nodes - 1 : 1

  return async (): Promise<EngineOutcome> => {
    await (deploying ??= deploy())
    const { node } = await startNodeRed()
    const remaining = Array.from({ length: task.runs }, () => endCount)
    const runMs: number[] = []
    const lastRecords: (TaskRecord | null)[] = []
    const start = performance.now()
    await new Promise<void>((resolve) => {
      flows.set(flow, (step, message, send) => {
        if (message.payload) message.payload = nextRecord(message.payload, step)
        const isLast = step === task.nodes - 1
        if (isLast) message.turn++
        const isEnd = task.shape === 'fan-out' ? step > 0 : isLast && message.turn >= (task.turns ?? 1)
        if (!isEnd) return send(message)
        if (isLast) lastRecords[message.run] = message.payload
        if (--remaining[message.run]! > 0) return
        runMs.push(performance.now() - start)
        if (runMs.length === task.runs) resolve()
      })
      for (let run = 0; run < task.runs; run++) {
        node(id(0)).receive({ run, turn: 0, payload: task.record ? structuredClone(task.record) : null })
      }
    })
    const ms = performance.now() - start
    for (const record of lastRecords) checkLast('Node-RED', task, record)
    return { ms, runMs }
  }
}
