import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { collectColumns, type ClauseWords } from './clauses.ts'
import { readConditions } from './conditions/read-conditions.ts'
import { isStopWord } from './find-unused-words.ts'
import { isIdentifier } from './conditions/compared-columns.ts'
import { stemColumnName, stem } from './stem.ts'
import { isMeasureName } from './query/measures.ts'
import { createFilterStep, quoteName, type StepDraft, type StepRule } from './step.ts'
import type { Token } from './words.ts'

const createSelectStep = (columns: readonly Column[], how = 'keep'): StepDraft => ({
  type: 'select',
  config: { columns: columns.map(({ name }) => name), how },
})

const onceWords =
  /\b(?:(?:each|every|any) (?:\w+ ){1,7}(?:only |just )?once|only once|no (?:repeats|repetitions|duplicates)|without (?:repeats|repetitions|duplicates)|unique (?:list|combinations?|pairs?|values|entries)|distinct (?:list|combinations?|pairs?|values|entries)|jede[rsn]? (?:\w+ ){1,3}(?:nur )?(?:einmal|ein mal)|nur einmal|ohne (?:wiederholungen|doppelte|duplikate))\b/
const renameWords =
  /\b(?:rename\w*|renaming|call|name (?:it|them|the)|relabel|benenne\w*|umbenennen|nenne\w*|hei(?:s|ss)en|umbenannt)\b/
const concatenationWords =
  /\b(?:concatenate|glue|(?:put|combine|join|merge|paste|stick) .*\b(?:together|into)\b|(?:fuge|setze|hange|fuhre) .*\b(?:zusammen|aneinander))\b/
const replacementWords = /\b(?:replace|swap|change|strip|remove|ersetze\w*|entferne\w*)\b/

/** Reads a request to rename a column: "rename price to cost". */
export const renameRule: StepRule = { test: renameWords, read: readRename }

/** Rules for steps that select, rename and rewrite columns. */
export const columnRules: readonly StepRule[] = [
  {
    test: onceWords,
    read(clause) {
      const { folded, tokens } = clause
      // In "each order once", the noun refers to the order's identifier, not to its date.
      const toIdentifier = (token: Token): Column | undefined =>
        token.isPartial
          ? clause.columns.find(
              (column) => isIdentifier(column) && stemColumnName(column.name).includes(stem(token.raw)),
            )
          : undefined
      const namedColumns = [
        ...new Set(tokens.flatMap((token) => (token.column ? [(toIdentifier(token) ?? token.column).name] : []))),
      ].flatMap((name) => clause.columns.find((column) => column.name === name) ?? [])
      const { mentionedColumn } = clause
      // "List all directors, each only once" requests one row per distinct value of the column.
      const isKnown = clause.columns.some(({ name }) => name === mentionedColumn?.name)
      const subjectColumns =
        namedColumns.length > 0
          ? namedColumns
          : mentionedColumn && isKnown && !isNumber(mentionedColumn.type)
            ? [mentionedColumn]
            : []
      const conditions = tokens.some(({ cell }) => cell) ? readConditions(tokens, clause.columns) : undefined
      const filters = conditions ? [createFilterStep(conditions)] : []
      const selectedColumns =
        namedColumns.length > 1 || /\b(?:list|combinations?|pairs?|values)\b/.test(folded) ? namedColumns : []
      const isSorted = /\b(?:alphabetical\w*|alphabetisch\w*|sorted|sortiert)\b/.test(folded)
      const sortKeys = selectedColumns.map(({ name }) => ({ column: name, direction: 'ascending' }))
      if (selectedColumns.length > 0)
        return [
          ...filters,
          createSelectStep(selectedColumns),
          { type: 'deduplicate', config: { columns: [], keep: 'first' } },
          ...(isSorted ? [{ type: 'sort', config: { by: sortKeys } }] : []),
        ]
      return [
        ...filters,
        {
          type: 'deduplicate',
          config: { columns: subjectColumns.map(({ name }) => name), keep: 'first' },
        },
      ]
    },
  },
  {
    // "show the unique names" requests rows, but "the number of unique names" is a measure.
    test: /\b(?:unique|distinct|different|eindeutige\w*|verschiedene\w*|unterschiedliche\w*)\b/,
    read({ folded, tokens }) {
      const match = /\b(?:unique|distinct|different|eindeutige\w*|verschiedene\w*|unterschiedliche\w*)\b/.exec(folded)!
      const namedColumns = collectColumns(tokens.filter(({ start }) => start > match.index))
      const measureOrCheckWords =
        /\b(?:count|number|how many|many|each|per|by|check|make sure|ensure|validate|verify|must|should|are|is|anzahl|wie|zahle|je|pro|prufe|from|than)\b/
      return namedColumns.length > 0 && !measureOrCheckWords.test(folded)
        ? [createSelectStep(namedColumns), { type: 'deduplicate', config: { columns: [], keep: 'first' } }]
        : undefined
    },
  },
  renameRule,
  {
    test: concatenationWords,
    read({ folded, tokens }) {
      const namedColumns = collectColumns(tokens)
      if (
        namedColumns.length < 2 ||
        /\b(?:groups?|class(?:es)?|categor\w*|buckets?|bins?|brackets?|gruppen?|klassen?|file|files|table|tables|datei\w*|tabelle\w*)\b/.test(
          folded,
        )
      )
        return undefined
      const targetName = readTargetName(tokens) ?? 'combined'
      const separator = readSeparator(folded, tokens)
      const cells = namedColumns.map((column) =>
        isNumber(column.type) ? `$string(${quoteName(column.name)})` : quoteName(column.name),
      )
      return [
        {
          type: 'derive_column',
          config: { column: targetName, expression: cells.join(` & ${JSON.stringify(separator)} & `) },
        },
      ]
    },
  },
  {
    test: /\b(?:replace|change|set|turn|ersetze\w*|setze)\b.*\b(?:with|by|to|into|durch|mit|auf)\b.*\b(?:empty|blank|null|nothing|nan|missing|leer\w*|nichts)\b/,
    read({ tokens, mentionedColumn }) {
      const verbIndex = tokens.findIndex(({ folded }) => /^(?:replace|change|set|turn|ersetz\w*|setze)$/.test(folded))
      const prepositionIndex = tokens.findIndex(
        ({ folded }, index) => index > verbIndex && /^(?:with|by|to|into|durch|mit|auf)$/.test(folded),
      )
      const [namedColumn] = collectColumns(tokens)
      const target = namedColumn ?? mentionedColumn
      // A value such as "N/A" is split into three tokens.
      const replacedTokens = tokens
        .slice(verbIndex + 1, prepositionIndex)
        .filter(
          (token) => token.kind !== 'column' && !(token.kind === 'word' && isStopWord(token.folded) && !token.cell),
        )
      const textParts = replacedTokens.map((token, index) => {
        const isAdjacent = index > 0 && replacedTokens[index - 1]!.end === token.start
        return `${index > 0 && !isAdjacent ? ' ' : ''}${String(token.cell?.value ?? token.value ?? token.raw)}`
      })
      if (verbIndex < 0 || prepositionIndex < 0 || textParts.length === 0) return undefined
      // Numeric columns cannot contain the text, so there is nothing to replace.
      if (target === undefined || target.type !== 'VARCHAR') return namedColumn ? [] : undefined
      const cell = quoteName(target.name)
      const expression = `${cell} != ${JSON.stringify(textParts.join(''))} ? ${cell}`
      return [{ type: 'derive_column', config: { column: target.name, expression } }]
    },
  },
  {
    test: /\b(?:replace|change|ersetze\w*|andere\w*)\b.*\b(?:with|by|to|durch|in|zu)\b/,
    read({ tokens }) {
      // "replace USA with United States"
      const verbIndex = tokens.findIndex(({ folded }) => /^(?:replace|change|ersetze\w*|andere\w*)$/.test(folded))
      const valueIndex = tokens.findIndex(({ cell }, index) => index > verbIndex && cell !== undefined)
      const prepositionIndex = tokens.findLastIndex(
        ({ folded }, index) => index > valueIndex && /^(?:with|by|to|durch|zu)$/.test(folded),
      )
      const replacement = tokens.slice(prepositionIndex + 1).map(({ raw, value }) => String(value ?? raw))
      if (verbIndex < 0 || valueIndex < 0 || prepositionIndex < 0 || replacement.length === 0 || replacement.length > 4)
        return undefined
      const { column, value } = tokens[valueIndex]!.cell!
      const cell = quoteName(column.name)
      const expression = `${cell} = ${JSON.stringify(value)} ? ${JSON.stringify(replacement.join(' '))} : ${cell}`
      return [{ type: 'derive_column', config: { column: column.name, expression } }]
    },
  },
  {
    // "write male instead of 1 and female instead of 2"
    test: /\b(?:instead of|in place of|statt|anstelle von)\b/,
    read({ tokens, mentionedColumn }) {
      const [namedColumn] = collectColumns(tokens)
      const target = namedColumn ?? mentionedColumn
      const pairs = tokens.flatMap((token, index) => {
        const isFollowedByOf = /^(?:instead|place)$/.test(token.folded) && tokens[index + 1]?.folded === 'of'
        const value = tokens[index + (isFollowedByOf ? 2 : 1)]
        const label = tokens[index - (tokens[index - 1]?.folded === 'in' ? 2 : 1)]
        const isPair =
          (isFollowedByOf || /^(?:statt|anstelle)$/.test(token.folded)) && value !== undefined && label !== undefined
        return isPair
          ? [{ label: String(label.value ?? label.raw), value: value.cell?.value ?? value.value ?? value.raw }]
          : []
      })
      if (!target || pairs.length === 0) return undefined
      const cell = quoteName(target.name)
      const unchangedValue = target.type === 'VARCHAR' ? cell : `$string(${cell})`
      const isComplete = pairs.length > 1
      const expression = pairs.reduceRight(
        (elseExpression, { label, value }) =>
          `${cell} = ${JSON.stringify(value)} ? ${JSON.stringify(label)}${elseExpression === '' ? '' : ` : ${elseExpression}`}`,
        isComplete && target.type !== 'VARCHAR' ? '' : unchangedValue,
      )
      return [{ type: 'derive_column', config: { column: target.name, expression } }]
    },
  },
  {
    test: replacementWords,
    read({ tokens, columns, mentionedColumn }) {
      const verbIndex = tokens.findIndex(({ folded }) => replacementWords.test(folded))
      const firstOffset = tokens
        .slice(verbIndex + 1)
        .findIndex(({ folded }) => !isStopWord(folded) && !/^(?:character|sign|symbol|text|zeichen)s?$/.test(folded))
      const removedToken = tokens[verbIndex + 1 + firstOffset]
      // "remove duplicates in "Berlin"" does not remove text.
      if (
        firstOffset < 0 ||
        (removedToken?.kind !== 'text' && removedToken?.kind !== 'operator') ||
        readConditions(tokens, columns)
      )
        return undefined
      const textTokens = tokens
        .slice(verbIndex)
        .filter(({ kind, raw, cell }) => (kind === 'text' && !cell) || (kind === 'operator' && raw.length === 1))
      const [searchText, replacementText] = textTokens.map(({ value, raw }) => String(value ?? raw))
      const hasReplacement = /^(?:replace|swap|change|ersetze)/.test(tokens[verbIndex]?.folded ?? '')
      if (searchText === undefined || (hasReplacement && replacementText === undefined)) return undefined
      const listedColumns = collectColumns(tokens).filter(({ type }) => type === 'VARCHAR')
      const namedColumns =
        listedColumns.length > 0 || mentionedColumn?.type !== 'VARCHAR' ? listedColumns : [mentionedColumn]
      const textColumns = columns.filter(({ type }) => type === 'VARCHAR')
      const targets = namedColumns.length > 0 ? namedColumns : textColumns.length === 1 ? textColumns : []
      if (targets.length === 0) return undefined
      return targets.map(({ name }) => ({
        type: 'derive_column',
        config: {
          column: name,
          expression: `$replace(${quoteName(name)}, ${JSON.stringify(searchText)}, ${JSON.stringify(hasReplacement ? replacementText! : '')})`,
        },
      }))
    },
  },
]

/** Patterns of all words that these rules can interpret. */
export const columnPatterns: readonly RegExp[] = [
  ...columnRules.map(({ test }) => test),
  /\b(?:space|blank|comma|hyphen|dash|underscore|leerzeichen|komma|bindestrich|name|new|column|named|called)\b/,
]

/** Reads requests to rename columns: "rename price to cost", "call the sum total", "Preis soll Kosten heißen". */
function readRename({ folded, tokens, columns, mentionedColumn }: ClauseWords): readonly StepDraft[] | undefined {
  // "rename a and b to x and y"
  const prepositionIndex = tokens.findIndex(({ folded: word }) => /^(?:to|as|into|in|zu)$/.test(word))
  const columnsBefore = collectColumns(tokens.slice(0, Math.max(prepositionIndex, 0)))
  const nameTokens = tokens
    .slice(prepositionIndex + 1)
    .filter(
      ({ kind, folded: word }) =>
        kind === 'text' || kind === 'column' || (kind === 'word' && !isStopWord(word) && !renameWords.test(word)),
    )
  if (columnsBefore.length > 1 && nameTokens.length === columnsBefore.length)
    return [
      {
        type: 'rename_and_cast',
        config: {
          columns: columnsBefore.map(({ name }, index) => ({
            column: name,
            name: String(nameTokens[index]!.value ?? nameTokens[index]!.raw),
          })),
        },
      },
    ]
  const renames = tokens.flatMap((token, index) => {
    if (token.kind !== 'column') return []
    const [nextToken, nameToken] = tokens.slice(index + 1)
    const hasTarget = nextToken !== undefined && ['to', 'as', 'into', 'in', 'zu', 'nach'].includes(nextToken.folded)
    return hasTarget && nameToken
      ? [{ column: token.column!.name, name: String(nameToken.value ?? nameToken.raw) }]
      : []
  })
  // "add the share of x in y" is not a request to rename.
  const uniqueChanges = renames.filter(
    ({ column }, index) => renames.findIndex((rename) => rename.column === column) === index,
  )
  if (uniqueChanges.length > 0) return [{ type: 'rename_and_cast', config: { columns: uniqueChanges } }]
  const verbIndex = tokens.findIndex(({ folded: word }) => /^(?:rename|call|name|relabel|nenne|benenne)/.test(word))
  // In "rename it to bitterness", the new name can itself match a column, so only the words before "to" name the column
  // to rename.
  const namedColumns = collectColumns(prepositionIndex > 0 ? tokens.slice(0, prepositionIndex) : tokens)
  // If no column is named, the most recently computed measure or the last column is renamed.
  const measure = columns.findLast(({ name }) => isMeasureName(name))
  const isPronoun = tokens.some(({ folded: word }) => /^(?:it|this|that|es|sie|ihn)$/.test(word))
  const words = tokens.filter(
    ({ kind, raw, isPartial }, index) =>
      (kind === 'word' ||
        kind === 'text' ||
        (isPartial === true && prepositionIndex > 0 && index > prepositionIndex)) &&
      !/^(?:to|as)$/i.test(raw),
  )
  const hasGermanVerb = /\bhei(?:s|ss)en\b/.test(folded)
  const nameToken = hasGermanVerb ? words.at(-2) : words.at(-1)
  const antecedent = columns.find(({ name }) => name === mentionedColumn?.name)
  const column = namedColumns[0] ?? measure ?? (isPronoun ? (antecedent ?? columns.at(-1)) : undefined)
  if (
    !nameToken ||
    !column ||
    (verbIndex < 0 && !hasGermanVerb) ||
    (nameToken.kind === 'word' && isStopWord(nameToken.folded))
  )
    return undefined
  return [
    {
      type: 'rename_and_cast',
      config: { columns: [{ column: column.name, name: String(nameToken.value ?? nameToken.raw) }] },
    },
  ]
}

/** Reads the name for a new column: "into full_name", "called label". */
function readTargetName(tokens: readonly Token[]): string | undefined {
  const index = tokens.findLastIndex(({ folded }) => /^(?:into|called|named|as|als|namens|zu)$/.test(folded))
  const target = tokens
    .slice(index + 1)
    .find(({ kind, folded }) => (kind === 'word' || kind === 'text') && !isStopWord(folded))
  return index < 0 || !target ? undefined : String(target.value ?? target.raw)
}

const separators: readonly (readonly [RegExp, string])[] = [
  [/\bcomma|komma\b/, ', '],
  [/\bhyphen|dash|bindestrich\b/, '-'],
  [/\bunderscore|unterstrich\b/, '_'],
]

const readSeparator = (folded: string, tokens: readonly Token[]): string =>
  separators.find(([words]) => words.test(folded))?.[1] ??
  tokens.filter(({ kind, cell }) => kind === 'text' && !cell).map(({ value }) => String(value))[0] ??
  ' '
