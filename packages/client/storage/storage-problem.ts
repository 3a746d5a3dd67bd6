import { error, textOf, type Problem } from '@aw-flow/schema'

/** Why the browser's storage refused, as a problem. `what` names what should have been kept, in words. */
export function storageProblem(cause: unknown, what: string): Problem {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  if (name === 'QuotaExceededError') {
    return error('storage.full', `The browser's storage is full: ${what} is kept only until this tab is closed.`, {
      hint: 'Delete datasets that you no longer need, or free space on the disk.',
    })
  }
  if (name === 'InvalidStateError') {
    return error(
      'storage.closed',
      `This page's storage was closed by the browser or by a newer version of the page: ${what} is kept only until this tab is closed.`,
      { hint: 'Export what you need, then reload the page.' },
    )
  }
  return error('storage.failed', `The browser could not store ${what}: ${message || name}.`, {
    hint: 'It is kept until this tab is closed. Export what you need, then reload the page.',
  })
}

/** Why a document is not stored that could not be read back. */
export const invalidDocument = (name: string, problems: readonly Problem[]): Problem =>
  error(
    'storage.invalid-document',
    { name: shortened(name), reason: problems[0] ? textOf(problems[0]) : '' },
    { where: problems[0]?.where },
  )

const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name)
