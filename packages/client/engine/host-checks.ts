import type { CheckedTable, CheckVerdict } from '@aw-flow/schema'

/**
 * A check of the host's own: looks at a table and says whether it is right, else what is wrong and in which rows (from 0).
 * It may read rows, at most 10,000 at once. What it throws makes the table not valid, in its words.
 */
export type HostCheck = (table: CheckedTable) => CheckVerdict | Promise<CheckVerdict>

/** Checks by the names under which Validate nodes ask for them. */
export type HostCheckFunctions = Readonly<Record<string, HostCheck>>

/** Judges a table by one of the checks; one that throws, or is not there, has found it wrong. */
export async function judge(checks: HostCheckFunctions, name: string, table: CheckedTable): Promise<CheckVerdict> {
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined
  if (!check) return { valid: false, message: `There is no check “${name}” in this page` }
  try {
    const { valid, message, rows } = await check(table)
    return {
      valid,
      ...(message === undefined ? {} : { message }),
      ...(rows === undefined ? {} : { rows: rows.slice(0, 10_000) }),
    }
  } catch (cause) {
    return { valid: false, message: `“${name}” failed: ${cause instanceof Error ? cause.message : String(cause)}` }
  }
}
