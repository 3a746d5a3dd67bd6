/** Readers for exports of other tools, and writers of their formats. Pages load them on demand. @packageDocumentation */

export { convertForeign, convertForeignFile, recognizeForeign } from './convert-foreign.ts'
export {
  exportFormats,
  listExportLosses,
  typedFormats,
  type ExportFormat,
  type ExportFormatName,
} from './writers/export-formats.ts'
export { fillPage, type PageData } from './writers/fill-page.ts'
export type { MappedWorkflow } from './map-workflow.ts'
export { importReportSchema, type ImportReport } from './import-report.ts'
export { tools as foreignTools, type ForeignTool } from './foreign-workflow.ts'
