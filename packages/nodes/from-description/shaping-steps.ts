import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { collectColumns } from './clauses.ts'
import { readConditions } from './conditions/read-conditions.ts'
import { crosstabPattern } from './query/read-pivot.ts'
import { toRowCondition } from './row-condition-text.ts'
import { createFilterStep, findNumber, type StepRule } from './step.ts'
import type { Token } from './words.ts'

const fillMethods: readonly (readonly [RegExp, string])[] = [
  [/\b(?:average|mean|durchschnitt\w*|mittelwert\w*)\b/, 'mean'],
  [/\bmedian\b/, 'median'],
  [new RegExp(String.raw`\b(?:mode|most (?:frequent|common)|haufigste\w*)\b`), 'mode'],
  [/\b(?:interpolat\w*|interpolier\w*)\b/, 'interpolate'],
  [/\b(?:next|below|nachste\w*|folgende\w*)\b/, 'next'],
  [/\b(?:previous|last|above|forward|down|vorherige\w*|letzte\w*|vorige\w*)\b/, 'previous'],
]

/** Rule for changing column types: "convert the amount to a number". */
export const castRule: StepRule = {
  test: /\b(?:convert|cast|change|parse|turn|wandle|umwandeln|konvertier\w*)\b.*\b(?:number|numbers|text|date|dates|integer|zahl|zahlen|datum)\b/,
  read({ folded, tokens }) {
    const type = /\b(?:dates?|datum)\b/.test(folded.replace(/.*\b(?:to|into|in|as|zu)\b/, ''))
      ? 'DATE'
      : /\btext\b/.test(folded)
        ? 'VARCHAR'
        : /\binteger\b/.test(folded)
          ? 'BIGINT'
          : 'DOUBLE'
    const namedColumns = collectColumns(tokens)
    return namedColumns.length > 0
      ? [{ type: 'rename_and_cast', config: { columns: namedColumns.map(({ name: column }) => ({ column, type })) } }]
      : undefined
  },
}

/** Patterns for names of columns that form a series. */
const seriesPatterns: readonly (readonly [words: RegExp, name: RegExp, column: string])[] = [
  [/\bquarter/, /^q(?:uarter)?[ _]?[1-4]\b/i, 'quarter'],
  [/\byear|\bjahr/, /^(?:19|20)\d\d$/, 'year'],
  [/\bmonth|\bmonat/, /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez)[a-z]*$/i, 'month'],
]

/** Returns the columns of the series to which a noun refers: `q1` to `q4` for "the quarter columns". */
function findSeriesColumns(folded: string, columns: readonly Column[]): readonly Column[] {
  for (const [words, name] of seriesPatterns) {
    const seriesColumns = words.test(folded) ? columns.filter((column) => name.test(column.name)) : []
    if (seriesColumns.length > 1) return seriesColumns
  }
  return []
}

/** Reads which duplicate to keep: "keep the most recent one", "keep the one with the highest score". */
function readKeptDuplicate(
  folded: string,
  tokens: readonly Token[],
  columns: readonly Column[],
): { readonly column: string; readonly direction: string } | undefined {
  const match =
    /\b(?:latest|newest|most recent|neueste\w*|jungste\w*|earliest|oldest|fruheste\w*|alteste\w*|highest|largest|biggest|best|hochste\w*|grosste\w*|groste\w*|lowest|smallest|cheapest|niedrigste\w*|kleinste\w*)\b/.exec(
      folded,
    )
  if (!match) return undefined
  const isTemporalKey = /^(?:lat|new|most|neu|jung|earl|old|fruh|alt)/.test(match[0])
  const namedToken = tokens.find(
    ({ column, start }) => column && start >= match.index && isTemporal(column.type) === isTemporalKey,
  )
  const column = namedToken?.column ?? (isTemporalKey ? columns.find(({ type }) => isTemporal(type)) : undefined)
  const isAscending = /^(?:earl|old|fruh|alt|low|small|cheap|niedrig|klein)/.test(match[0])
  return column && { column: column.name, direction: isAscending ? 'ascending' : 'descending' }
}

/** Rules for steps that reshape, fill, convert or check a table, in order of precedence. */
export const shapingRules: readonly StepRule[] = [
  {
    test: /\b(?:unpivot|melt|(?:turn|transpose|convert|gather)\b.*\b(?:in)?to rows|(?:in|into|to) (?:a )?long(?:er)? (?:form|format|shape|table)|wide to long|columns (?:in)?to rows|spalten (?:in|zu) zeilen|zu zeilen (?:machen|umwandeln)|(?:need|want|have|get|make|put|brauche|mochte)\b.{0,30}\b(?:as|into|in|als) (?:separate |single |own |eigene )?(?:rows|zeilen))\b/,
    read({ folded, tokens, columns }) {
      if (crosstabPattern.test(folded)) return undefined
      const verbOffset = /\b(?:unpivot|melt|turn|transpose|convert|gather)\b/.exec(folded)?.index ?? 0
      const columnsAfterVerb = collectColumns(tokens.filter(({ start }) => start > verbOffset))
      const rowsOffset = /\brows\b/.exec(folded)?.index ?? folded.length
      const columnsBeforeRows = columnsAfterVerb.filter(({ name }) =>
        tokens.some(({ column, start }) => column?.name === name && start < rowsOffset),
      )
      const series = columnsBeforeRows.length > 1 ? [] : findSeriesColumns(folded, columns)
      const selectedColumns =
        series.length > 0
          ? series
          : columnsBeforeRows.length > 0
            ? columnsBeforeRows
            : columnsAfterVerb.length > 0
              ? columnsAfterVerb
              : collectColumns(tokens)
      const nameColumn = series.length > 0 ? seriesPatterns.find(([words]) => words.test(folded))![2] : undefined
      const config = {
        columns: selectedColumns.map(({ name }) => name),
        ...(nameColumn === undefined ? {} : { nameColumn }),
      }
      return selectedColumns.length > 0 ? [{ type: 'unpivot', config }] : undefined
    },
  },
  {
    test: /\b(?:split|separate(?! columns?| spalten)|break up|divide up|teile\w*|aufteilen|trenne\w*|zerlege\w*)\b/,
    read({ folded, tokens, columns }) {
      const conditions = readConditions(tokens, columns)
      if (conditions) return [{ type: 'split', config: { how: 'condition', ...createFilterStep(conditions).config } }]
      const percent = findNumber(tokens)
      if (percent !== undefined && percent <= 100 && /%|\b(?:percent|prozent)\b/.test(folded))
        return [{ type: 'split', config: { how: 'share', share: percent / 100 } }]
      if (/\b(?:train\w*|halves|half|halften|halfte)\b/.test(folded)) {
        return [{ type: 'split', config: { how: 'share', share: /\btrain/.test(folded) ? 0.8 : 0.5 } }]
      }
      return undefined
    },
  },
  {
    test: /\b(?:duplicates?|deduplicate\w*|dedupe|duplicated|unique rows|duplikat\w*|dublette\w*|doppelte\w*|mehrfache\w*)\b/,
    read({ folded, tokens, columns }) {
      const conditions = tokens.some(({ cell }) => cell) ? readConditions(tokens, columns) : undefined
      const sortKey = readKeptDuplicate(folded, tokens, columns)
      const keep =
        sortKey === undefined && /\b(?:keep\w*|behalt\w*)\b.*\b(?:last|letzte\w*)\b/.test(folded) ? 'last' : 'first'
      const comparedColumns = collectColumns(
        tokens.filter((token) => !conditions?.usedTokens?.has(token) && token.column?.name !== sortKey?.column),
      )
      return [
        ...(conditions ? [createFilterStep(conditions)] : []),
        ...(sortKey ? [{ type: 'sort', config: { by: [{ ...sortKey }] } }] : []),
        { type: 'deduplicate', config: { columns: comparedColumns.map(({ name }) => name), keep } },
      ]
    },
  },
  {
    test: /\b(?:carry|carried|propagate\w*)\b.*\b(?:forward|down)\b|\b(?:forward|down)[ -]?fill\b|\b(?:fill|fill in|impute|replace|set|put|use|write|insert|setze|schreibe|trage|fulle|fullen|auffullen|ersetze\w*)\b.*\b(?:empty|missing|blank|blanks|null|nulls|gaps|nothing|no value|leer\w*|fehl\w*|lucken)\b|\b(?:empty|missing|blank|blanks|gaps|leer\w*|fehl\w*)\b.*\b(?:fill|put|use|write|insert|set to|becomes?|with|fullen|auffullen|ersetzen|einsetzen|eintragen|schreiben)\b/,
    read({ folded, tokens, columns }) {
      const columnNames = collectColumns(tokens).map(({ name }) => name)
      const method = fillMethods.find(([words]) => words.test(folded))?.[1]
      if (method !== undefined) return [{ type: 'fill', config: { columns: columnNames, how: method } }]
      const withIndex = tokens.findIndex(({ folded: word }) =>
        ['with', 'by', 'to', 'mit', 'durch', 'auf'].includes(word),
      )
      const valueTokens = withIndex < 0 ? [] : tokens.slice(withIndex + 1).filter(({ kind }) => kind !== 'column')
      const token = valueTokens[0] ?? tokens.find(({ kind }) => kind === 'text' || kind === 'number')
      if (!token) return undefined
      const value = token.value ?? token.raw
      const compatibleNames = columns
        .filter(({ type }) => isNumber(type) === (typeof value === 'number'))
        .map(({ name }) => name)
      return [
        {
          type: 'fill',
          config: { columns: columnNames.length > 0 ? columnNames : compatibleNames, how: 'constant', value },
        },
      ]
    },
  },
  castRule,
  {
    test: /\b(?:check|validate|ensure|verify|make sure|test that|must be|prufe\w*|validier\w*|sicherstellen|stelle sicher|muss|mussen)\b/,
    read({ folded, tokens, columns }) {
      const namedColumns = collectColumns(tokens)
      const conditions = readConditions(tokens, columns)
      const uniqueOffset = /\b(?:unique|eindeutig\w*)\b/.exec(folded)?.index
      if (uniqueOffset !== undefined && namedColumns.length > 0) {
        const precedingColumns = collectColumns(tokens.filter(({ start }) => start < uniqueOffset))
        const uniqueColumns = precedingColumns.length > 0 ? precedingColumns : namedColumns
        const rules = uniqueColumns.map(({ name }) => ({ name, unique: true }))
        const expression = conditions ? { expression: toRowCondition(conditions) } : {}
        return [{ type: 'validation', config: { schema: JSON.stringify({ columns: rules }), ...expression } }]
      }
      if (conditions) return [{ type: 'validation', config: { schema: '', expression: toRowCondition(conditions) } }]
      if (namedColumns.length === 0) return undefined
      if (!/\b(?:has|have|filled|present|hat|haben|ausgefullt|vorhanden)\b/.test(folded)) return undefined
      const lastColumnConditions = namedColumns
        .slice(-1)
        .map(({ name }) => ({ column: name, is: 'is-not-empty' as const, value: '' }))
      const expression = toRowCondition({ conditions: lastColumnConditions, match: 'all' })
      return [{ type: 'validation', config: { schema: '', expression } }]
    },
  },
  {
    test: /\b(?:sample|stichprobe|random\w*|zufallig\w*)\b/,
    read({ folded, tokens }) {
      const amount = findNumber(tokens) ?? 100
      return /%|\b(?:percent|prozent)\b/.test(folded)
        ? [{ type: 'sample', config: { how: 'share', share: Math.min(amount / 100, 1) } }]
        : [{ type: 'sample', config: { how: 'rows', rows: amount } }]
    },
  },
  {
    test: /\b(?:clean(?! list| table| overview| view)|clean up|tidy|prepare(?! a)|cosmograph|machine learning|bereinig\w*|saubere?\w*|aufbereit\w*|vorbereit\w*|bereite\w*)\b/,
    read({ folded }) {
      const target = /\bcosmograph|\bpoints\b|\bpunkte\b/.test(folded)
        ? 'cosmo-ready'
        : /\b(?:machine learning|training|ml|maschinelles lernen)\b/.test(folded)
          ? 'ml-ready'
          : 'generic'
      return [{ type: 'preparing', config: { target } }]
    },
  },
]

/** Patterns of all words that these rules can interpret. */
export const shapingPatterns: readonly RegExp[] = [
  ...shapingRules.map(({ test }) => test),
  ...fillMethods.map(([words]) => words),
  /\b(?:percent|prozent|train|training|test|rest|zero)\b/,
]
