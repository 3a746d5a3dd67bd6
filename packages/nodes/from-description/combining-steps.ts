import type { Column } from '@aw-flow/schema'
import { collectColumns, type ClauseWords } from './clauses.ts'
import { isIdentifier } from './conditions/compared-columns.ts'
import type { ColumnValues } from './link-values.ts'
import type { StepDraft } from './step.ts'
import { fold } from './stem.ts'

/** Words for steps with two tables. */
export const joinWords =
  /\b(?:join|left join|look ?up|translate\w*|match\w*|enrich|merge|combine|verknupf\w*|verbinde\w*|zusammenfuhr\w*|fuhre .* zusammen|nachschlagen)\b/
/** A join with its keys, until the next step: "match them by the person's name and …". */
export const joinParts =
  /\b(?:join|left join|look ?up|translate\w*|match\w*|link\w*|merge|combine|verknupf\w*|verbinde\w*)\b(?=[^.;]{0,80}\b(?:on|by|with|against|to|using|into|uber|anhand|mit|=))[^.;]*?(?=[ ,]+(?:and|then|so|und|dann)\b[ ,]+(?:then |dann )?(?:also )?(?:give|show|tell|list|count|compute|calculate|add|total|sum|average|find|keep|report|get|i|we|zeig\w*|gib|berechne|zahle|summiere)\b|[.;]|$)/g
/** Words for the missing values of rows without a match: "leave the income blank". */
export const unmatchedWords = /\b(?:leave|leaving|keep|keeping|lasse?n?) (?:\w+ ){1,4}(?:blank|empty|null|leer)\b/
export const unionWords =
  /\b(?:append|stack|concatenate|union|below each other|anhangen|hange .* an|untereinander|aneinander)\b/

/**
 * Joins tables on the columns that the clause names, on the identifier that both have, or on the columns with the largest
 * share of common values.
 */
export function readJoin(
  { folded, tokens }: ClauseWords,
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues = {},
): StepDraft {
  const namedColumns = collectColumns(tokens).filter(
    ({ name }) => left.length === 0 || left.some((column) => column.name === name),
  )
  const shared = left.filter(({ name }) => right.some((column) => column.name === name))
  const similar = left.flatMap(({ name }) => {
    const other = right.find((column) => column.name !== name && fold(column.name) === fold(name))
    return other ? [{ left: name, right: other.name }] : []
  })
  const namedShared =
    right.length === 0 ? namedColumns : namedColumns.filter((column) => shared.some(({ name }) => name === column.name))
  const keys =
    namedShared.length > 0
      ? namedShared.filter((column, _, all) => isIdentifier(column) || !all.some(isIdentifier))
      : findIdentifiers(shared)
  const word = /\b(?:on|by|using|uber|anhand)\s+(?:the |der |die |das )?([\p{L}_][\p{L}\p{N}_]*)/u.exec(folded)?.[1]
  const isKnown = word !== undefined && (right.length === 0 || right.some(({ name }) => fold(name) === word))
  const names = keys.length > 0 ? keys.map(({ name }) => name) : isKnown ? [word] : []
  const reference = namedShared.some(isIdentifier)
    ? undefined
    : (findNamedReference(tokens, left, right, values) ?? findReference(left, right, values))
  const pair =
    findConnectedKeys(folded, tokens, left, right) ??
    findDifferentKeys(folded, left, right) ??
    (keys.some(isIdentifier) ? undefined : reference) ??
    (names.length > 0
      ? undefined
      : (findNamedKeys(tokens, left, right, values) ??
        findSharedValues(left, right, values) ??
        (shared.length === 0 ? similar[0] : undefined) ??
        toPair(shared[0]?.name) ??
        findFirstKeys(tokens, left, right)))
  const findName = (columns: readonly Column[], name: string): string =>
    columns.find((column) => column.name === name)?.name ??
    columns.find((column) => fold(column.name) === fold(name))?.name ??
    name
  const isAmbiguous = shared.some(({ name }) => name !== pair?.left && name !== pair?.right)
  const nameParts =
    pair && pair.left !== pair.right && isAmbiguous
      ? splitWords(pair.left).filter((part) => !/^(?:id|code|key|nr|no)$/.test(part))
      : []
  return {
    type: 'join',
    config: {
      kind: readKind(folded),
      // "the country name" is the `name` of the row that `iso_country` refers to.
      ...(nameParts.length > 0 ? { suffix: `_${nameParts.at(-1)}` } : {}),
      keys: pair ? [pair] : names.map((name) => ({ left: findName(left, name), right: findName(right, name) })),
    },
  }
}

const splitWords = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .match(/\p{L}+/gu) ?? []

/** Returns the identifier that both tables have, except `id`, which identifies the rows of its own table. */
const findIdentifiers = (shared: readonly Column[]): readonly Column[] =>
  shared.filter((column) => isIdentifier(column) && !/^id$/i.test(column.name)).slice(0, 1)

const toPair = (column: string | undefined): { left: string; right: string } | undefined =>
  column === undefined ? undefined : { left: column, right: column }

/** Reads the kind of join: "that never appear in the other file" keeps the rows without a match. */
const readKind = (folded: string): string =>
  /\b(?:drop|remove|discard|skip|ignore|exclude|leave out|without)\b.{0,40}\b(?:without|no|not|un)\b ?(?:an? |any )?match|\b(?:appear|exist|occur|are|is|found|present)\w* in both\b|\bin beiden\b/.test(
    folded,
  )
    ? 'inner'
    : unmatchedWords.test(folded) || /\b(?:keep|leave) (?:all|every)\b/.test(folded)
      ? 'left'
      : /\b(?:never|not|no|without|missing|nie|nicht|keine?[nrms]?|ohne)\b.{0,60}\b(?:file|list|table|appears?|shows? up|occurs?|match\w*|found|listed|entry|entries|datei|liste|tabelle|vorkomm\w*|auftauch\w*|vorhanden)\b/.test(
            folded,
          )
        ? 'anti'
        : /\b(?:left|all|keep all|look ?up|enrich|alle|nachschlagen)\b|\b(?:add|attach|erganz\w*)\b.*\b(?:each|every|jede\w*)\b/.test(
              folded,
            )
          ? 'left'
          : 'inner'

/** Finds the two columns that a clause names, one of each table, that have values in common. */
function findNamedKeys(
  tokens: ClauseWords['tokens'],
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues,
): { left: string; right: string } | undefined {
  const named = collectColumns(tokens)
  const own = left.filter(({ name }) => named.some((column) => column.name === name))
  const other = right.filter(({ name }) => named.some((column) => column.name === name))
  return findSharedValues(own, other, values, 0.02)
}

/** Finds a reference by the columns that the text names: `destination` in "translate the destination code into a city". */
function findNamedReference(
  tokens: ClauseWords['tokens'],
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues,
): { left: string; right: string } | undefined {
  const named = collectColumns(tokens)
  const own = left.filter(
    ({ name }) => named.some((column) => column.name === name) && !right.some((column) => column.name === name),
  )
  const other = right.filter(({ name }) => !left.some((column) => column.name === name))
  return own.length === 1 ? findSharedValues(own, other, values, 0.8) : undefined
}

/** Returns the only text column of the first table that the text names, and the first text column of the other table. */
function findFirstKeys(
  tokens: ClauseWords['tokens'],
  left: readonly Column[],
  right: readonly Column[],
): { left: string; right: string } | undefined {
  const named = collectColumns(tokens)
  const own = left.filter(({ name, type }) => type === 'VARCHAR' && named.some((column) => column.name === name))
  const key = right.find(({ type }) => type === 'VARCHAR')
  return own.length === 1 && key ? { left: own[0]!.name, right: key.name } : undefined
}

/** Finds a column whose values are the keys of the other table: `iso_country` and `code`. */
function findReference(
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues,
): { left: string; right: string } | undefined {
  const own = left.filter(({ name }) => !right.some((column) => column.name === name))
  const other = right.filter(({ name }) => !left.some((column) => column.name === name))
  return findSharedValues(own, other, values, 0.8)
}

/** Finds the columns of two tables with the largest share of common values, if it is more than `minShare`. */
function findSharedValues(
  left: readonly Column[],
  right: readonly Column[],
  values: ColumnValues,
  minShare = 0.15,
): { left: string; right: string } | undefined {
  let best: { readonly left: string; readonly right: string; readonly share: number } | undefined
  for (const own of left) {
    const ownValues = new Set(values[own.name])
    for (const other of right) {
      const others = values[other.name] ?? []
      const smaller = Math.min(ownValues.size, others.length)
      const share = smaller < 2 ? 0 : others.filter((value) => ownValues.has(value)).length / smaller
      if (own.name !== other.name && share > (best?.share ?? minShare))
        best = { left: own.name, right: other.name, share }
    }
  }
  return best && { left: best.left, right: best.right }
}

/** Finds keys that a join connects: "match origin in the flights with iata in the airport list". */
function findConnectedKeys(
  folded: string,
  tokens: ClauseWords['tokens'],
  left: readonly Column[],
  right: readonly Column[],
): { left: string; right: string } | undefined {
  const isOnlyIn = (columns: readonly Column[], others: readonly Column[], name: string): boolean =>
    columns.some((column) => column.name === name) && others.every((column) => column.name !== name)
  const named = tokens.filter(({ column }) => column)
  for (const [index, token] of named.entries()) {
    const next = named[index + 1]
    const [own, other] = [token.column!.name, next?.column?.name]
    if (next === undefined || other === undefined || next.start - token.end > 60) continue
    const isConnected =
      /(?:\b(?:with|to|against|equals?|mit|zu)\b|=)/.test(folded.slice(token.end, next.start)) &&
      /\b(?:match\w*|join\w*|link\w*|connect\w*|verknupf\w*|verbind\w*)\b[^.]{0,30}$/.test(folded.slice(0, token.start))
    if (!isConnected) continue
    if (isOnlyIn(left, right, own) && isOnlyIn(right, left, other)) return { left: own, right: other }
    if (isOnlyIn(right, left, own) && isOnlyIn(left, right, other)) return { left: other, right: own }
  }
  return undefined
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
  const toKeys = (own: string, other: string): { left: string; right: string } | undefined => {
    const name = find(left, own)
    const otherName = right.length === 0 ? (find(left, other) ? undefined : other) : find(right, other)
    return name !== undefined && otherName !== undefined && name !== otherName
      ? { left: name, right: otherName }
      : undefined
  }
  return first === '' ? undefined : (toKeys(first, second) ?? toKeys(second, first))
}
