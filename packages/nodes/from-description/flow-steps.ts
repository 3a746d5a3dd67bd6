import { defined, type Column } from '@aw-flow/schema'
import { stemColumnName } from '../ask-data/stem.ts'
import { tokenize } from '../ask-data/tokenize.ts'
import { readColumns } from './clause-words.ts'
import { createNextStep, type NamedStep, type StepContext, type StepDraft, type StepRule } from './named-step.ts'

const weekdays = [
  'sunday|sonntag',
  'monday|montag',
  'tuesday|dienstag',
  'wednesday|mittwoch',
  'thursday|donnerstag',
  'friday|freitag',
  'saturday|samstag',
]

const scheduleWords = new RegExp(
  String.raw`^(?:run(?: it| this)? )?(?:every|each|on|jeden|jede) (?:(\d+) )?(minutes?|hour|day|morning|weekday|week|month|tag|stunde|woche|monat|${weekdays.join('|')})s?(?: (?:at|um) (\d{1,2})(?:[:.](\d{2}))?(?: ?(am|pm|uhr|o'clock))?)?$`,
)

const scheduleRule: StepRule = {
  test: scheduleWords,
  read(_clause, folded) {
    const [, interval = '1', unit = '', hourText = '', minute = '0', half = ''] = scheduleWords.exec(folded) ?? []
    const hour =
      hourText === '' ? 6 : (Number(hourText) % (half === 'am' || half === 'pm' ? 12 : 24)) + (half === 'pm' ? 12 : 0)
    const day = weekdays.findIndex((names) => names.split('|').includes(unit))
    const time = `${Number(minute)} ${hour}`
    const cron = unit.startsWith('minute')
      ? `*/${interval} * * * *`
      : /^(?:hour|stunde)/.test(unit)
        ? `${Number(minute)} * * * *`
        : day >= 0
          ? `${time} * * ${day}`
          : unit === 'weekday'
            ? `${time} * * 1-5`
            : /^(?:week|woche)/.test(unit)
              ? `${time} * * 1`
              : /^(?:month|monat)/.test(unit)
                ? `${time} 1 * *`
                : `${time} * * *`
    // Only minutes can be repeated at an interval.
    return interval !== '1' && !unit.startsWith('minute')
      ? undefined
      : createStep('trigger', [{ type: 'schedule', config: { cron } }])
  },
}

const createStep = (
  role: NamedStep['role'],
  drafts: readonly StepDraft[],
  unreadWords: readonly string[] = [],
): NamedStep => ({ role, drafts, unreadWords })

const loadRule: StepRule = {
  test: /^(?:load|read|import|open|use|lade|lies|importiere)\b|\b(?:laden|einlesen)$/,
  read(clause, _folded, { sourceColumns }) {
    const tokens = tokenize(clause)
    const files = tokens.filter(({ kind }) => kind === 'file')
    const unreadWords = tokens.flatMap(({ kind, folded, raw }) =>
      kind === 'file' || kind === 'comma' || loadWords.test(folded) ? [] : [raw],
    )
    const isBoth = tokens.some(({ folded }) => /^(?:files|both|beide|dateien)$/.test(folded))
    const count = files.length > 0 ? files.length : isBoth ? sourceColumns.length : 1
    const drafts = Array.from({ length: count }, () => ({ type: 'loading', config: {} }))
    return createStep('source', drafts, unreadWords)
  },
}

const loadWords =
  /^(?:load|read|import|open|use|in|the|a|an|and|my|this|both|two|files?|datasets?|data|tables?|csv|excel|json|parquet|spreadsheet|lade|lies|importiere|laden|einlesen|die|der|das|und|beide|datei|dateien|tabelle|daten|ein)$/

const joinRule: StepRule = {
  test: /^(?:(?:left |inner |full )?join|merge|verbinde|verknupfe)\b|\bverbinden$/,
  read(clause, folded, context) {
    const [left = [], right = []] = context.sourceColumns
    const kind = /\b(?:left|full|inner)\b/.exec(folded)?.[0] ?? 'inner'
    const words =
      /\b(?:left|inner|full|join|merge|verbinde|verbinden|verknüpfe|on|using|over|über|equals|with|mit|both|two|files|tables|them|dateien|tabellen|where|matching)\b|=/giu
    const named = readColumns(clause, [...left, ...right.filter(({ name }) => !hasName(left, name))], words)
    const [first, second, ...others] = named.columns
    if (!first || others.length > 0) return undefined
    const key = createKey(left, right, first, second)
    if (!key) return undefined
    const draft = { type: 'join', config: { kind, keys: [key] } }
    return combine(context, draft, named.unreadWords)
  },
}

const hasName = (columns: readonly Column[], name: string): boolean => columns.some((column) => column.name === name)

/** Finds the columns that a join compares: two named ones, or the columns of both tables with the same name. */
function createKey(
  left: readonly Column[],
  right: readonly Column[],
  first: Column,
  second: Column | undefined,
): { left: string; right: string } | undefined {
  if (!second) {
    if (right.length === 0) return { left: first.name, right: first.name }
    const key = stemColumnName(first.name).join(' ')
    const [leftColumn, rightColumn] = [left, right].map((columns) =>
      columns.find(({ name }) => stemColumnName(name).join(' ') === key),
    )
    return leftColumn && rightColumn ? { left: leftColumn.name, right: rightColumn.name } : undefined
  }
  const pairs = [
    { left: first.name, right: second.name },
    { left: second.name, right: first.name },
  ]
  return pairs.find((pair) => hasName(left, pair.left) && hasName(right, pair.right))
}

/** Combines the last two tables. Loads both files first if no table is loaded yet. */
const combine = (
  { hasSeveralTables, hasSource, sourceColumns }: StepContext,
  draft: StepDraft,
  unreadWords: readonly string[],
): NamedStep | undefined =>
  hasSeveralTables || (!hasSource && sourceColumns.length > 1) ? createStep('combine', [draft], unreadWords) : undefined

const unionRule: StepRule = {
  test: /^(?:append|stack|union)\b|\buntereinander\b/,
  read(clause, _folded, context) {
    const words =
      /\b(?:append|stack|union|both|two|files|tables|them|rows|of|to|each|other|untereinander|hänge|beide|dateien|tabellen)\b/giu
    return combine(context, { type: 'union', config: {} }, readColumns(clause, [], words).unreadWords)
  },
}

const formats: readonly (readonly [words: RegExp, format: string])[] = [
  [/\bcsv for excel\b/, 'csv-excel'],
  [/\b(?:excel|xlsx?)\b/, 'xlsx'],
  [/\b(?:json lines|jsonl|ndjson)\b/, 'jsonl'],
  [/\bjson\b/, 'json'],
  [/\bparquet\b/, 'parquet'],
  [/\barrow\b/, 'arrow'],
]

const exportRule: StepRule = {
  test: /^(?:export|save|download|write|exportiere|speichere)\b|\b(?:exportieren|speichern)$/,
  read(clause, folded) {
    const file = tokenize(clause).find(({ kind }) => kind === 'file')
    const name = file?.raw.replace(/\.\w+$/, '')
    const format = formats.find(([words]) => words.test(folded))?.[1] ?? 'csv'
    const words =
      /\b(?:export|save|download|write|exportiere\w*|speichere?n?|as|to|into|in|als|file|datei|csv|for|excel|sheet|xlsx?|json|lines|jsonl|ndjson|parquet|arrow|everything|alles)\b/giu
    const { unreadWords } = readColumns(file ? clause.replace(file.raw, ' ') : clause, [], words)
    return createNextStep([{ type: 'export', config: defined({ name, format }) }], unreadWords)
  },
}

const emailRule: StepRule = {
  test: /^(?:e-?mail|mail)\b|^(?:send|sende|schicke)\b.*(?:@|\be-?mail\b)/,
  read(clause) {
    const to = tokenize(clause).find(({ kind }) => kind === 'address')?.raw
    if (to === undefined) return undefined
    const words = /\b(?:e-?mail|mail|send|sende|schicke|to|an|by|via|per|an)\b|-/giu
    const { unreadWords } = readColumns(clause.replace(to, ' '), [], words)
    return createNextStep([{ type: 'email', config: { to } }], unreadWords)
  },
}

const tableViewRule: StepRule = {
  test: /^(?:show|display|view|zeige)(?: me)?(?: it| this| the| a| as| als| die| das| eine| result| ergebnis| in)* ?(?:table|result|tabelle|ergebnis)(?: an)?$/,
  read: () => createNextStep([{ type: 'table', config: {} }]),
}

/** Rules for steps that start a workflow, load files, combine tables, or save and send results. */
export const flowRules: readonly StepRule[] = [
  scheduleRule,
  loadRule,
  joinRule,
  unionRule,
  exportRule,
  emailRule,
  tableViewRule,
]
