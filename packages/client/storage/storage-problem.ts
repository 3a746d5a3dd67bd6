import { message, type Message } from '@aw-flow/messages'
import { error, getProblemText, warning, type Problem } from '@aw-flow/schema'

type StorageItem =
  | 'workflows'
  | 'workflow'
  | 'workflow-removal'
  | 'unreadable-workflows'
  | 'versions'
  | 'version'
  | 'new-version'
  | 'version-name'
  | 'version-removal'
  | 'datasets'
  | 'dataset'
  | 'dataset-removal'
  | 'preview'
  | 'runs'
  | 'run'
  | 'run-record'
  | 'run-removal'
  | 'trash-entry'
  | 'trash-removal'

/** Describes the item being read or written, for use in a problem message. */
export const describeStorageItem = (item: StorageItem, name = ''): Message =>
  message('storage.item', { what: item, name })

/** Creates the problem for a failed write to the browser's storage. */
export function toWriteProblem(cause: unknown, item: Message): Problem {
  if (cause instanceof Error && cause.name === 'QuotaExceededError') return error('storage.full.page', { item })
  if (cause instanceof Error && cause.name === 'InvalidStateError') return error('storage.closed', { item })
  return error('storage.failed', { item, reason: toReason(cause) })
}

/** Creates the problem for a failed read from the browser's storage. */
export const toReadProblem = (cause: unknown, item: Message): Problem =>
  warning('storage.failed.reading', { item, reason: toReason(cause) })

/** Returns the browser's message, or the name of the error if it has none. */
export const toReason = (cause: unknown): string =>
  cause instanceof Error ? cause.message.replace(/\.$/, '') || cause.name : String(cause)

/** Creates the problem for a document that was not stored because it could not be read back. */
export const createInvalidDocumentProblem = (name: string, problems: readonly Problem[]): Problem =>
  error(
    'storage.invalid-document',
    { name: truncate(name), reason: problems[0] ? getProblemText(problems[0]) : '' },
    { where: problems[0]?.where },
  )

const truncate = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name)
