import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

const refusals: ReadonlySet<string> = new Set(['NotFoundError', 'NotReadableError'])

/**
 * Returns the problem of a file that the browser cannot read, because it was moved or changed after it was selected, or
 * is a folder. Returns `undefined` for other errors.
 */
export function unreadableFile(cause: unknown, name: string): Problem | undefined {
  if (!(cause instanceof DOMException) || !refusals.has(cause.name)) return undefined
  return error('file.unreadable', { name }, name ? { where: { file: name } } : {})
}

/** Reads a file; rejects with a `NodeError` if the browser cannot. */
export async function refuseUnreadable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    const problem = unreadableFile(cause, name)
    throw problem ? new NodeError('permanent', problem, { cause }) : cause
  }
}
