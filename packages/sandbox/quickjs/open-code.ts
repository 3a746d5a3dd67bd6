import type { CodeFailure } from '@aw-flow/engine'
import { message, type Text } from '@aw-flow/messages'
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import {
  parseResult,
  createStoppedFailure,
  createSyntaxFailure,
  type CodeResult,
  type ThrownValue,
} from './code-failure.ts'
import { prelude } from './prelude.ts'

export interface CodeOptions {
  code: string
  over: 'value' | 'rows'
  now: number
  seed: number
  ms: number
  memoryBytes: number
  onLog(level: string, message: Text): void
}

export type QuickJsCode = ReturnType<typeof openCode>

/** Stack size limit, in bytes. With a larger stack, deep calls would overflow the host's stack first. */
const stackBytes = 64 * 1024
const maxLogLines = 1_000
const maxLogLineLength = 2_000

/**
 * Parses code in a new runtime and context with limits for time, memory and stack.
 *
 * @throws If the host itself fails, for example because its stack or memory is exhausted. The module must then be
 * discarded.
 */
export function openCode(module: QuickJSWASMModule, options: CodeOptions) {
  const { code, over, ms, memoryBytes } = options
  const runtime = module.newRuntime()
  runtime.setMemoryLimit(memoryBytes)
  runtime.setMaxStackSize(stackBytes)
  const runWithTimeLimit = createTimeLimit(ms, (isExpired) => runtime.setInterruptHandler(isExpired))
  const context = runtime.newContext()
  const run = runPrelude(context, options)
  const isAsync = /\bawait\b/.test(code)
  const functionHeader = `(${isAsync ? 'async ' : ''}function (${over === 'rows' ? 'row, index' : 'input'}) {`
  const evalResult = runWithTimeLimit(() => context.evalCode(`${functionHeader}\n${code}\n})`, 'code.js'))
  let body: QuickJSHandle | undefined
  let failure: CodeFailure | undefined
  if (evalResult.error) failure = createSyntaxFailure(readThrownValue(context, evalResult.error))
  else if (context.typeof(evalResult.value) === 'function') body = evalResult.value
  else {
    failure = { code: 'code.syntax', detail: message('code.detail.closed-function', {}) }
    evalResult.value.dispose()
  }
  const limits = { memoryBytes, ms }
  return {
    /** The reason that the code cannot be parsed, or `undefined` if it can be parsed. */
    failure,
    /**
     * Calls the code with a value or a list of rows.
     *
     * @param json The value or list of rows, as JSON.
     * @param firstIndex The index of the first row.
     */
    call: (json: string, firstIndex: number): CodeResult =>
      runWithTimeLimit(() => {
        const args = [context.newString(over), context.newString(json), context.newNumber(firstIndex)] as const
        const [overHandle, jsonHandle, firstIndexHandle] = args
        const asyncHandle = isAsync ? context.true : context.false
        const result = context.callFunction(
          run,
          context.undefined,
          body!,
          overHandle,
          asyncHandle,
          jsonHandle,
          firstIndexHandle,
        )
        for (const handle of args) handle.dispose()
        if (result.error)
          return { ok: false, failure: createStoppedFailure(readThrownValue(context, result.error), limits) }
        const returnValue = result.value
        try {
          if (context.typeof(returnValue) !== 'function') return parseResult(context.getString(returnValue), limits)
          const text = readSettledText(context, returnValue)
          if (typeof text === 'string') return parseResult(text, limits)
          const failure: CodeFailure = text
            ? createStoppedFailure(text, limits)
            : { code: 'code.failed', detail: message('code.detail.never-settles', {}) }
          return { ok: false, failure }
        } finally {
          returnValue.dispose()
        }
      }),
    dispose(): void {
      body?.dispose()
      run.dispose()
      context.dispose()
      runtime.dispose()
    },
  }
}

/** Creates a function that runs work within the remaining time. QuickJS calls the handler every few thousand steps. */
function createTimeLimit(ms: number, setHandler: (isExpired: () => boolean) => void): <T>(work: () => T) => T {
  let remainingMs = ms
  let deadline = Infinity
  setHandler(() => performance.now() > deadline)
  return (work) => {
    const startedAt = performance.now()
    deadline = startedAt + remainingMs
    try {
      return work()
    } finally {
      remainingMs = Math.max(0, remainingMs - (performance.now() - startedAt))
      deadline = Infinity
    }
  }
}

/** Runs the prelude and returns the function that calls code. */
function runPrelude(context: QuickJSContext, { now, seed, onLog }: CodeOptions): QuickJSHandle {
  let lineCount = 0
  const log = context.newFunction('log', (level, text) => {
    if (++lineCount > maxLogLines) return
    const line = context.getString(text)
    const truncatedLine = line.length > maxLogLineLength ? `${line.slice(0, maxLogLineLength)}…` : line
    onLog(context.getString(level), lineCount === maxLogLines ? message('code.log-limit', {}) : truncatedLine)
  })
  const args = [context.newNumber(now), context.newNumber(seed), log] as const
  const createRunner = context.unwrapResult(context.evalCode(prelude, 'prelude.js'))
  const run = context.unwrapResult(context.callFunction(createRunner, context.undefined, ...args))
  for (const handle of [createRunner, ...args]) handle.dispose()
  return run
}

/**
 * Returns the text with which a promise settled, or its error. Returns `undefined` if it has not settled: a promise
 * cannot wait for anything outside the sandbox.
 */
function readSettledText(context: QuickJSContext, readText: QuickJSHandle): string | ThrownValue | undefined {
  const jobs = context.runtime.executePendingJobs()
  if (jobs.error) return readThrownValue(jobs.error.context ?? context, jobs.error)
  const result = context.callFunction(readText, context.undefined)
  if (result.error) return readThrownValue(context, result.error)
  const text: unknown = context.dump(result.value)
  result.value.dispose()
  return typeof text === 'string' ? text : undefined
}

function readThrownValue(context: QuickJSContext, handle: QuickJSHandle): ThrownValue {
  const value: unknown = context.dump(handle)
  handle.dispose()
  return typeof value === 'object' && value !== null ? (value as ThrownValue) : { message: String(value) }
}
