import { message, type Message } from '@aw-flow/messages'
import { error, textOf, warning, type Problem } from '@aw-flow/schema'

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

/** Names the stored item that is read or written, for the text of a problem. */
export const storageItem = (what: StorageItem, name = ''): Message => message('storage.item', { what, name })

/** The problem of a failed write to the browser's storage. */
export function storageProblem(cause: unknown, item: Message): Problem {
  if (cause instanceof Error && cause.name === 'QuotaExceededError') return error('storage.full.page', { item })
  if (cause instanceof Error && cause.name === 'InvalidStateError') return error('storage.closed', { item })
  return error('storage.failed', { item, reason: reasonOf(cause) })
}

/** The problem of a failed read from the browser's storage. */
export const readingProblem = (cause: unknown, item: Message): Problem =>
  warning('storage.failed.reading', { item, reason: reasonOf(cause) })

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message.replace(/\.$/, '') || cause.name : String(cause)

/** The problem of a document that is not stored because it could not be read back. */
export const invalidDocument = (name: string, problems: readonly Problem[]): Problem =>
  error(
    'storage.invalid-document',
    { name: shortened(name), reason: problems[0] ? textOf(problems[0]) : '' },
    { where: problems[0]?.where },
  )

const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name)
