/** What a statement does to which table, in the words of SQL: `SELECT` of `runs`. */
export interface StatementSummary {
  operation: string
  /** The first that is named; of a statement with parts before it, the first that is changed. */
  table?: string
}

const known = new Map<string, StatementSummary>()
/** Texts that are remembered; those with lists of values vary. */
const most = 500

const table = String.raw`((?:"?\w+"?\.)?"?\w+"?)(?![\w"])(?!\s*\()`
const target: Record<string, RegExp> = {
  SELECT: new RegExp(String.raw`(?<!\bextract\s*\(\s*\w+\s+|\bdistinct\s+)\bfrom\s+${table}`, 'i'),
  INSERT: new RegExp(String.raw`\binsert\s+into\s+((?:"?\w+"?\.)?"?\w+"?)`, 'i'),
  UPDATE: new RegExp(String.raw`(?<!\b(?:for|do)\s+)\bupdate\s+(?:only\s+)?${table}`, 'i'),
  DELETE: new RegExp(String.raw`\bdelete\s+from\s+${table}`, 'i'),
}
/** Not those of `for update` and `on conflict do update`. */
const change = /\b(?:(insert)\s+into|(delete)\s+from|(?<!\b(?:for|do)\s+)\b(update))\s+["\w]/i

/** Reads names only: what a statement holds else, values too, is passed by. */
export function statementSummary(sql: string): StatementSummary {
  const before = known.get(sql)
  if (before) return before
  const found = read(sql)
  if (known.size >= most) known.clear()
  known.set(sql, found)
  return found
}

function read(sql: string): StatementSummary {
  const first = /^\s*\(*\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? 'OTHER'
  const [, ...changes] = (first === 'WITH' && change.exec(sql)) || []
  const operation = first === 'WITH' ? (changes.find((name) => name !== undefined)?.toUpperCase() ?? 'SELECT') : first
  const name = target[operation]?.exec(sql)?.[1]?.replaceAll('"', '')
  return { operation, ...(name === undefined ? {} : { table: name }) }
}
