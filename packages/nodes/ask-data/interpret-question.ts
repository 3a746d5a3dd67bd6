import type { DataAnswer } from '@aw-flow/schema/internal'
import type { DataQuery } from './data-query.ts'
import { readFilters } from './read-filters.ts'
import { readGroups } from './read-groups.ts'
import { readMeasures } from './read-measures.ts'
import { readRanking } from './read-ranking.ts'
import { readRemaining } from './read-remaining.ts'
import { stem } from './stem.ts'
import { hasKind, createReading, type QuestionContext, type Reading } from './reading.ts'

/** The query for a question, or the choices and unknown words that prevent one. */
export type Interpretation = Pick<DataAnswer, 'choices' | 'unknown' | 'unsupported' | 'wantsChart' | 'rowNoun'> & {
  /** Absent if a choice is pending or if words were not understood. */
  readonly query?: DataQuery
}

/**
 * Interprets the parts of a question. Ambiguous parts become choices; nothing is guessed. Each step assigns roles to
 * parts that have none, so the order of the steps matters: the number in "over 100" belongs to a filter and must not be
 * read as a limit.
 */
export function interpretQuestion({ parts, ...context }: QuestionContext): Interpretation {
  const start = createReading({ ...context, parts: parts.filter(({ kind }) => kind !== 'filler') })
  const steps = [readFilters, readRanking, readGroups, readMeasures, readRemaining]
  return toInterpretation(steps.reduce((reading, read) => read(reading), start))
}

function toInterpretation(reading: Reading): Interpretation {
  const { parts, choices, unknownWords, resultColumns, measures, groups, filters, order, limit, subject } = reading
  const unsupported = parts.flatMap(({ kind, text }) => (kind === 'unsupported' ? [text] : []))
  // A group has no effect without a measure, so its column is reported as unknown.
  const unusedGroupNames =
    measures.length === 0 && choices.length === 0 && unknownWords.length === 0
      ? groups.map(({ column }) => column.name)
      : []
  const isUnderstood = unknownWords.length === 0 && unusedGroupNames.length === 0 && unsupported.length === 0
  const noun =
    subject === undefined ? undefined : parts.find(({ kind, text }) => kind === 'word' && stem(text) === subject)
  const isEmpty =
    measures.length + groups.length + filters.length + resultColumns.length === 0 && !order && limit === undefined
  const query: DataQuery = { columns: resultColumns, measures, groups, filters, order, limit }
  return {
    choices: isUnderstood ? [...choices] : [],
    unknown: [...unknownWords, ...unusedGroupNames],
    unsupported,
    wantsChart: hasKind(reading, 'bar', 'line', 'chart'),
    ...(noun ? { rowNoun: noun.text } : {}),
    ...(isUnderstood && choices.length === 0 && !isEmpty ? { query } : {}),
  }
}
