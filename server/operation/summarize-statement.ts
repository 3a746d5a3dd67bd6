import { defined } from '@aw-flow/schema'

/** A statement's operation and table, such as `SELECT` and `runs`. */
export interface StatementSummary {
  operation: string
  /** The first table in the statement. If the statement has CTEs, the first table that is changed. */
  table?: string
}

const cache = new Map<string, StatementSummary>()
/** Maximum number of cached summaries. The same statement with value lists of different lengths has several entries. */
const maxCachedSummaries = 500

const tablePattern = String.raw`((?:"?\w+"?\.)?"?\w+"?)(?![\w"])(?!\s*\()`
const targetPatterns: Record<string, RegExp> = {
  SELECT: new RegExp(String.raw`(?<!\bextract\s*\(\s*\w+\s+|\bdistinct\s+)\bfrom\s+${tablePattern}`, 'i'),
  INSERT: new RegExp(String.raw`\binsert\s+into\s+((?:"?\w+"?\.)?"?\w+"?)`, 'i'),
  UPDATE: new RegExp(String.raw`(?<!\b(?:for|do)\s+)\bupdate\s+(?:only\s+)?${tablePattern}`, 'i'),
  DELETE: new RegExp(String.raw`\bdelete\s+from\s+${tablePattern}`, 'i'),
}
/** Matches keywords that change a table, excluding `for update` and `on conflict do update`. */
const changePattern = /\b(?:(insert)\s+into|(delete)\s+from|(?<!\b(?:for|do)\s+)\b(update))\s+["\w]/i

/** Summarizes a statement without including any of its values. */
export function summarizeStatement(sql: string): StatementSummary {
  const cachedSummary = cache.get(sql)
  if (cachedSummary) return cachedSummary
  const summary = summarize(sql)
  if (cache.size >= maxCachedSummaries) cache.clear()
  cache.set(sql, summary)
  return summary
}

function summarize(sql: string): StatementSummary {
  const keyword = /^[\s(]*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? 'OTHER'
  const [, ...changes] = (keyword === 'WITH' && changePattern.exec(sql)) || []
  const operation =
    keyword === 'WITH' ? (changes.find((name) => name !== undefined)?.toUpperCase() ?? 'SELECT') : keyword
  const name = targetPatterns[operation]?.exec(sql)?.[1]?.replaceAll('"', '')
  return defined({ operation, table: name })
}
