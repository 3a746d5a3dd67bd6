/** Operation and table of a statement, such as `SELECT` and `runs`. */
export interface StatementSummary {
  operation: string
  /** The first table; for a statement with CTEs, the first one that is changed. */
  table?: string
}

const cache = new Map<string, StatementSummary>()
/** Maximum number of cached statements. Statements with value lists of different lengths are different statements. */
const maxCached = 500

const table = String.raw`((?:"?\w+"?\.)?"?\w+"?)(?![\w"])(?!\s*\()`
const target: Record<string, RegExp> = {
  SELECT: new RegExp(String.raw`(?<!\bextract\s*\(\s*\w+\s+|\bdistinct\s+)\bfrom\s+${table}`, 'i'),
  INSERT: new RegExp(String.raw`\binsert\s+into\s+((?:"?\w+"?\.)?"?\w+"?)`, 'i'),
  UPDATE: new RegExp(String.raw`(?<!\b(?:for|do)\s+)\bupdate\s+(?:only\s+)?${table}`, 'i'),
  DELETE: new RegExp(String.raw`\bdelete\s+from\s+${table}`, 'i'),
}
/** Excludes `for update` and `on conflict do update`. */
const change = /\b(?:(insert)\s+into|(delete)\s+from|(?<!\b(?:for|do)\s+)\b(update))\s+["\w]/i

/** Summarizes a statement without including its values. */
export function statementSummary(sql: string): StatementSummary {
  const cached = cache.get(sql)
  if (cached) return cached
  const summary = summarize(sql)
  if (cache.size >= maxCached) cache.clear()
  cache.set(sql, summary)
  return summary
}

function summarize(sql: string): StatementSummary {
  const first = /^\s*\(*\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? 'OTHER'
  const [, ...changes] = (first === 'WITH' && change.exec(sql)) || []
  const operation = first === 'WITH' ? (changes.find((name) => name !== undefined)?.toUpperCase() ?? 'SELECT') : first
  const name = target[operation]?.exec(sql)?.[1]?.replaceAll('"', '')
  return { operation, ...(name === undefined ? {} : { table: name }) }
}
