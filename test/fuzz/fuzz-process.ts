import pidusage from 'pidusage'
import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CheckResult } from './checks/open-check.ts'
import type { FromFuzzChild, ToFuzzChild } from './fuzz-child.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { wasmFlags } from '../sizes.ts'

/** Limits of one input, which the parent enforces: the process that receives the input cannot miss them. */
export interface FuzzLimits {
  /** CPU time of all threads, in milliseconds, so that other load does not matter. */
  maxCpuMs: number
  /** Time without a response, in milliseconds, for inputs that wait forever without computing. */
  maxWaitMs: number
  /** Memory of the process. */
  maxBytes: number
}

const defaultLimits: FuzzLimits = { maxCpuMs: 10_000, maxWaitMs: 120_000, maxBytes: 2 * 2 ** 30 }
/** Interval of measurements, in milliseconds. */
const measureIntervalMs = 250
/** Inputs after which a process is replaced, because memory of WebAssembly never shrinks. */
const maxInputs = 2_000

/** A process that checks inputs one at a time. It is replaced when an input ends it. */
export interface FuzzProcess {
  check(target: FuzzTarget, input: Uint8Array): Promise<CheckResult>
  /** Returns the memory that remains after garbage collection, and a number that changes when the process is replaced. */
  measure(): Promise<{ heldBytes: number; generation: number }>
  close(): Promise<void>
}

export function openFuzzProcess(): FuzzProcess {
  let child: Child | undefined
  let generation = 0
  let last: Promise<unknown> = Promise.resolve()
  /** Performs work in sequence: an interrupted property may still wait for its last input. */
  const enqueue = <T>(work: (current: Child) => Promise<T>): Promise<T> => {
    const result = last.then(async () => work(await getChild()))
    last = result.catch(() => undefined)
    return result
  }
  const getChild = async (): Promise<Child> => {
    if (child && child.isAlive && child.inputs < maxInputs) return child
    await child?.end()
    generation++
    child = await startChild()
    return child
  }
  return {
    check: (target, input) => enqueue((current) => current.check(target, input)),
    measure: () => enqueue(async (current) => ({ heldBytes: await current.measure(), generation })),
    async close() {
      await last
      await child?.end()
    },
  }
}

interface Child {
  readonly isAlive: boolean
  readonly inputs: number
  check(target: FuzzTarget, input: Uint8Array): Promise<CheckResult>
  measure(): Promise<number>
  end(): Promise<void>
}

/** Built packages load several times as fast as their sources. */
const packageFlags = process.env.AW_TEST_BUILT ? [] : ['--conditions=aw-source']

async function startChild(): Promise<Child> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const process = fork(join(import.meta.dirname, 'fuzz-child.ts'), [], {
    execArgv: [...wasmFlags, '--import', loader, ...packageFlags, '--expose-gc', '--max-old-space-size=1024'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let errorOutput = ''
  process.stderr?.on('data', (chunk) => (errorOutput = (errorOutput + String(chunk)).slice(-2_000)))
  const exited = new Promise<string>((resolve) =>
    process.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)),
  )
  let isAlive = true
  let inputs = 0
  void exited.then(() => (isAlive = false))
  const end = async (): Promise<void> => {
    if (isAlive) process.kill('SIGKILL')
    await exited
  }
  const ready = await Promise.race([waitForMessage(process, 'ready'), exited])
  if (typeof ready === 'string') throw new Error(`The fuzz process did not start (${ready}): ${errorOutput}`)

  return {
    get isAlive() {
      return isAlive
    },
    get inputs() {
      return inputs
    },
    end,
    async measure() {
      process.send({ type: 'measure' } satisfies ToFuzzChild)
      const measured = await Promise.race([waitForMessage(process, 'measured'), exited])
      if (typeof measured === 'string') throw new Error(`The fuzz process ended with ${measured}: ${errorOutput}`)
      return measured.heldBytes
    },
    async check(target, input) {
      inputs++
      const limits = { ...defaultLimits, ...(target.maxCpuMs === undefined ? {} : { maxCpuMs: target.maxCpuMs }) }
      const started = waitForMessage(process, 'started')
      const checked = waitForMessage(process, 'checked')
      const name = `input.${target.extension}`
      process.send({ type: 'check', check: target.check, input, name } satisfies ToFuzzChild)
      await Promise.race([started, exited])
      const watch = watchLimits(process, limits)
      const outcome = await Promise.race([checked, exited, watch.exceeded])
      watch.stop()
      if (typeof outcome !== 'string') return outcome.result
      await end()
      const reason = outcome.startsWith('limit: ') ? outcome.slice(7) : `The process ended with ${outcome}.`
      return { outcome: 'ended', violations: [`${reason} ${errorOutput}`.trim()] }
    },
  }
}

/** Measures the process while it checks an input. `exceeded` resolves with the limit that it exceeds. */
export function watchLimits(
  { pid }: ChildProcess,
  { maxCpuMs, maxWaitMs, maxBytes }: FuzzLimits,
): { exceeded: Promise<string>; stop(): void } {
  let stop = (): void => undefined
  const exceeded = new Promise<string>((resolve) => {
    let cpuMsAtStart: number | undefined
    const startedAt = performance.now()
    const measure = async (): Promise<void> => {
      const usage = await pidusage(pid!).catch(() => undefined)
      if (!usage) return
      const firstMs = (cpuMsAtStart ??= usage.ctime)
      const cpuMs = usage.ctime - firstMs
      if (cpuMs > maxCpuMs) resolve(`limit: The input took more than ${maxCpuMs} ms of CPU time.`)
      if (usage.memory > maxBytes) resolve(`limit: The process had ${Math.round(usage.memory / 2 ** 20)} MB of memory.`)
      if (performance.now() - startedAt > maxWaitMs) resolve(`limit: No response within ${maxWaitMs} ms.`)
    }
    const timer = setInterval(() => void measure(), measureIntervalMs)
    void measure()
    stop = () => clearInterval(timer)
  })
  return { exceeded, stop: () => stop() }
}

function waitForMessage<Type extends FromFuzzChild['type']>(
  process: ChildProcess,
  type: Type,
): Promise<FromFuzzChild & { type: Type }> {
  return new Promise((resolve) => {
    const receive = (message: FromFuzzChild): void => {
      if (message.type !== type) return
      process.off('message', receive)
      resolve(message as FromFuzzChild & { type: Type })
    }
    process.on('message', receive)
  })
}
