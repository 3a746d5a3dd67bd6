/** Readers for exports of other tools. Pages load them on demand. @packageDocumentation */

export { convertForeign, convertForeignFile, recognizeForeign } from './convert-foreign.ts'
export type { MappedWorkflow } from './map-workflow.ts'
export { countImportedNodes, importReportSchema, type ImportReport } from './import-report.ts'
export { tools as foreignTools, type ForeignTool } from './foreign-workflow.ts'
