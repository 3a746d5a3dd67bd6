import { openCheck, type CheckName, type CheckResult } from './checks/open-check.ts'

// The process that receives the inputs. Its parent measures and ends it.

export type ToFuzzChild =
  | { type: 'check'; check: CheckName; input: Uint8Array; name: string }
  /** Requests the memory that remains after garbage collection. */
  | { type: 'measure' }
export type FromFuzzChild =
  | { type: 'ready' }
  /** The check is open, and the input is about to be used. */
  | { type: 'started' }
  | { type: 'checked'; result: CheckResult }
  | { type: 'measured'; heldBytes: number }

const send = (message: FromFuzzChild): void => void process.send!(message)

/** Errors that no caller handled: in a server, each would end the process. */
const unhandled: unknown[] = []
process.on('unhandledRejection', (cause) => unhandled.push(cause))
process.on('uncaughtException', (cause) => unhandled.push(cause))
process.on('disconnect', () => process.exit(0))

const describe = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))

async function runCheck(message: ToFuzzChild & { type: 'check' }): Promise<CheckResult> {
  const check = await openCheck(message.check)
  send({ type: 'started' })
  const result = await check(message.input, message.name).catch((cause: unknown) => ({
    outcome: 'thrown',
    violations: [`Not a problem, but an exception: ${describe(cause)}`],
  }))
  const violations = [...result.violations, ...unhandled.splice(0).map((cause) => `Not handled: ${describe(cause)}`)]
  if ('polluted' in {} || Object.keys(Object.prototype).length > 0) violations.push('Object.prototype was changed.')
  return { outcome: result.outcome, violations }
}

function measure(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

process.on('message', (message: ToFuzzChild) => {
  if (message.type === 'measure') return send({ type: 'measured', heldBytes: measure() })
  void runCheck(message).then((result) => send({ type: 'checked', result }))
})
send({ type: 'ready' })
