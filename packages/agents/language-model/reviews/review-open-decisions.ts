import { quoteIdentifier, NodeError, sql, tableName, type SourceFile } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { info, defined, type LoadReport, type Problem } from '@aw-flow/schema'
import { createOpenDecisionsRequest, findOpenDecisions, parseProposedDecisions } from './open-decisions-request.ts'
import type { LoadedFile, ReviewLoadOptions } from './review-load.ts'

/** Number of bytes at the start of the file from which lines are read. */
const maxReadBytes = 64 * 1024

export async function reviewOpenDecisions(
  file: SourceFile,
  loadedFile: LoadedFile,
  { tables, signal, ask, maxLines, load }: ReviewLoadOptions,
): Promise<LoadedFile> {
  const { plan } = loadedFile.report
  const { id } = loadedFile.table
  const openDecisions = plan.unpack || plan.part !== undefined ? [] : findOpenDecisions(plan)
  if (openDecisions.length === 0) return loadedFile
  const answer = await ask(
    createOpenDecisionsRequest(plan, openDecisions, await readLines(file, loadedFile.report, maxLines)),
  )
  if (!answer.ok) return addProblem(loadedFile, { ...answer.problem, severity: 'warning' })
  const { model, host, text } = answer.value
  const overrides = parseProposedDecisions(text, plan, openDecisions)
  const decisions = Object.entries(overrides ?? {}).map(([decision, value]) => `${decision} ${JSON.stringify(value)}`)
  const describeOutcome = (outcome: 'agrees' | 'changed' | 'rejected' | 'unclear'): Problem =>
    info('load.by-model', { model, host, outcome, decisions })
  if (!overrides) return addProblem(loadedFile, describeOutcome('unclear'))
  if (decisions.length === 0) return addProblem(loadedFile, describeOutcome('agrees'))
  const modelResult = await load(overrides, `${id}-model`).catch((error: unknown) => {
    if (error instanceof NodeError) return undefined
    throw error
  })
  if (!modelResult) return addProblem(loadedFile, describeOutcome('rejected'))
  if (!isAtLeastAsGood(modelResult.report, loadedFile.report)) {
    await tables.drop(modelResult.table.id)
    return addProblem(loadedFile, describeOutcome('rejected'))
  }
  const select = sql`SELECT * FROM ${quoteIdentifier(tableName(modelResult.table.id))} ORDER BY rowid`
  const table = await tables.create(select, defined({ id, signal }))
  await tables.drop(modelResult.table.id)
  const evidence = modelResult.report.plan.evidence.map((entry) => {
    const isChanged =
      (entry.decision === 'header' && overrides.header !== undefined) ||
      (entry.decision === 'dialect' && overrides.delimiter !== undefined)
    const ruleEvidence = plan.evidence.find(({ decision }) => decision === entry.decision)
    if (!isChanged || !ruleEvidence) return entry
    const reason = message('loading.by-model', { model, host, rules: ruleEvidence.value })
    return { ...entry, confidence: ruleEvidence.confidence, reason }
  })
  const report = { ...modelResult.report, plan: { ...modelResult.report.plan, evidence } }
  return addProblem({ table, report }, describeOutcome('changed'))
}

/** Reads the table's first lines from the file. */
async function readLines(file: SourceFile, { plan }: LoadReport, maxLines: number): Promise<string[]> {
  if (maxLines === 0) return []
  const bytes = await file.read(0, maxReadBytes)
  const text = new TextDecoder(plan.encoding.split('/')[0]).decode(bytes)
  return text.split(/\r\n|\n|\r/, plan.skippedLines + maxLines).slice(plan.skippedLines)
}

const addProblem = ({ table, report }: LoadedFile, problem: Problem): LoadedFile => ({
  table,
  report: { ...report, warnings: [...report.warnings, problem] },
})

/**
 * Returns whether the load with the model's decisions is at least as good as the rule-based load. It must not have more
 * rejected records and invalid cells in total, fewer cells, or fewer columns with a type other than text. It must not
 * use the values of such a column as column names.
 */
function isAtLeastAsGood(modelReport: LoadReport, ruleReport: LoadReport): boolean {
  const countNonTextColumns = ({ columns }: LoadReport): number =>
    columns.filter(({ type }) => type !== 'VARCHAR').length
  if (modelReport.headerLines > ruleReport.headerLines && countNonTextColumns(ruleReport) > 0) return false
  const countInvalidCells = ({ columns, rejects }: LoadReport): number =>
    columns.reduce((sum, { badCells }) => sum + badCells, rejects)
  const countCells = ({ columns, rows, headerLines }: LoadReport): number => columns.length * (rows + headerLines)
  return (
    countInvalidCells(modelReport) <= countInvalidCells(ruleReport) &&
    countNonTextColumns(modelReport) >= countNonTextColumns(ruleReport) &&
    countCells(modelReport) >= countCells(ruleReport)
  )
}
