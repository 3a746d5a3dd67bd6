import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

const readErrorNames: ReadonlySet<string> = new Set(['NotFoundError', 'NotReadableError'])

/**
 * Returns the problem for a file that the browser cannot read because it is a folder, or was moved or changed after it
 * was selected. Returns `undefined` for other errors.
 */
export function toUnreadableProblem(cause: unknown, name: string): Problem | undefined {
  if (!(cause instanceof DOMException) || !readErrorNames.has(cause.name)) return undefined
  return error('file.unreadable', { name }, name ? { where: { file: name } } : {})
}

/** Calls `read`. Rejects with a `NodeError` if the browser cannot read the file. */
export async function convertReadErrors<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    const problem = toUnreadableProblem(cause, name)
    throw problem ? new NodeError('permanent', problem, { cause }) : cause
  }
}
