import { message } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { CheckedTable, CheckVerdict } from '@aw-flow/schema/internal'
import type { HostCheckResult } from '@aw-flow/engine'

/**
 * A check provided by the host. It receives a table and returns whether the table is valid; if not, it may also return
 * the reason and the indexes of invalid rows (starting at 0). It can read up to 10,000 rows at a time. If it throws,
 * the table is considered invalid and the error is the reason.
 *
 * @public
 */
export type HostCheck = (table: CheckedTable) => CheckVerdict | Promise<CheckVerdict>

/** The host's checks, keyed by the names that Validate nodes use. @public */
export type HostCheckFunctions = Readonly<Record<string, HostCheck>>

/** Runs a check. The table is invalid if the check throws or does not exist. */
export async function runHostCheck(
  checks: HostCheckFunctions,
  name: string,
  table: CheckedTable,
): Promise<HostCheckResult> {
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined
  if (!check) return { valid: false, message: message('validate.no-host-check.none', { name }) }
  try {
    const { valid, message: text, rows } = await check(table)
    return { valid, ...defined({ message: text }), ...(rows === undefined ? {} : { rows: rows.slice(0, 10_000) }) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { valid: false, message: message('validate.host-check-failed', { name, reason }) }
  }
}
