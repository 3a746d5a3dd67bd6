import { formatCount, formatPercent, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'

/** UI strings of `<aw-answer-review>`. */
export const answerStrings = {
  title: 'Review rows',
  open: 'Review rows',
  close: 'Close review',
  progress: (number: number, total: number): string => `Row ${formatCount(number)} of at most ${formatCount(total)}`,
  progressLabel: 'Reviewed rows',
  tableRow: (row: number): string => `Row ${formatCount(row)} of the table`,
  help: 'Correct wrong cells, then press Enter. Use “?” for unknown values.',
  accept: 'Row is correct',
  save: (correctionCount: number): string =>
    `Save ${pluralize(correctionCount, { one: 'correction', other: 'corrections' })}`,
  skip: 'Skip row',
  undo: 'Undo answer',
  suspicious: (confidence: number): string => `Suspicious: ${formatPercent(confidence, defaultLanguage, 1)} confidence`,
  use: (value: string): string => `Use “${value}”`,
  useFor: (column: string, value: string): string => `${column}: use “${value}”`,
  empty: 'null',
  original: (value: string): string => `Was “${value}”`,
  originalEmpty: 'Was null',
  unknown: 'Wrong; correct value unknown',
  proposing: 'Choosing rows to review…',
  finished: 'All proposed rows have been reviewed.',
  continueAnyway: 'Continue review',
  learning: 'Learning from the answer…',
  effect: (before: number, after: number): string =>
    `${formatCount(before)} → ${pluralize(after, { one: 'suspicious cell', other: 'suspicious cells' })}`,
  sameEffect: (count: number): string =>
    `Still ${pluralize(count, { one: 'suspicious cell', other: 'suspicious cells' })}`,
  effectParts: {
    added: (count: number): string => `${formatCount(count)} added`,
    removed: (count: number): string => `${formatCount(count)} removed`,
    repairs: (count: number): string => pluralize(count, { one: 'repair changed', other: 'repairs changed' }),
  },
  answers: (count: number): string => pluralize(count, { one: 'answer', other: 'answers' }),
  answerRow: (row: number): string => `Row ${formatCount(row)}`,
  answerOtherFile: 'Row from another file',
  allCorrect: 'All cells correct',
  correction: (column: string, before: string, after: string): string => `${column}: ${before} → ${after}`,
  remove: 'Delete answer',
}
export type AnswerStrings = typeof answerStrings
