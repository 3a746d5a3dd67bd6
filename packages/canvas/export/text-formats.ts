/** Formats that describe a workflow and the ports of its types as text. Loaded for an export. @packageDocumentation */
export { convertToLitegraph } from '../litegraph/write-litegraph.ts'
export { workflowToMarkdown } from './workflow-to-markdown.ts'
