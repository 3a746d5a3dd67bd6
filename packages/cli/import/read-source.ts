import { error, parseJson, readWorkflow, type Json, type Problem } from '@aw-flow/schema'
import { isYamlFileName, type ReadWorkflowResult } from '@aw-flow/schema/internal'
import { convertForeignFile, foreignTools, recognizeForeign, type ImportReport } from '@aw-flow/schema/foreign'
import { parseYaml } from '@aw-flow/schema/yaml'

/** A document that was read from a file, and what became of it if another tool exported it. */
export type ReadSourceResult = ReadWorkflowResult & {
  /** The parsed file, or its workflow if another tool exported it. */
  json?: Json | undefined
  importReport?: ImportReport
}

/** Reads a workflow of any format, including exports of other tools, which are converted. */
export async function readSource(file: string, content: Uint8Array): Promise<ReadSourceResult> {
  const foreign = await convertForeignFile(content)
  if (foreign?.ok === false) return { problems: [foreign.problem] }
  if (foreign) {
    const { document, report } = foreign.value
    const result = readWorkflow(document)
    const problems = [...report.problems, ...result.problems]
    return { ...result, problems, json: document, importReport: report } as ReadSourceResult
  }
  // Files with these names contain no JSON, so that a problem of the JSON parser would be misleading.
  if (/\.(?:knwf|py)$/i.test(file)) return { problems: [error('foreign.unknown-file', {})] }
  const text = new TextDecoder().decode(content)
  const parsed = isYamlFileName(file) ? parseYaml(text) : parseJson(text)
  // Malformed JSON is passed on as text, because `readWorkflow` reports it with its line.
  if (!parsed.ok) return isYamlFileName(file) ? { problems: [parsed.problem] } : readWorkflow(text)
  return { ...readWorkflow(parsed.value), json: parsed.value }
}

/** Returns a problem that says how to convert a file, if another tool exported it. */
export function findForeignProblem(file: string, text: string): Problem | undefined {
  const parsed = isYamlFileName(file) ? parseYaml(text) : parseJson(text)
  const tool = parsed.ok ? recognizeForeign(parsed.value) : undefined
  return tool && error('foreign.not-converted', { file, tool: foreignTools[tool] }, { where: { file } })
}
