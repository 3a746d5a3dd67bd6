import {
  failedLoadReportSchema,
  loadReportSchema,
  preparationReportSchema,
  validationReportSchema,
  type NodeReport,
} from '@aw-flow/schema'
import { toReportFacts } from '../../elements/report/report-facts.ts'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { jsonHtml } from './html-text.ts'
import { failedLoadHtml, loadHtml } from './load-html.ts'
import { preparationHtml } from './preparation-html.ts'
import { factsHtml } from './report-parts-html.ts'
import { validationHtml } from './validation-html.ts'

/** Renders a node's report as HTML for files, like `renderReport` on the page. Unknown reports are rendered as JSON. */
export function reportHtml({ kind, report }: NodeReport, strings: ReportStrings): string {
  switch (kind) {
    case 'load': {
      const parsed = loadReportSchema.safeParse(report)
      if (parsed.success) return loadHtml(parsed.data, strings)
      const failed = failedLoadReportSchema.safeParse(report)
      return failed.success ? failedLoadHtml(failed.data, strings) : rawHtml(report)
    }
    case 'prepare': {
      const parsed = preparationReportSchema.safeParse(report)
      return parsed.success ? preparationHtml(parsed.data, strings) : rawHtml(report)
    }
    case 'validate': {
      const parsed = validationReportSchema.safeParse(report)
      return parsed.success ? validationHtml(parsed.data, strings) : rawHtml(report)
    }
    case 'other': {
      const facts = toReportFacts(report, strings)
      return facts ? factsHtml(facts) : rawHtml(report)
    }
  }
}

const rawHtml = (report: unknown): string => `<pre>${jsonHtml(report)}</pre>`
