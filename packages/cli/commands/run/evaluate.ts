import { loadFile, toKnownCost } from '@aw-flow/agents'
import { nodeDigest } from '@aw-flow/data/node'
import {
  assignData,
  createTableLedger,
  describeWorkflow,
  runWorkflow,
  systemClock,
  type Catalog,
  type Tables,
} from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { compileSchema, readTableRows, scoreRun, type RunScore, type TestCase } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/node'
import { error, type Json, type Workflow, getProblem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { findWorkflows, withCommandLineHint } from '../../files/find-workflows.ts'
import { getFilePaths, openSource } from '../../files/open-source.ts'
import { readText } from '../../files/read-text.ts'
import { readWorkflowFile } from '../../files/read-workflow-file.ts'
import { applySettings } from '../../files/set-settings.ts'
import { writeJson } from '../../files/write-file.ts'
import { openTables } from '../../open-tables.ts'
import { describeEvaluation } from '../../reports/describe-evaluation.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import { reportProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { openServicesForRun, type ExternalServicesOptions } from './open-external-services.ts'

export interface EvaluateCommandOptions extends Omit<ExternalServicesOptions, 'folder' | 'memory'> {
  cases: string
  inputColumn?: string
  expectedColumn?: string
  compare: TestCase['compare']
  tolerance: number
  /** Path of a file with a JSON Schema that every answer must match. */
  schema?: string
  /** Minimum fraction of passed cases for the command to succeed, from 0 to 1. */
  threshold: number
  maxCases: number
  set: string[]
  workflows?: string
  report?: string
  json?: boolean
}

/** Result of an evaluation, as written to the report. */
export interface EvaluationResult {
  workflow: string
  total: number
  passed: number
  /** Fraction of passed cases, from 0 to 1. */
  score: number
  tokens: number
  /** Total cost of the requests whose price is known. Null if no price is known. */
  cost: number | null
  unpricedCalls: number
  /** The cases with their scores. `reason` is the message of the problem, if any. */
  cases: (TestCase & RunScore & { reason: string | null })[]
}

/**
 * `aw evaluate WORKFLOW --cases FILE`: runs a workflow once per row of a file, using the row's values as trigger data,
 * and scores the answers. The exit code is 0 if enough cases pass, otherwise 1.
 */
export async function evaluateCommand(
  path: string,
  options: EvaluateCommandOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  const { report: reportPath, json, threshold, schema: schemaPath } = options
  await checkOutputs(
    { '--report': reportPath },
    getFilePaths([path, options.cases, ...(schemaPath === undefined ? [] : [schemaPath])]),
  )
  const { workflow: readDocument, problems } = await readWorkflowFile(path)
  reportProblems(problems, terminal)
  const workflow = applySettings(readDocument, options.set, catalog)
  const answerSchema = schemaPath === undefined ? null : await readAnswerSchema(schemaPath)
  const tables = await openTables()
  try {
    const tests = await readCases(options, tables, terminal)
    const result = await evaluate(workflow, tests, { path, options, answerSchema, catalog, tables, terminal })
    terminal.showProgress(undefined)
    if (reportPath !== undefined) await writeJson(reportPath, result)
    terminal.print(json ? formatReportJson(result) : describeEvaluation(result, terminal.width))
    return result.score >= threshold ? 0 : 1
  } finally {
    terminal.showProgress(undefined)
    await tables.close()
  }
}

async function readAnswerSchema(path: string): Promise<{ [name: string]: Json }> {
  const text = await readText(path)
  const problem = getProblem(compileSchema(text, 'schema'))
  if (problem) throw createUsageError({ ...problem, where: { file: path } })
  return JSON.parse(text) as { [name: string]: Json }
}

/** Reads the rows of a file as test cases. */
async function readCases(
  { cases, inputColumn, expectedColumn, compare, tolerance, maxCases }: EvaluateCommandOptions,
  tables: Tables,
  terminal: Terminal,
): Promise<TestCase[]> {
  const { file, close } = await openSource(cases, terminal)
  const { signal } = terminal
  try {
    const { table } = await loadFile(file, { tables, id: `cases_${file.dataset}`, maxRetries: 3, signal })
    const columns = table.columns.map(({ name }) => name)
    const missingColumn = [inputColumn, expectedColumn].find(
      (column) => column !== undefined && !columns.includes(column),
    )
    if (missingColumn !== undefined)
      throw createUsageError(error('evaluation.no-column', { column: missingColumn, columns }))
    const rows = await readTableRows({ tables, signal, label: table.id }, table, maxCases)
    if (rows.length === 0) throw createUsageError(error('evaluation.no-cases', { name: file.name }))
    return rows.map((row, index): TestCase => {
      const inputCells = Object.fromEntries(Object.entries(row).filter(([column]) => column !== expectedColumn))
      const input = inputColumn === undefined ? inputCells : row[inputColumn]!
      const test = { name: `Row ${index + 1}`, input, compare, tolerance }
      return expectedColumn === undefined ? test : { ...test, expected: row[expectedColumn]! }
    })
  } finally {
    await close()
  }
}

interface EvaluateOptions {
  /** Path of the workflow file. */
  path: string
  options: EvaluateCommandOptions
  answerSchema: { [name: string]: Json } | null
  catalog: Catalog
  tables: Tables
  terminal: Terminal
}

/** Runs the cases sequentially. */
async function evaluate(
  workflow: Workflow,
  tests: readonly TestCase[],
  { path, options, answerSchema, catalog, tables, terminal }: EvaluateOptions,
): Promise<EvaluationResult> {
  const workflows = await findWorkflows(workflow, catalog, { path, folder: options.workflows })
  const context = { findPreview: () => undefined, unavailableServices: ['events', 'folder'] as const }
  const { problems } = describeWorkflow(workflow, { catalog, context, workflows })
  const triggerData = assignData(workflow, catalog, tests[0]!.input)
  const errors = [...problems, ...triggerData.problems].filter(({ severity }) => severity === 'error')
  const [firstError, ...otherErrors] = errors.map(withCommandLineHint)
  if (firstError) throw createUsageError(firstError, ...otherErrors)
  const noFiles = { open: async () => undefined }
  const openedServices = await openServicesForRun(options, workflow, noFiles, undefined, terminal)
  const sandbox = openSandbox()
  const cases: EvaluationResult['cases'] = []
  try {
    for (const test of tests) {
      terminal.signal.throwIfAborted()
      terminal.showProgress(`Evaluating … ${cases.length} of ${tests.length} cases`)
      const record = await runWorkflow({
        workflow,
        ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
        run: randomUUID(),
        inputs: assignData(workflow, catalog, test.input).inputs,
        seed: 1,
        catalog,
        tables,
        sandbox,
        ledger: createTableLedger((id) => tables.drop(id)),
        retainedTables: 'needed',
        clock: systemClock,
        render: englishFormatter.format,
        digest: nodeDigest,
        signal: terminal.signal,
        files: openedServices.files,
        services: openedServices.services,
      })
      const score = scoreRun(record, { test, answerSchema })
      const reason = score.problem && englishFormatter.renderProblem(score.problem).message
      cases.push({ ...test, ...score, reason })
    }
  } finally {
    await sandbox.close()
    await openedServices.close()
  }
  const sum = (getValue: (entry: RunScore) => number): number =>
    cases.reduce((total, entry) => total + getValue(entry), 0)
  const unpricedCalls = sum(({ unpricedCalls }) => unpricedCalls)
  const passed = cases.filter(({ isPassed }) => isPassed).length
  return {
    workflow: workflow.name,
    total: cases.length,
    passed,
    score: passed / cases.length,
    tokens: sum(({ tokens }) => tokens),
    cost: toKnownCost(
      sum(({ cost }) => cost ?? 0),
      unpricedCalls,
    ),
    unpricedCalls,
    cases,
  }
}
