import { NodeError } from '@aw-flow/engine'
import { defined, type Problem } from '@aw-flow/schema'
import { toUnavailableProblem } from '../http/unavailable.ts'

/** Messages from a process that calls functions on behalf of a run to the process that executes them. */
export type CallRequest =
  /** `name` is the capability and the function: `mcp.find`. With `hasSignal`, the last argument gets a `signal`. */
  | { type: 'call'; call: number; run: string; name: string; args: unknown[]; hasSignal: boolean }
  | { type: 'abort'; call: number }

/** The result of a call. */
export interface CallResponse {
  type: 'response'
  call: number
  value?: unknown
  error?: CallError
}

/** An error that a function has thrown. Of a `NodeError`, the problem is kept. */
interface CallError {
  message: string
  node?: { kind: NodeError['kind']; problem: Problem; retryAfterMs: number | undefined }
}

/** Calls functions in another process. */
export function createRemoteCalls(send: (message: CallRequest) => void) {
  const pendingCalls = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>()
  let lastCallId = 0
  const callRemote = async (run: string, name: string, args: unknown[]): Promise<unknown> => {
    const { signal, ...options } = Object(args.at(-1)) as { signal?: unknown }
    const hasSignal = signal instanceof AbortSignal
    if (hasSignal) signal.throwIfAborted()
    const call = ++lastCallId
    const abort = (): void => send({ type: 'abort', call })
    if (hasSignal) signal.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise((resolve, reject) => {
        pendingCalls.set(call, { resolve, reject })
        send({ type: 'call', call, run, name, args: hasSignal ? [...args.slice(0, -1), options] : args, hasSignal })
      })
    } finally {
      if (hasSignal) signal.removeEventListener('abort', abort)
    }
  }
  return {
    /**
     * Returns objects whose functions are executed by the other process. Arguments and results are cloned; the last
     * argument may contain a `signal`, which aborts the call there.
     */
    getRemote: <T extends object>(run: string, names: readonly (keyof T & string)[]): T =>
      Object.fromEntries(
        names.map((name) => [
          name,
          new Proxy(
            {},
            {
              get: (_, key) =>
                // The promise of an async function that returns the object looks for `then`.
                typeof key === 'string' && key !== 'then'
                  ? (...args: unknown[]) => callRemote(run, `${name}.${key}`, args)
                  : undefined,
            },
          ),
        ]),
      ) as T,
    settle({ call, value, error }: CallResponse): void {
      const pendingCall = pendingCalls.get(call)
      pendingCalls.delete(call)
      if (!error) pendingCall?.resolve(value)
      else {
        const { node, message } = error
        pendingCall?.reject(
          node
            ? new NodeError(node.kind, node.problem, defined({ retryAfterMs: node.retryAfterMs }))
            : new Error(message),
        )
      }
    },
  }
}

/**
 * Returns a function that executes the calls of another process.
 *
 * @param findCapabilities Returns what a run may use. Throws if the other process does not execute this run, or must not
 *   use the function.
 */
export function createCallHandler(
  send: (message: CallResponse) => void,
  findCapabilities: (run: string, name: string) => object,
): (message: CallRequest) => void {
  const controllers = new Map<number, AbortController>()
  const execute = async (message: Extract<CallRequest, { type: 'call' }>): Promise<unknown> => {
    const { call, run, name, args, hasSignal } = message
    const execution = findFunction(findCapabilities(run, name), name)
    if (!hasSignal) return execution(...args)
    const controller = new AbortController()
    controllers.set(call, controller)
    try {
      return await execution(...args.slice(0, -1), { ...Object(args.at(-1)), signal: controller.signal })
    } finally {
      controllers.delete(call)
    }
  }
  return (message) => {
    if (message.type === 'abort') return controllers.get(message.call)?.abort()
    const { call } = message
    void execute(message).then(
      (value) => send({ type: 'response', call, value }),
      (cause: unknown) => send({ type: 'response', call, error: toCallError(cause) }),
    )
  }
}

/** Finds a function by its name. Names of inherited properties, such as `constructor`, are unknown. */
function findFunction(capabilities: object, name: string): (...args: unknown[]) => unknown {
  const [capability = '', key = '', ...rest] = name.split('.')
  const value = rest.length === 0 ? getOwn(getOwn(capabilities, capability), key) : undefined
  if (typeof value !== 'function') throw new Error('Unknown call')
  return value as (...args: unknown[]) => unknown
}

const getOwn = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

function toCallError(cause: unknown): CallError {
  if (cause instanceof NodeError) {
    const { message, kind, problem, retryAfterMs } = cause
    return { message, node: { kind, problem, retryAfterMs } }
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  // The code of a full disk or a lost database would not arrive in the other process.
  const problem = toUnavailableProblem(cause)
  return problem ? { message, node: { kind: 'transient', problem, retryAfterMs: undefined } } : { message }
}
