import type { CodeFailure } from '@aw-flow/engine'
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { answerOf, brokenOff, syntaxFailure, type CodeAnswer, type Thrown } from './code-failure.ts'
import { prelude } from './prelude.ts'

export interface CodeOptions {
  code: string
  over: 'value' | 'rows'
  now: number
  seed: number
  ms: number
  memoryBytes: number
  onLog(level: string, message: string): void
}

export interface QuickCode {
  /** What is wrong with the code, where it cannot be read. */
  readonly failure: CodeFailure | undefined
  /** @param json A value, or a list of rows whose first is the `first`. */
  call(json: string, first: number): CodeAnswer
  dispose(): void
}

/** A larger one lets deep calls overflow the host's own stack first. */
const stackBytes = 64 * 1024
const mostLines = 1_000
const longestLine = 2_000

/**
 * Code in a runtime and a context of its own, with limits on time, memory and stack. What it throws is the host's own failure
 * (its stack, its memory): then the whole module is to be thrown away.
 */
export function openCode(module: QuickJSWASMModule, options: CodeOptions): QuickCode {
  const { code, over, ms, memoryBytes } = options
  const runtime = module.newRuntime()
  runtime.setMemoryLimit(memoryBytes)
  runtime.setMaxStackSize(stackBytes)
  const timed = withinTime(ms, (isOver) => runtime.setInterruptHandler(isOver))
  const context = runtime.newContext()
  const run = begin(context, options)
  const later = /\bawait\b/.test(code)
  const head = `(${later ? 'async ' : ''}function (${over === 'rows' ? 'row, index' : 'input'}) {`
  const read = timed(() => context.evalCode(`${head}\n${code}\n})`, 'code.js'))
  let body: QuickJSHandle | undefined
  let failure: CodeFailure | undefined
  if (read.error) failure = syntaxFailure(dump(context, read.error))
  else if (context.typeof(read.value) === 'function') body = read.value
  else {
    failure = { code: 'code.syntax', message: 'The code closes the function that it stands in.' }
    read.value.dispose()
  }
  const within = { memoryBytes, ms }
  return {
    failure,
    call: (json, first) =>
      timed(() => {
        const given = [context.newString(over), context.newString(json), context.newNumber(first)] as const
        const [overHandle, jsonHandle, firstHandle] = given
        const isLater = later ? context.true : context.false
        const result = context.callFunction(run, context.undefined, body!, overHandle, isLater, jsonHandle, firstHandle)
        for (const one of given) one.dispose()
        if (result.error) return { ok: false, failure: brokenOff(dump(context, result.error), within) }
        const answered = result.value
        try {
          if (context.typeof(answered) !== 'function') return answerOf(context.getString(answered), within)
          const text = whenSettled(context, answered)
          return typeof text === 'string' ? answerOf(text, within) : { ok: false, failure: brokenOff(text, within) }
        } finally {
          answered.dispose()
        }
      }),
    dispose() {
      body?.dispose()
      run.dispose()
      context.dispose()
      runtime.dispose()
    },
  }
}

/** Work is given what is left of the time; the handler is asked by QuickJS every few thousand steps. */
function withinTime(ms: number, setHandler: (isOver: () => boolean) => void): <T>(work: () => T) => T {
  let leftMs = ms
  let deadline = Infinity
  setHandler(() => performance.now() > deadline)
  return (work) => {
    const begun = performance.now()
    deadline = begun + leftMs
    try {
      return work()
    } finally {
      leftMs = Math.max(0, leftMs - (performance.now() - begun))
      deadline = Infinity
    }
  }
}

/** Runs the prelude; answers the function that calls code. */
function begin(context: QuickJSContext, { now, seed, onLog }: CodeOptions): QuickJSHandle {
  let lines = 0
  const tell = context.newFunction('tell', (level, text) => {
    if (++lines > mostLines) return
    const line = lines === mostLines ? 'No more lines are kept.' : context.getString(text)
    onLog(context.getString(level), line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)
  })
  const given = [context.newNumber(now), context.newNumber(seed), tell] as const
  const make = context.unwrapResult(context.evalCode(prelude, 'prelude.js'))
  const run = context.unwrapResult(context.callFunction(make, context.undefined, ...given))
  for (const one of [make, ...given]) one.dispose()
  return run
}

/** The text that a promise was settled with; it may not wait for anything outside. */
function whenSettled(context: QuickJSContext, settled: QuickJSHandle): string | Thrown {
  const jobs = context.runtime.executePendingJobs()
  if (jobs.error) return dump(jobs.error.context ?? context, jobs.error)
  const asked = context.callFunction(settled, context.undefined)
  if (asked.error) return dump(context, asked.error)
  const text: unknown = context.dump(asked.value)
  asked.value.dispose()
  return typeof text === 'string' ? text : { message: 'It waits for something that never comes.' }
}

function dump(context: QuickJSContext, handle: QuickJSHandle): Thrown {
  const found: unknown = context.dump(handle)
  handle.dispose()
  return typeof found === 'object' && found !== null ? (found as Thrown) : { message: String(found) }
}
