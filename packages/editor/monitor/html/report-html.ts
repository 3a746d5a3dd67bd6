import {
  failedLoadReportSchema,
  loadReportSchema,
  preparationReportSchema,
  validationReportSchema,
  type NodeReport,
} from '@aw-flow/schema'
import { reportFacts } from '../../elements/report/report-facts.ts'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { jsonHtml } from './html-text.ts'
import { failedLoadHtml, loadHtml } from './load-html.ts'
import { preparationHtml } from './preparation-html.ts'
import { factsHtml } from './report-parts-html.ts'
import { validationHtml } from './validation-html.ts'

/** A node's report as HTML: the equivalent of `reportView` for files, which also shows unknown reports as JSON. */
export function reportHtml({ kind, report }: NodeReport, strings: ReportStrings): string {
  switch (kind) {
    case 'load': {
      const read = loadReportSchema.safeParse(report)
      if (read.success) return loadHtml(read.data, strings)
      const failed = failedLoadReportSchema.safeParse(report)
      return failed.success ? failedLoadHtml(failed.data, strings) : asItIs(report)
    }
    case 'prepare': {
      const read = preparationReportSchema.safeParse(report)
      return read.success ? preparationHtml(read.data, strings) : asItIs(report)
    }
    case 'validate': {
      const read = validationReportSchema.safeParse(report)
      return read.success ? validationHtml(read.data, strings) : asItIs(report)
    }
    case 'other': {
      const facts = reportFacts(report, strings)
      return facts ? factsHtml(facts) : asItIs(report)
    }
  }
}

const asItIs = (report: unknown): string => `<pre>${jsonHtml(report)}</pre>`
