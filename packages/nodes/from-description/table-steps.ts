import { isNumber } from '@aw-flow/engine'
import type { Column, ColumnRule, Config } from '@aw-flow/schema'
import { linkColumns, type LinkedToken } from '../ask-data/link-columns.ts'
import { invertConditions, isComplete, readConditions } from '../ask-data/read-conditions.ts'
import { stem, stemColumnName } from '../ask-data/stem.ts'
import { tokenize } from '../ask-data/tokenize.ts'
import { writeExpressionFromDescription } from '../writing/write-expression.ts'
import { formatRowCondition } from '../writing/row-condition-text.ts'
import { writeRuleFromDescription } from '../writing/write-rule.ts'
import { createFilter } from './query-steps.ts'
import { blank, readColumns } from './clause-words.ts'
import { createNextStep, type StepContext, type StepRule } from './named-step.ts'

const removeWords =
  /\b(?:remove|drop|delete|exclude|discard|filter out|throw out|leave out|entfern\w*|losch\w*|lösch\w*|ausschließ\w*|weglassen)\b/giu
const keepWords =
  /\b(?:keep|filter|select|retain|only|just|show|list|find|take|get|want|need|i|ich|brauche|behalte\w*|filtere?n?|nur|zeige?)\b/giu

const deduplicateRule: StepRule = {
  test: /^(?:de-?duplicate|dedupe)\b|\b(?:duplicates?|duplicated|duplikate?n?|doppelte\w*)\b/,
  read(clause, folded, { columns }) {
    const isRequest = /^(?:de-?duplicate|dedupe)|\b(?:remove|drop|delete|discard|without|no|entfern\w*|losch\w*|ohne)\b/
    if (!isRequest.test(folded)) return undefined
    const words =
      /\b(?:de-?duplicate|dedupe|duplicates?|duplicated|duplikate?n?|doppelte\w*|same|equal|based|keep(?:ing)?|first|last|without|ohne|no)\b/giu
    const text = blank(clause, removeWords).replace(/\bduplicate\s+(?!by\b|in\b|of\b|on\b)\p{L}+/iu, (noun) =>
      blankRowNoun(`${noun.replace(/^\S+/, '')} by`, columns).replace(/by$/, ''),
    )
    const named = readColumns(text, columns, words)
    const keep = /\bkeep\w*\b.*\blast\b/.test(folded) ? 'last' : 'first'
    return createNextStep(
      [{ type: 'deduplicate', config: { columns: named.columns.map(({ name }) => name), keep } }],
      named.unreadWords,
    )
  },
}

const fillMethods: readonly (readonly [words: RegExp, how: string])[] = [
  [/\b(?:mean|average|mittelwert|durchschnitt)\b/, 'mean'],
  [/\bmedian\b/, 'median'],
  [/\b(?:most frequent|most common|mode|haufigsten?)\b/, 'mode'],
  [/\b(?:previous|value above|last value|forward|vorherigen?)\b/, 'previous'],
  [/\b(?:next|value below|backward|nachsten?)\b/, 'next'],
  [/\binterpolat/, 'interpolate'],
]

const fillRule: StepRule = {
  test: /^(?:fill|fulle)\b|\bfullen$|^(?:replace|ersetze)\b.*\b(?:missing|empty|null|blank|leere\w*|fehlende\w*)\b/,
  read(clause, folded, { columns }) {
    const [, target = '', replacement = ''] = /^(.*?)\b(?:with|by|using|mit|durch)\b(.*)$/iu.exec(clause) ?? []
    const words =
      /\b(?:fill|fülle|füllen|replace|ersetze|in|gaps?|lücken|missing|empty|null|blank|cells?|leere\w*|fehlende\w*|zellen)\b/giu
    const named = readColumns(target, columns, words)
    if (named.columns.length === 0) return undefined
    const names = named.columns.map(({ name }) => name)
    const foldedReplacement = folded.slice(target.length)
    const how = fillMethods.find(([pattern]) => pattern.test(foldedReplacement))?.[1]
    if (how) return createNextStep([{ type: 'fill', config: { columns: names, how } }], named.unreadWords)
    const [value, ...otherTokens] = tokenize(replacement)
    if (!value || otherTokens.length > 0) return undefined
    const config = { columns: names, how: 'constant', value: value.value ?? value.raw }
    return createNextStep([{ type: 'fill', config }], named.unreadWords)
  },
}

const renameRule: StepRule = {
  test: /^(?:rename|benenne)\b|\bumbenennen$/,
  read(clause, _folded, { columns }) {
    const text = clause.replace(/^(?:rename|benenne)\s+/iu, '').replace(/\s*\b(?:um|umbenennen)$/iu, '')
    const changes = text.split(/\s*(?:,|\band\b|\bund\b)\s*/iu).map((item) => {
      const [, oldName = '', newName = ''] = /^(.+?)\s+(?:to|as|in|zu|into)\s+(.+)$/iu.exec(item) ?? []
      const named = readColumns(oldName, columns, /(?!)/g)
      const [column, ...others] = named.columns
      const isRead = column && others.length === 0 && named.unreadWords.length === 0
      const name = unquote(newName)
      return isRead && name !== '' && !/\s{2}|[.;]/.test(name) ? { column: column.name, name } : undefined
    })
    return changes.every((change) => change !== undefined)
      ? createNextStep([{ type: 'rename_and_cast', config: { columns: changes } }])
      : undefined
  },
}

const unquote = (text: string): string => text.trim().replace(/^["“„'`](.*)["”“'`]$/u, '$1')

const validationRule: StepRule = {
  test: /^(?:check|validate|verify|ensure|make sure|prufe)\b|\bprufen$/,
  read(clause, _folded, { columns }) {
    const text = clause
      .replace(/^(?:check|validate|verify|ensure|make sure|prüfe|pruefe)\b,?\s*/iu, '')
      .replace(/^(?:that|if|whether|dass|ob)\b\s*/iu, '')
    const conditions = readConditions(text, columns)
    if (conditions && isComplete(conditions))
      return createNextStep([
        { type: 'validation', config: { schema: '', expression: formatRowCondition(conditions) } },
      ])
    const rule = readRule(text, columns)
    const rules = rule
      ? [rule]
      : text.split(/,?\s+(?:and|und)\s+(?:that |dass )?/iu).map((part) => readRule(part, columns))
    return rules.every((rule) => rule !== undefined)
      ? createNextStep([{ type: 'validation', config: { schema: JSON.stringify({ columns: rules }) } }])
      : undefined
  },
}

/** Reads the rule of a text that names exactly one column. */
function readRule(text: string, columns: readonly Column[]): ColumnRule | undefined {
  const namedColumns = linkColumns(text, columns).filter(({ column }) => column)
  const { rule, unknownWords } = writeRuleFromDescription(text, columns)
  return unknownWords.length === 0 && namedColumns.length === 1 && !namedColumns[0]!.isPartial ? rule : undefined
}

const sampleRule: StepRule = {
  test: /^(?:(?:take|keep|show|use|get|limit(?: \w+)? to|nimm|behalte|zeige?)\s+)?(?:(?:only|the|die|me|mir)\s+)*(?:(?:first|last|top|ersten|letzten|random|zufallige)\s+\d+|\d+\s+(?:random|zufallige))(?:\s+(?:rows|records|entries|lines|zeilen|eintrage))?$|^limit(?:\s+\w+)? to \d+(?:\s+(?:rows|records|entries|lines))?$/,
  read(_clause, folded) {
    const rows = Number(/\d+/.exec(folded)?.[0])
    const how = /\b(?:random|zufallige)\b/.test(folded)
      ? 'rows'
      : /\b(?:last|letzten)\b/.test(folded)
        ? 'last'
        : 'first'
    return createNextStep([{ type: 'sample', config: { how, rows } }])
  },
}

const descendingWords =
  /\b(?:descending|desc|(?:highest|largest|biggest|newest|latest|most) (?:(?:\w+ )?first|at the top|on top)|high to low|absteigend|(?:höchste|hochste|größte|grosste|neueste)\w* zuerst)\b/giu
const ascendingWords =
  /\b(?:ascending|asc|(?:lowest|smallest|oldest|earliest|least) (?:(?:\w+ )?first|at the top|on top)|low to high|alphabetically|aufsteigend|(?:niedrigste|kleinste|älteste)\w* zuerst)\b/giu

const sortRule: StepRule = {
  test: /^(?:sort|order|sortiere)\b|\bsortieren$/,
  read(clause, folded, context) {
    const { columns } = context
    const words =
      /\b(?:sort(?:ed|ieren?)?|order(?:ed)?|by|nach|first|then|from|in|order|it|with|sie|absteigend|aufsteigend)\b/giu
    const key = clause.replace(/^(?:sort|order|sortiere)\b/iu, '')
    const named = readColumns(blank(blank(blankRowNoun(key, columns), descendingWords), ascendingWords), columns, words)
    const measure = named.columns.length === 0 ? findMeasure(context, named.unreadWords) : undefined
    const sortColumns = measure ? [measure] : named.columns
    if (sortColumns.length === 0) return undefined
    const tokens = linkColumns(clause, columns)
    const by = sortColumns.map((column) => {
      const start = tokens.find((token) => token.column === column)?.start ?? 0
      const end = tokens.find((token) => token.column && token.column !== column && token.start > start)?.start
      return { column: column.name, direction: readDirection(folded.slice(start, end)) }
    })
    // In "by a and b descending", the direction applies to both columns.
    const isShared =
      by.length > 1 &&
      by.slice(0, -1).every(({ direction }) => direction === undefined) &&
      !/\bthen\b|\bdann\b/.test(folded)
    const lastDirection = by.at(-1)!.direction
    const unread = measure ? [] : named.unreadWords
    const config: Config = {
      by: by.map(({ column, direction }) => ({
        column,
        direction: (isShared ? lastDirection : direction) ?? 'ascending',
      })),
    }
    return createNextStep([{ type: 'sort', config }], unread)
  },
}

const readDirection = (folded: string): 'ascending' | 'descending' | undefined =>
  folded.search(descendingWords) >= 0 ? 'descending' : folded.search(ascendingWords) >= 0 ? 'ascending' : undefined

/**
 * Returns the only numeric column that a previous step computed and whose name contains all of the words, such as
 * `sum_price` for "price".
 */
function findMeasure({ columns, sourceColumns }: StepContext, words: readonly string[]): Column | undefined {
  const matchingColumns = columns.filter(({ name, type }) => {
    const isComputed = sourceColumns.flat().every((source) => source.name !== name)
    const nameStems = stemColumnName(name)
    return isNumber(type) && isComputed && words.every((word) => isMeasureWord(word) || nameStems.includes(stem(word)))
  })
  return matchingColumns.length === 1 ? matchingColumns[0] : undefined
}

const isMeasureWord = (word: string): boolean =>
  /^(?:sum|total|count|average|mean|number|result|summe|anzahl)$/i.test(word)

const deriveRule: StepRule = {
  test: /^(?:compute|calculate|berechne)\b|^(?:add|create|derive|erstelle)\b.*(?:\b(?:as|from|als|aus|(?:that|which) is)\b|=|:)/,
  read(clause, _folded, { columns }) {
    const match =
      /^(?:compute|calculate|add|create|derive|berechne|erstelle)\s+(?:(?:an?|the|new|eine?|neue|die|columns?|spalte|named|called|namens)\s+)*("[^"]+"|[\p{L}_][\p{L}\p{N}_]*(?: [\p{L}_][\p{L}\p{N}_]*){0,2}?)\s*(?:\b(?:as|from|als|aus|(?:that|which) is)\b|=|:)\s*(.+)$/iu.exec(
        clause,
      )
    // Without a name, the column has the default name of the node type.
    const [, unnamedText = ''] = /^(?:compute|calculate|berechne)\s+(.+)$/iu.exec(clause) ?? []
    const [, name = '', text = unnamedText] = match ?? []
    if (!isCalculation(linkColumns(text, columns))) return undefined
    const { expression } = writeExpressionFromDescription(text, columns)
    return expression === undefined
      ? undefined
      : createNextStep([
          { type: 'derive_column', config: { ...(name === '' ? {} : { column: unquote(name) }), expression } },
        ])
  },
}

const groupRule: StepRule = {
  test: /^(?:group|gruppiere)\b|\bgruppieren$/,
  read(clause, _folded, { columns }) {
    const named = readColumns(clause, columns, /\b(?:group|gruppiere|gruppieren|by|nach)\b/giu)
    // A clause with measures is a question about the table.
    if (named.columns.length === 0 || named.unreadWords.length > 0) return undefined
    const groupBy = named.columns.map(({ name }) => name)
    return createNextStep([{ type: 'aggregate', config: { groupBy, measures: [] } }])
  },
}

/** Returns whether a text consists only of columns, numbers, and operators between them. */
const isCalculation = (tokens: readonly LinkedToken[]): boolean =>
  tokens.length > 2 &&
  tokens.every(
    ({ kind, folded, isPartial }) =>
      (kind === 'column' && !isPartial) ||
      kind === 'number' ||
      /^(?:[-+*/×÷%]|plus|minus|times|multiplied|divided|by|mal|geteilt|durch|percent|prozent)$/.test(folded),
  )

/** Replaces a noun that means the rows with spaces, such as "orders" in "orders where price is over 5". */
const blankRowNoun = (text: string, columns: readonly Column[]): string =>
  text.replace(
    /^\s*(?:(?:all|the|alle|die|den)\s+)?([\p{L}_]+)\s+(?=(?:where|whose|with|without|if|that have|by|bei denen|mit|ohne|nach)\b)/iu,
    (words, noun: string) =>
      linkColumns(noun, columns).some(({ column, isPartial }) => column && !isPartial)
        ? words
        : ' '.repeat(words.length),
  )

/** Reads rows or columns to keep or to remove. */
const selectionRule: StepRule = {
  test: /^(?:remove|drop|delete|exclude|discard|throw out|leave out|filter|keep|select|retain|only|just|(?:i )?(?:only |just )?(?:need|want)|ich brauche|entferne|losche|behalte|nur)\b|\b(?:entfernen|loschen|behalten|filtern)$/,
  read(clause, folded, { columns, values }) {
    const isRemoval = folded.search(removeWords) >= 0
    const text = blank(blank(clause, removeWords), keepWords)
    const named = readColumns(text, columns, /(?!)/g)
    const hasOnlyColumns = named.columns.length > 0 && named.unreadWords.length === 0
    if (hasOnlyColumns && !/\b(?:where|with|without|if|wo|mit|ohne)\b/.test(folded)) {
      const config = { columns: named.columns.map(({ name }) => name), how: isRemoval ? 'drop' : 'keep' }
      return createNextStep([{ type: 'select', config }])
    }
    const stated = readConditions(blankRowNoun(text, columns), columns, values)
    const conditions = stated && isRemoval ? invertConditions(stated) : stated
    if (!conditions || !isComplete(conditions)) return undefined
    return createNextStep([createFilter(conditions)])
  },
}

/** Rules for steps that change a table. More specific rules come first. */
export const tableRules: readonly StepRule[] = [
  validationRule,
  deduplicateRule,
  fillRule,
  renameRule,
  sampleRule,
  sortRule,
  deriveRule,
  groupRule,
  selectionRule,
]
