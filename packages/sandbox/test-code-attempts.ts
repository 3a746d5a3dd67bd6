import attempts from './code-attempts.json' with { type: 'json' }

/** Code that tries to escape from the sandbox, with the kind of attempt. It must return `false` or fail. */
export interface CodeAttempt {
  family: string
  code: string
  /** True if the code would never end or would exhaust memory. */
  isEndless?: true
}

const toAttempts = (family: string, codes: readonly string[], options: Partial<CodeAttempt> = {}): CodeAttempt[] =>
  codes.map((code) => ({ family, code, ...options }))

/** Names that must be undefined. */
const undefinedNames = (
  'process require module exports __dirname __filename global Buffer fetch XMLHttpRequest WebSocket EventSource Worker SharedWorker ServiceWorker importScripts postMessage ' +
  'onmessage self window document location navigator caches indexedDB localStorage sessionStorage crypto performance setTimeout setInterval setImmediate clearTimeout ' +
  'requestAnimationFrame WebAssembly Deno Bun std os bjson scriptArgs print loadFile load quit gc evalScript read write open URL TextDecoder TextEncoder Blob File ' +
  'MessageChannel BroadcastChannel structuredClone reportError trustedTypes chrome browser Intl AbortController DuckDB jsonata tell prelude openCode host __host emscripten Module HEAP8 wasmMemory'
).split(' ')

export const codeAttempts: readonly CodeAttempt[] = [
  ...toAttempts(
    '[7] finds host objects',
    undefinedNames.map((name) => `return typeof ${name} !== 'undefined' && '${name}' !== 'performance'`),
  ),
  ...toAttempts('[1] creates a host function', attempts.constructors),
  ...toAttempts('[7] imports', attempts.modules),
  ...toAttempts('[2] closes its function', attempts.wrapperAttempts),
  ...toAttempts('[39] replaces built-ins', attempts.builtInReplacements),
  ...toAttempts('[10] pollutes a prototype', attempts.pollution),
  ...toAttempts('[8] returns a value that is not plain data', attempts.unusualValues),
  ...toAttempts('[10] finds data from other runs', attempts.otherRuns),
  ...toAttempts('never ends', attempts.endlessCode, { isEndless: true }),
]
