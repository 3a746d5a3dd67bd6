import { loadFile, loadLinks, prepareTable, type PrepareTableOptions } from '@aw-flow/agents'
import { openTables } from '../../open-tables.ts'
import { openSandbox } from '@aw-flow/sandbox/node'
import { error, defined } from '@aw-flow/schema'
import type { PointLayout } from '@aw-flow/schema/internal'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openModelProposer, type ModelOptions } from '../../files/open-model.ts'
import { openSource, getFilePaths } from '../../files/open-source.ts'
import { readPlan, readTarget, rejectOperations } from '../../files/read-plan.ts'
import { loadTables, parseTablePaths } from '../../files/load-tables.ts'
import { loadAsText } from '../../files/text-table.ts'
import { writeCosmograph, type CosmographFormat } from '../../files/write-cosmograph.ts'
import { writeJson } from '../../files/write-file.ts'
import { checkTableFormat, writeTable } from '../../files/write-table.ts'
import { describeLoad } from '../../reports/describe-load.ts'
import { describePreparation } from '../../reports/describe-preparation.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import { reportProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { formatProgress } from './load.ts'

export interface PrepareCommandOptions extends ModelOptions {
  /** Name of a target, or path of a file with a schema. */
  target: string
  out?: string
  plan?: string
  /** Output path for the inverse plan. */
  inverse?: string
  apply?: string
  /** Operations of the plan to skip, each given as an id or a number. */
  reject: string[]
  links?: string
  /** `NAME=FILE` for each table to which the plan refers by name. */
  table: string[]
  layout?: PointLayout
  seed: number
  label?: string
  linksOut?: string
  cosmograph?: string
  format: CosmographFormat
  csvForExcel?: boolean
  json?: boolean
}

/**
 * `aw prepare FILE`: prepares the table in a file for a target. The exit code is 0 if the result is valid, otherwise 1.
 */
export async function prepareCommand(
  path: string,
  options: PrepareCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const {
    out,
    plan: planPath,
    inverse,
    apply,
    links: linksPath,
    linksOut,
    csvForExcel,
    cosmograph,
    json,
    layout,
    seed,
    label,
  } = options
  const { signal, width } = terminal
  checkTableFormat(out)
  checkTableFormat(linksOut)
  const tablePaths = parseTablePaths(options.table)
  const sources = [path, apply, linksPath, ...Object.values(tablePaths)].filter((source) => source !== undefined)
  await checkOutputs(
    { '--out': out, '--plan': planPath, '--inverse': inverse, '--links-out': linksOut },
    getFilePaths(sources),
  )
  const savedPlan = apply === undefined ? undefined : rejectOperations(await readPlan(apply), options.reject)
  if (!savedPlan && options.reject.length > 0) throw nothingToRejectError
  const targetOptions = savedPlan ? { target: savedPlan.target } : await readTarget(options.target)
  const { file, close } = await openSource(path, terminal)
  const tables = await openTables()
  const sandbox = openSandbox()
  let proposer: Awaited<ReturnType<typeof openModelProposer>>
  try {
    proposer = await openModelProposer(options, tables)
    const loadResult = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (completed, total, unit) =>
        terminal.showProgress(`Loading ${file.name} … ${formatProgress(completed, total)} of ${unit}`),
    })
    const table = savedPlan?.asText
      ? await loadAsText(file, loadResult, { tables, id: `text_${file.dataset}`, signal })
      : loadResult.table
    const namedTables = await loadTables(
      { ...tablePaths, ...(linksPath ? { links: linksPath } : {}) },
      tables,
      terminal,
    )
    const linksTable = namedTables.links ?? (await loadLinks(file, loadResult.report, { tables, signal }))
    terminal.showProgress('Preparing …')
    const settings: PrepareTableOptions = {
      tables,
      table,
      ...targetOptions,
      id: `prepare_${file.dataset}`,
      namedTables: { ...namedTables, ...defined({ links: linksTable }) },
      ...defined({ plan: savedPlan }),
      ...(layout ? { layout } : {}),
      ...defined({ label }),
      ...(proposer && !savedPlan ? { propose: proposer.propose, getModelUse: proposer.getUsage } : {}),
      seed,
      signal,
      sandbox,
    }
    const { table: preparedTable, links, report } = await prepareTable(settings)
    terminal.showProgress(undefined)
    if (out !== undefined)
      reportProblems(await writeTable(out, preparedTable, { tables, signal, csvForExcel }), terminal)
    if (linksOut !== undefined) {
      if (!links) throw createMissingLinksError(linksOut)
      reportProblems(await writeTable(linksOut, links, { tables, signal, csvForExcel }), terminal)
    }
    if (cosmograph !== undefined)
      reportProblems(
        await writeCosmograph(cosmograph, options.format, { table: preparedTable, links, report }, tables, signal),
        terminal,
      )
    if (planPath !== undefined) await writeJson(planPath, report.plan)
    if (inverse !== undefined) {
      if (!report.inverse) throw createMissingInverseError(inverse, report.target)
      await writeJson(inverse, report.inverse)
    }
    if (json) terminal.print(formatReportJson({ load: loadResult.report, prepare: report }))
    else {
      terminal.print(`${describeLoad(loadResult.report, width, { brief: true })}\n`)
      terminal.print(describePreparation(report, width))
    }
    return report.validation.valid && report.links?.validation.valid !== false ? 0 : 1
  } finally {
    await proposer?.close()
    await sandbox.close()
    await tables.close()
    await close()
  }
}

const nothingToRejectError = createUsageError(error('prepare.reject-without-plan', {}))

const createMissingLinksError = (path: string) =>
  createUsageError(error('prepare.no-links', { path }, { where: { file: path } }))

const createMissingInverseError = (path: string, target: string) =>
  createUsageError(error('prepare.no-inverse', { target, path }, { where: { file: path } }))
