import { error, type Problem } from '@aw-flow/schema'

const refusals: ReadonlySet<string> = new Set(['NotFoundError', 'NotReadableError'])

/**
 * The problem of a file whose bytes the browser does not give: it was moved or changed since it was chosen, or is a
 * folder. `undefined` where something else was thrown.
 */
export function unreadableFile(cause: unknown, name: string): Problem | undefined {
  if (!(cause instanceof DOMException) || !refusals.has(cause.name)) return undefined
  return error('file.unreadable', `“${name}” cannot be read; it may have been moved, or is a folder.`, {
    where: { file: name },
    hint: 'Choose the file again. Of a folder, choose the files in it.',
  })
}
