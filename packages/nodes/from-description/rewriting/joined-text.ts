import { isStopWord } from '../find-unused-words.ts'
import { quoteName, type StepDraft } from '../step.ts'
import type { PhraseWords } from './read-rewrites.ts'

const joinWords =
  /\b(?:make|create|build|form|join|combine|merge|put|concatenate|glue)\b.*\b(?:columns?|field) (?:out of|from)\b|\b(?:join|combine|merge|put|concatenate|glue)\b.*\b(?:to|into|in|as) (?:one|a|a single|a new|a common|an) (?:\w+ )?(?:column|field|text)\b/
const namePattern = /\b(?:called|named|namens)\s+["“„']?([\p{L}_][\p{L}\p{N}_]*)/iu
const nameBeforePattern =
  /\b(?:make|create|build|form)\s+(?:me\s+)?(?:a|an|one|the)\s+(?:new\s+)?([\p{L}_][\p{L}\p{N}_ ]*?)\s+(?:column|field)\b/iu

/** Reads a column that concatenates text columns: "join city and state to one column called place, like "Rome, IT"". */
export function readJoinedText({
  text,
  folded,
  tokens,
  values,
  restOfSentence,
}: PhraseWords): readonly StepDraft[] | undefined {
  if (!joinWords.test(folded)) return undefined
  const target = (namePattern.exec(text) ?? nameBeforePattern.exec(text))?.[1]?.replaceAll(/\s+/g, '_')
  const columns = [
    ...new Set(
      tokens.flatMap(({ column, cell }) => (column && !cell && column.type === 'VARCHAR' ? [column.name] : [])),
    ),
  ].filter((name) => name !== target)
  if (target === undefined || columns.length < 2 || isStopWord(target)) return undefined
  const [first, second] = columns
  const sentenceText = text + restOfSentence
  // An example shows the separator: "like "Bay Springs, MS"".
  const example = /\b(?:like|as in|e\.g\.|such as|wie)\s+["“„']([^"“”„']+)["”“']/i.exec(sentenceText)?.[1]
  const firstValue = example && (values[first!] ?? []).find((value) => example.startsWith(value))
  const secondValue = example && firstValue && (values[second!] ?? []).find((value) => example.endsWith(value))
  const exampleSeparator =
    firstValue && secondValue ? example.slice(firstValue.length, example.length - secondValue.length) : undefined
  const separator =
    exampleSeparator ??
    (example?.includes(', ') || /\bcomma|komma/.test(folded)
      ? ', '
      : /\b(?:hyphen|dash|bindestrich)\b/.test(folded)
        ? '-'
        : ' ')
  const expression = columns.map(quoteName).join(` & ${JSON.stringify(separator)} & `)
  return [{ type: 'derive_column', config: { column: target, expression } }]
}

/**
 * Reads a request to remove the columns that the concatenated column replaces: "drop the two original columns and
 * the email".
 */
export function readDroppedSources(
  { folded, namedColumns }: PhraseWords,
  sources: readonly string[],
): readonly StepDraft[] | undefined {
  const dropsSources =
    sources.length > 0 &&
    /\b(?:drop|remove|delete|losche\w*|entferne\w*)\b/.test(folded) &&
    /\b(?:original|old|source|ursprunglich\w*|alten) (?:\w+ )?(?:columns?|fields?|ones|spalten)\b/.test(folded)
  if (!dropsSources) return undefined
  const columns = [...new Set([...sources, ...namedColumns.map(({ name }) => name)])]
  return [{ type: 'select', config: { columns, how: 'drop' } }]
}
