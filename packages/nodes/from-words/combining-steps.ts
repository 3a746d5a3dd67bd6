import type { Column } from '@aw-flow/schema'
import { collectColumns, type ClauseWords } from './clauses.ts'
import { isIdentifier } from './conditions.ts'
import type { StepDraft } from './table-steps.ts'
import { fold } from './words.ts'

/** Words for steps with two tables. */
export const joinWords =
  /\b(?:join|left join|look ?up|enrich|merge|combine|verknupf\w*|verbinde\w*|zusammenfuhr\w*|fuhre .* zusammen|nachschlagen)\b/
export const unionWords =
  /\b(?:append|stack|concatenate|union|below each other|anhangen|hange .* an|untereinander|aneinander)\b/

/** Joins tables on the columns that the clause names, or on the identifier that both have. */
export function readJoin(
  { folded, tokens }: ClauseWords,
  left: readonly Column[],
  right: readonly Column[],
): StepDraft {
  const namedColumns = collectColumns(tokens).filter(
    ({ name }) => left.length === 0 || left.some((column) => column.name === name),
  )
  const shared = left.filter(({ name }) => right.some((column) => column.name === name))
  const keys = namedColumns.length > 0 ? namedColumns : (shared.filter(isIdentifier).slice(0, 1) ?? shared.slice(0, 1))
  const word = /\b(?:on|by|using|uber|anhand)\s+(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)/u.exec(folded)?.[1]
  const names = keys.length > 0 ? keys.map(({ name }) => name) : word === undefined ? [] : [word]
  const pair = findDifferentKeys(folded, left, right)
  const kind = /\b(?:left|all|keep all|look ?up|enrich|alle|nachschlagen)\b/.test(folded) ? 'left' : 'inner'
  return { type: 'join', config: { kind, keys: pair ? [pair] : names.map((name) => ({ left: name, right: name })) } }
}

/** Finds keys with different names: "on person = name", "where name equals person", "by person and name". */
function findDifferentKeys(
  folded: string,
  left: readonly Column[],
  right: readonly Column[],
): { left: string; right: string } | undefined {
  const match =
    /\b(?:on|by|using|where|when|uber|anhand|wo|wenn|nach)\s+(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)\s*(?:=|==|equals|is equal to|matches|is|and|und|gleich|entspricht)\s*(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)/u.exec(
      folded,
    )
  const [, first = '', second = ''] = match ?? []
  const find = (columns: readonly Column[], word: string): string | undefined =>
    columns.find(({ name }) => fold(name) === word)?.name
  // The columns of the second file may be unknown: then its key is the word that is not in the first file.
  const toPair = (own: string, other: string): { left: string; right: string } | undefined => {
    const name = find(left, own)
    const otherName = right.length === 0 ? (find(left, other) ? undefined : other) : find(right, other)
    return name !== undefined && otherName !== undefined && name !== otherName
      ? { left: name, right: otherName }
      : undefined
  }
  return first === '' ? undefined : (toPair(first, second) ?? toPair(second, first))
}
