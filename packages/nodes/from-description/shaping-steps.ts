import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { collectColumns, getTokensFrom, type ClauseWords } from './clauses.ts'
import { readConditions } from './conditions/read-conditions.ts'
import { findMeasures, toMeasure } from './query/measures.ts'
import { toSeparator } from './query/read-text-parts.ts'
import { toRowCondition } from './row-condition-text.ts'
import { createFilterStep, findNumber, quoteName, type StepDraft, type StepRule } from './step.ts'
import type { Token } from './words.ts'

const fillMethods: readonly (readonly [RegExp, string])[] = [
  [/\b(?:average|mean|durchschnitt\w*|mittelwert\w*)\b/, 'mean'],
  [/\bmedian\b/, 'median'],
  [new RegExp(String.raw`\b(?:mode|most (?:frequent|common)|haufigste\w*)\b`), 'mode'],
  [/\b(?:interpolat\w*|interpolier\w*)\b/, 'interpolate'],
  [/\b(?:next|below|nachste\w*|folgende\w*)\b/, 'next'],
  [/\b(?:previous|last|above|forward|down|vorherige\w*|letzte\w*|vorige\w*)\b/, 'previous'],
]

/** Text functions, in the order of their application. Spaces within a text remain. */
const textFunctions: readonly (readonly [words: RegExp, fn: (text: string) => string])[] = [
  [/\b(?:trim\w*|spaces?|white ?spaces?|leerzeichen)\b/, (text) => `$replace(${text}, /^\\s+|\\s+$/, "")`],
  [
    /\b(?:upper ?case|capital letters|grosbuchstaben|gros ?schreiben|grosgeschrieben)\b/,
    (text) => `$uppercase(${text})`,
  ],
  [
    /\b(?:title ?case|proper ?case|capitali[sz]e\w*|first letter (?:in )?(?:upper|capital)\w*)\b/,
    (text) => `$uppercase($substring(${text}, 0, 1)) & $lowercase($substring(${text}, 1))`,
  ],
  [/\b(?:lower ?case|kleinbuchstaben|klein ?schreiben|kleingeschrieben)\b/, (text) => `$lowercase(${text})`],
]

/** Reads a pivot table, with a column per value. A whole sentence can describe it. */
export const pivotRule: StepRule = {
  test: /\b(?:in|as|on|als) (?:the |den )?(?:columns|spalten)\b.*\b(?:in|as|on|als) (?:the |den )?(?:rows|zeilen)\b|\b(?:in|as|on|als) (?:the |den )?(?:rows|zeilen)\b.*\b(?:in|as|on|als) (?:the |den )?(?:columns|spalten)\b|\b(?:pivot|kreuztabelle|(?:one|a) column (?:per|for each|for every)|(?:eine|je eine) spalte (?:je|pro|fur jede\w*))\b/,
  read(clause) {
    const { folded, tokens, columns } = clause
    const columnsAfter = (words: RegExp): Column[] => {
      const match = words.exec(folded)
      if (!match) return []
      const after = getTokensFrom(clause, match.index + match[0].length)
      const at = after.findIndex((token) => token.column)
      // In "each energy source", the last noun is the column.
      const [first, second] = [after[at], after[at + 1]]
      const token = first?.isPartial && second?.column && !second.isPartial ? second : first
      return token?.column ? [token.column] : []
    }
    const columnsBefore = (words: RegExp): Column[] => {
      const match = words.exec(folded)
      return match ? collectColumns(tokens.filter(({ end }) => end <= match.index)).slice(-1) : []
    }
    const lastColumn = (words: RegExp): Column[] => {
      const match = words.exec(folded)
      const token = match && tokens.findLast(({ column, end }) => column && end <= match.index)
      return token?.column ? [token.column] : columnsBefore(words)
    }
    const [across = lastColumn(/\b(?:in|as|for|on|als|auf) (?:the |den )?(?:columns|spalten)\b/)[0]] = columnsAfter(
      /\b(?:columns? (?:per|for each|for every|from|of)|spalten? (?:je|pro|aus|fur jede\w*)|pivot(?:ed)? (?:by|on|nach)|pivotiere nach)\b/,
    )
    const listed = columnsAfter(/\b(?:(?:rows?|lines?) (?:per|for each|for every|of)|zeilen? (?:je|pro|fur jede\w*))\b/)
    const down = listed.length > 0 ? listed : lastColumn(/\b(?:in|as|for|on|als|auf) (?:the |den )?(?:rows|zeilen)\b/)
    const measure = findMeasures(folded)[0]
    const value = collectColumns(tokens).find(
      ({ name, type }) => isNumber(type) && name !== across?.name && !down.some((column) => column.name === name),
    )
    if (!across) return undefined
    const aggregated = toMeasure(measure?.fn ?? (value ? 'sum' : 'count'), value ? [value] : [], columns)
    if (!aggregated) return undefined
    const rows = down.map(({ name }) => name)
    const { function: fn, column } = aggregated
    return [{ type: 'pivot', config: { rows, column: across.name, function: fn, value: column } }]
  },
}

/** Reads a change of column types: "convert the amount to a number". */
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

/** Reads a change of letter case or spaces: "trim the names". */
export const textRule: StepRule = {
  test: /\b(?:uppercase|upper case|lowercase|lower case|capital letters|capitali[sz]e\w*|title ?case|proper ?case|trim\w*|(?:strip|remove|delete) (?:\w+ ){0,3}(?:white ?spaces?|spaces)|grosbuchstaben|kleinbuchstaben|gros ?schreiben|klein ?schreiben|grosgeschrieben|kleingeschrieben|strip spaces|leerzeichen)\b/,
  read({ folded, tokens, columns }) {
    const functions = textFunctions.filter(([words]) => words.test(folded)).map(([, fn]) => fn)
    const named = collectColumns(tokens).filter(({ type }) => type === 'VARCHAR')
    const isEverywhere = /\b(?:all|every\w*|each|both|uberall|alle[nr]?|jede[nrs]?|them|it|spaces|leerzeichen)\b/.test(
      folded,
    )
    const texts = named.length > 0 || !isEverywhere ? named : columns.filter(({ type }) => type === 'VARCHAR')
    return texts.length > 0 && functions.length > 0
      ? texts.map(({ name: column }) => ({
          type: 'derive_column',
          config: { column, expression: functions.reduce((text, fn) => fn(text), quoteName(column)) },
        }))
      : undefined
  },
}

/** Names of columns that are a series of values. */
const seriesNames: readonly (readonly [words: RegExp, name: RegExp, column: string])[] = [
  [/\bquarter/, /^q(?:uarter)?[ _]?[1-4]\b/i, 'quarter'],
  [/\byear|\bjahr/, /^(?:19|20)\d\d$/, 'year'],
  [/\bmonth|\bmonat/, /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez)[a-z]*$/i, 'month'],
]

/** Lists the columns of a series that a noun means: `q1` to `q4` for "the quarter columns". */
function listSeries(folded: string, columns: readonly Column[]): readonly Column[] {
  for (const [words, name] of seriesNames) {
    const found = words.test(folded) ? columns.filter((column) => name.test(column.name)) : []
    if (found.length > 1) return found
  }
  return []
}

/** Separators of the parts of a text, the most specific first. */
const splitSeparators = [', ', ' - ', ',', ';', '/', '|', '_', '-', ' ']

/** Reads the parts of a text column as new columns: "split the name into first name and last name", "at the comma". */
function readColumnSplit({ folded, tokens, values = {} }: ClauseWords): readonly StepDraft[] | undefined {
  const into = tokens.findIndex(({ folded: word }) => /^(?:into|in|to)$/.test(word))
  const column = tokens.find((token, index) => token.column?.type === 'VARCHAR' && (into < 0 || index < into))?.column
  if (!column || into < 0) return undefined
  const at = tokens.findIndex(({ folded: word }) => /^(?:at|on|by|using|am|beim|anhand)$/.test(word))
  const written =
    at < 0
      ? undefined
      : tokens
          .slice(at + 1, at + 5)
          .map(toSeparator)
          .find((each) => each !== undefined)
  const sample = (values[column.name] ?? []).slice(0, 20)
  const separator =
    written ?? splitSeparators.find((each) => sample.length > 0 && sample.every((value) => value.includes(each))) ?? ' '
  const end = at > into ? at : tokens.length
  const names = readPartNames(tokens.slice(into + 1, end))
  if (names.length !== 2 || /\b(?:rows|files|tables|train\w*|groups)\b/.test(folded)) return undefined
  const cell = quoteName(column.name)
  const expressions = ['Before', 'After'].map(
    (side) => `$trim($substring${side}(${cell}, ${JSON.stringify(separator)}))`,
  )
  // The second part first, because the first may have the name of the column.
  return [1, 0].map((index) => ({
    type: 'derive_column',
    config: { column: names[index]!, expression: expressions[index]! },
  }))
}

/** Returns the names of a list such as "first name and last name", as names of columns. */
function readPartNames(tokens: readonly Token[]): readonly string[] {
  const names: string[][] = [[]]
  for (const { kind, folded, raw, value } of tokens) {
    if (kind === 'comma' || /^(?:and|und|plus)$/.test(folded)) names.push([])
    else if (kind === 'text') names.at(-1)!.push(String(value))
    else if (
      !/^(?:a|an|the|two|separate|columns?|fields?|new|parts?|both|der|die|das|spalten?)$/.test(folded) &&
      !/\d/.test(raw)
    )
      names.at(-1)!.push(folded)
  }
  return names.map((words) => words.join('_')).filter((name) => name !== '')
}

/** Reads which of several duplicates remains: "keep the most recent one", "keep the one with the highest score". */
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
  const isTimed = /^(?:lat|new|most|neu|jung|earl|old|fruh|alt)/.test(match[0])
  const named = tokens.find(({ column, start }) => column && start >= match.index && isTime(column.type) === isTimed)
  const column = named?.column ?? (isTimed ? columns.find(({ type }) => isTime(type)) : undefined)
  const isLow = /^(?:earl|old|fruh|alt|low|small|cheap|niedrig|klein)/.test(match[0])
  return column && { column: column.name, direction: isLow ? 'ascending' : 'descending' }
}

/** Rules for steps that change the shape of a table, fill, convert or check it, in order of precedence. */
export const shapingRules: readonly StepRule[] = [
  pivotRule,
  {
    test: /\b(?:unpivot|melt|(?:turn|transpose|convert|gather)\b.*\b(?:in)?to rows|(?:in|into|to) (?:a )?long(?:er)? (?:form|format|shape|table)|wide to long|columns (?:in)?to rows|spalten (?:in|zu) zeilen|zu zeilen (?:machen|umwandeln)|(?:need|want|have|get|make|put|brauche|mochte)\b.{0,30}\b(?:as|into|in|als) (?:separate |single |own |eigene )?(?:rows|zeilen))\b/,
    read({ folded, tokens, columns }) {
      const verb = /\b(?:unpivot|melt|turn|transpose|convert|gather)\b/.exec(folded)?.index ?? 0
      const after = collectColumns(tokens.filter(({ start }) => start > verb))
      const rowsAt = /\brows\b/.exec(folded)?.index ?? folded.length
      const named = after.filter(({ name }) =>
        tokens.some(({ column, start }) => column?.name === name && start < rowsAt),
      )
      const series = named.length > 1 ? [] : listSeries(folded, columns)
      const chosen =
        series.length > 0 ? series : named.length > 0 ? named : after.length > 0 ? after : collectColumns(tokens)
      const nameColumn = series.length > 0 ? seriesNames.find(([words]) => words.test(folded))![2] : undefined
      const config = { columns: chosen.map(({ name }) => name), ...(nameColumn === undefined ? {} : { nameColumn }) }
      return chosen.length > 0 ? [{ type: 'unpivot', config }] : undefined
    },
  },
  {
    test: /\b(?:split|separate(?! columns?| spalten)|break up|divide up|teile\w*|aufteilen|trenne\w*|zerlege\w*)\b/,
    read(clause) {
      const { folded, tokens, columns } = clause
      const parts = readColumnSplit(clause)
      if (parts) return parts
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
      const kept = readKeptDuplicate(folded, tokens, columns)
      const keep =
        kept === undefined && /\b(?:keep\w*|behalt\w*)\b.*\b(?:last|letzte\w*)\b/.test(folded) ? 'last' : 'first'
      const compared = collectColumns(
        tokens.filter((token) => !conditions?.used?.has(token) && token.column?.name !== kept?.column),
      )
      return [
        ...(conditions ? [createFilterStep(conditions)] : []),
        ...(kept ? [{ type: 'sort', config: { by: [{ ...kept }] } }] : []),
        { type: 'deduplicate', config: { columns: compared.map(({ name }) => name), keep } },
      ]
    },
  },
  {
    test: /\b(?:carry|carried|propagate\w*)\b.*\b(?:forward|down)\b|\b(?:forward|down)[ -]?fill\b|\b(?:fill|fill in|impute|replace|set|put|use|write|insert|setze|schreibe|trage|fulle|fullen|auffullen|ersetze\w*)\b.*\b(?:empty|missing|blank|blanks|null|nulls|gaps|nothing|no value|leer\w*|fehl\w*|lucken)\b|\b(?:empty|missing|blank|blanks|gaps|leer\w*|fehl\w*)\b.*\b(?:fill|put|use|write|insert|set to|becomes?|with|fullen|auffullen|ersetzen|einsetzen|eintragen|schreiben)\b/,
    read({ folded, tokens, columns }) {
      const columnNames = collectColumns(tokens).map(({ name }) => name)
      const how = fillMethods.find(([words]) => words.test(folded))?.[1]
      if (how !== undefined) return [{ type: 'fill', config: { columns: columnNames, how } }]
      const withIndex = tokens.findIndex(({ folded: word }) =>
        ['with', 'by', 'to', 'mit', 'durch', 'auf'].includes(word),
      )
      const after = withIndex < 0 ? [] : tokens.slice(withIndex + 1).filter(({ kind }) => kind !== 'column')
      const token = after[0] ?? tokens.find(({ kind }) => kind === 'text' || kind === 'number')
      if (!token) return undefined
      const value = token.value ?? token.raw
      const fittingNames = columns
        .filter(({ type }) => isNumber(type) === (typeof value === 'number'))
        .map(({ name }) => name)
      return [
        {
          type: 'fill',
          config: { columns: columnNames.length > 0 ? columnNames : fittingNames, how: 'constant', value },
        },
      ]
    },
  },
  castRule,
  textRule,
  {
    test: /\b(?:check|validate|ensure|verify|make sure|test that|must be|prufe\w*|validier\w*|sicherstellen|stelle sicher|muss|mussen)\b/,
    read({ folded, tokens, columns }) {
      const namedColumns = collectColumns(tokens)
      const conditions = readConditions(tokens, columns)
      const uniqueAt = /\b(?:unique|eindeutig\w*)\b/.exec(folded)?.index
      if (uniqueAt !== undefined && namedColumns.length > 0) {
        const before = collectColumns(tokens.filter(({ start }) => start < uniqueAt))
        const unique = before.length > 0 ? before : namedColumns
        const rules = unique.map(({ name }) => ({ name, unique: true }))
        const expression = conditions ? { expression: toRowCondition(conditions) } : {}
        return [{ type: 'validation', config: { schema: JSON.stringify({ columns: rules }), ...expression } }]
      }
      if (conditions) return [{ type: 'validation', config: { schema: '', expression: toRowCondition(conditions) } }]
      if (namedColumns.length === 0) return undefined
      if (!/\b(?:has|have|filled|present|hat|haben|ausgefullt|vorhanden)\b/.test(folded)) return undefined
      const lastColumnFilled = namedColumns
        .slice(-1)
        .map(({ name }) => ({ column: name, is: 'is-not-empty' as const, value: '' }))
      const expression = toRowCondition({ conditions: lastColumnFilled, match: 'all' })
      return [{ type: 'validation', config: { schema: '', expression } }]
    },
  },
  {
    test: /\b(?:sample|stichprobe|random\w*|zufallig\w*)\b/,
    read({ folded, tokens }) {
      const rows = findNumber(tokens) ?? 100
      return /%|\b(?:percent|prozent)\b/.test(folded)
        ? [{ type: 'sample', config: { how: 'share', share: Math.min(rows / 100, 1) } }]
        : [{ type: 'sample', config: { how: 'rows', rows } }]
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

/** The patterns whose words the rules understand. */
export const shapingPatterns: readonly RegExp[] = [
  ...shapingRules.map(({ test }) => test),
  ...fillMethods.map(([words]) => words),
  /\b(?:percent|prozent|train|training|test|rest|zero)\b/,
]
