import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { toUnavailableProblem, UnavailableError } from './http/unavailable.ts'
import { isDamaged } from './store/folder/data-fault.ts'
import { isDiskFull } from './store/folder/disk-full.ts'
import { DamagedDatabaseError } from './store/database/database-thread.ts'

interface DataLocation {
  dataFolder: string
  databaseUrl?: string | undefined
}

/** The problem of a server whose data could not be opened, for its console and its administrators. */
export function describeOpenFailure(cause: unknown, { dataFolder: folder, databaseUrl }: DataLocation): Problem {
  if (cause instanceof OpenError) return cause.operatorProblem
  if (cause instanceof NodeError) return cause.problem
  if (isDiskFull(cause)) return error('store.disk-full', { folder }, { where: { file: folder } })
  const reason = readReason(cause)
  if (databaseUrl !== undefined) return error('store.unreachable', { reason })
  const where = { where: { file: folder } }
  return cause instanceof DamagedDatabaseError || isDamaged(cause)
    ? error('store.damaged', { folder, reason }, where)
    : error('store.unreadable', { folder, reason }, where)
}

/** Opens data. Throws a `NodeError` with the problem of `describeOpenFailure` if that fails. */
export async function explainOpenFailure<T>(location: DataLocation, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (cause) {
    throw new NodeError('permanent', describeOpenFailure(cause, location), { cause })
  }
}

/** A refused connection to several addresses has no message. */
export const readReason = (cause: unknown): string =>
  (cause instanceof Error
    ? cause.message || String((cause as { code?: unknown }).code ?? cause.name)
    : String(cause)
  ).replace(/\.$/, '')

/**
 * The data of a server could not be opened. Requests are answered with a problem without folders and addresses, which
 * callers may not know.
 */
export class OpenError extends UnavailableError {
  readonly operatorProblem: Problem
  /** Whether another attempt can succeed without a change of the data, settings or program. */
  readonly isTemporary: boolean

  constructor(cause: unknown, location: DataLocation) {
    const temporaryProblem = toUnavailableProblem(cause)
    super(temporaryProblem ?? error('database.not-opened', {}), cause)
    this.isTemporary = temporaryProblem !== undefined
    this.operatorProblem = describeOpenFailure(cause, location)
  }
}
