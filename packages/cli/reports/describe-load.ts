import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { LoadReport } from '@aw-flow/schema'
import { describeProblem } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { toPlainText } from '../terminal/plain-text.ts'

/**
 * Describes a load report as text: decisions with reasons, columns, first rows, rejected records and warnings.
 *
 * @param options.brief Whether to omit columns and rows.
 */
export function describeLoad(report: LoadReport, width: number, { brief = false } = {}): string {
  const { plan, attempts, rejects, rejectSample, sample, warnings } = report
  const sections: string[] = []
  const sizeText = `${pluralize(report.rows, 'row')}, ${pluralize(report.columns.length, 'column')}`
  sections.push(`${toPlainText(report.file)}: ${sizeText}, ${rejects} rejected`)
  const decisions = plan.evidence.map(({ decision, value, confidence, reason }) => [
    decision,
    englishFormatter.format(value),
    `${Math.round(confidence * 100)}%`,
    englishFormatter.format(reason),
  ])
  if (decisions.length > 0) {
    sections.push(
      [
        'Decisions',
        ...decisions.map(
          ([decision, value, confidence, reason]) =>
            `  ${toPlainText(`${decision}: ${value} (${confidence}). ${reason}`)}`,
        ),
      ].join('\n'),
    )
  }
  const failedAttempts = attempts.filter(({ success }) => !success)
  if (failedAttempts.length > 0) {
    sections.push(
      [
        'Earlier attempts',
        ...failedAttempts.map(
          ({ action, reason }) =>
            `  ${toPlainText(`${englishFormatter.format(action)}: ${englishFormatter.format(reason)}`)}`,
        ),
      ].join('\n'),
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
      { title: 'null', align: 'right' as const },
      { title: 'not converted' },
    ]
    sections.push(formatTable(titles, columns, width))
  }
  if (sample.length > 0 && !brief) {
    const titles = report.columns.map(({ name, type }) => ({
      title: name,
      align: /INT|DOUBLE|DECIMAL|FLOAT/.test(type) ? ('right' as const) : ('left' as const),
    }))
    sections.push(formatTable(titles, sample, width))
  }
  if (rejectSample.length > 0) {
    const lines = rejectSample
      .slice(0, 5)
      .map(
        ({ line, raw, reason }) =>
          `  line ${line}: ${toPlainText(`${englishFormatter.format(reason)} ${raw}`).slice(0, 160)}`,
      )
    sections.push(['Rejected', ...lines].join('\n'))
  }
  if (warnings.length > 0) sections.push(warnings.map(describeProblem).join('\n'))
  return sections.join('\n\n')
}

/** Formats a number with its noun: "1 row", "2 rows". */
export const pluralize = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
