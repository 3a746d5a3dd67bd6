import type { LoadReport } from '@aw-flow/schema'
import { describeProblem } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { plainText } from '../terminal/plain-text.ts'

/** A load for people: what the file is, what was decided and why, its columns and first rows, what did not fit.
 * `brief` leaves out columns and rows. */
export function describeLoad(report: LoadReport, width: number, { brief = false } = {}): string {
  const { plan, attempts, rejects, rejectSample, sample, warnings } = report
  const parts: string[] = []
  const rows = `${count(report.rows, 'row')}, ${count(report.columns.length, 'column')}`
  parts.push(
    `${plainText(report.file)}: ${rows}, ${rejects === 0 ? 'nothing set aside' : `${count(rejects, 'record')} set aside`}`,
  )
  const decided = plan.evidence.map(({ decision, value, confidence, reason }) => [
    decision,
    value,
    `${Math.round(confidence * 100)} %`,
    reason,
  ])
  if (decided.length > 0) {
    parts.push(
      [
        'Decided',
        ...decided.map(([what, value, sure, why]) => `  ${plainText(`${what}: ${value} (${sure}). ${why}`)}`),
      ].join('\n'),
    )
  }
  const retried = attempts.filter(({ success }) => !success)
  if (retried.length > 0) {
    parts.push(
      ['Tried before', ...retried.map(({ action, reason }) => `  ${plainText(`${action}: ${reason}`)}`)].join('\n'),
    )
  }
  if (report.columns.length > 0 && !brief) {
    const columns = report.columns.map(({ name, type, nulls, badCells, badExamples }) => [
      name,
      type,
      String(nulls),
      badCells === 0
        ? ''
        : `${badCells}: ${badExamples
            .map(({ text }) => text)
            .slice(0, 3)
            .join(', ')}`,
    ])
    const titles = [
      { title: 'column' },
      { title: 'type' },
      { title: 'no value', align: 'right' as const },
      { title: 'not of the type' },
    ]
    parts.push(formatTable(titles, columns, width))
  }
  if (sample.length > 0 && !brief) {
    const titles = report.columns.map(({ name, type }) => ({
      title: name,
      align: /INT|DOUBLE|DECIMAL|FLOAT/.test(type) ? ('right' as const) : ('left' as const),
    }))
    parts.push(formatTable(titles, sample, width))
  }
  if (rejectSample.length > 0) {
    const lines = rejectSample
      .slice(0, 5)
      .map(({ line, raw, reason }) => `  line ${line}: ${plainText(`${reason} ${raw}`).slice(0, 160)}`)
    parts.push(['Set aside', ...lines].join('\n'))
  }
  if (warnings.length > 0) parts.push(warnings.map(describeProblem).join('\n'))
  return parts.join('\n\n')
}

/** A number of things in words: "1 row", "2 rows". */
export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`
