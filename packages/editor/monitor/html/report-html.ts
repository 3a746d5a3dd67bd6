import type { NodeReport } from '@aw-flow/schema'
import {
  failedLoadReportSchema,
  loadReportSchema,
  preparationReportSchema,
  validationReportSchema,
} from '@aw-flow/schema/internal'
import { toReportEntries } from '../../elements/report/report-facts.ts'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { renderJsonHtml } from './html-text.ts'
import { renderFailedLoadHtml, renderLoadHtml } from './load-html.ts'
import { renderPreparationHtml } from './preparation-html.ts'
import { renderEntriesHtml } from './report-parts-html.ts'
import { renderValidationHtml } from './validation-html.ts'

/**
 * Renders a node's report for an HTML file, like `renderReport` on the page. Reports in an unknown format are rendered
 * as JSON.
 */
export function renderReportHtml({ kind, report }: NodeReport, strings: ReportStrings): string {
  switch (kind) {
    case 'load': {
      const parsed = loadReportSchema.safeParse(report)
      if (parsed.success) return renderLoadHtml(parsed.data, strings)
      const failedLoad = failedLoadReportSchema.safeParse(report)
      return failedLoad.success ? renderFailedLoadHtml(failedLoad.data, strings) : renderRawHtml(report)
    }
    case 'prepare': {
      const parsed = preparationReportSchema.safeParse(report)
      return parsed.success ? renderPreparationHtml(parsed.data, strings) : renderRawHtml(report)
    }
    case 'validate': {
      const parsed = validationReportSchema.safeParse(report)
      return parsed.success ? renderValidationHtml(parsed.data, strings) : renderRawHtml(report)
    }
    case 'other': {
      const entries = toReportEntries(report, strings)
      return entries ? renderEntriesHtml(entries) : renderRawHtml(report)
    }
  }
}

const renderRawHtml = (report: unknown): string => `<pre>${renderJsonHtml(report)}</pre>`
