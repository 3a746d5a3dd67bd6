import { NodeError, TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Answer } from './engine-api.ts'
import { unreadableFile } from './unreadable-file.ts'

/**
 * Turns what was thrown into a problem; what nobody meant to throw is a fault of ours, and says so. `file` is the name of
 * the file that is read.
 */
export async function answer<T>(work: () => T | Promise<T>, file?: string): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (cause) {
    if (cause instanceof TablesError || cause instanceof NodeError) return { ok: false, problem: cause.problem }
    const unreadable = file === undefined ? undefined : unreadableFile(cause, file)
    if (unreadable) return { ok: false, problem: unreadable }
    const message = cause instanceof Error ? cause.message : String(cause)
    const problem = error('engine.failed', `The engine failed: ${message}`, { hint: 'Reload the page and try again.' })
    return { ok: false, problem }
  }
}
