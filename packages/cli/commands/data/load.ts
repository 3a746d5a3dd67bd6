import { loadFile, type LanguageModel, type LoadOverrides } from '@aw-flow/agents'
import { openTables } from '../../open-tables.ts'
import { NodeError } from '@aw-flow/engine'
import { error, type LoadReport } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openModel, type ModelOptions } from '../../files/open-model.ts'
import { openSource, getFilePaths } from '../../files/open-source.ts'
import { toTextPlan, streamTextCsv } from '../../files/text-table.ts'
import { writeFileChunks, writeJson } from '../../files/write-file.ts'
import { checkTableFormat, writeTable } from '../../files/write-table.ts'
import { completeRegions } from '../../reports/complete-regions.ts'
import { describeLoad } from '../../reports/describe-load.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { reportProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { loadFolder } from './load-folder.ts'

export interface LoadCommandOptions extends ModelOptions {
  out?: string
  outDir?: string
  text?: boolean
  csvForExcel?: boolean
  report?: string
  json?: boolean
  set?: string[]
}

/**
 * `aw load FILE`: loads a file, a URL or standard input, and reports every decision made. The exit code is 0, or 1 if
 * the file cannot be read. A folder is passed to `loadFolder`.
 */
export async function loadCommand(path: string, options: LoadCommandOptions, terminal: Terminal): Promise<number> {
  const { out, outDir, text, csvForExcel, report: reportPath, json } = options
  const { signal } = terminal
  // Imported on demand, because the settings are those of a node type.
  const settings = options.set?.length
    ? (await import('../../files/load-settings.ts')).parseLoadSettings(options.set)
    : { overrides: {} }
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true
  if (isFolder && options.set?.length) throw createUsageError(createOptionForFolderProblem(path, '--set'))
  if (isFolder && options.model !== undefined) throw createUsageError(createOptionForFolderProblem(path, '--model'))
  if (isFolder) return loadFolder(path, options, terminal)
  if (outDir !== undefined) throw createUsageError(createOutDirProblem(path))
  // With `--text`, the output is always CSV, because text tables have no column types.
  if (!text) checkTableFormat(out)
  await checkOutputs({ '--out': out, '--report': reportPath }, getFilePaths([path]))
  const openedModel = await openModel(options)
  const { file, close } = await openSource(path, terminal)
  const tables = await openTables()
  const load = (overrides: LoadOverrides, id: string) =>
    loadFile(file, {
      tables,
      id,
      ...settings,
      overrides: { ...settings.overrides, ...overrides },
      maxRetries: 3,
      signal,
      onProgress: (completed, total, unit, message) =>
        terminal.showProgress(
          () =>
            `Loading ${file.name} … ${formatProgress(completed, total)} of ${unit}${message ? `, ${englishFormatter.format(message)}` : ''}`,
        ),
    })
  try {
    const loadResult = await load({}, `load_${file.dataset}`).catch(async (cause: unknown) => {
      // The report on a failed load lists all attempts.
      if (reportPath !== undefined && cause instanceof NodeError && cause.report) {
        await writeJson(reportPath, cause.report.report)
      }
      throw cause
    })
    const review = async (model: LanguageModel): Promise<typeof loadResult> => {
      const { createAskModel, reviewLoad } = await import('../../files/model-functions.ts')
      const ask = createAskModel(model, signal)
      return reviewLoad(file, loadResult, { tables, signal, ask, maxLines: options.modelRows, load })
    }
    const { table, report } = openedModel ? await review(openedModel.model) : loadResult
    terminal.showProgress(undefined)
    if (out !== undefined) {
      if (text) await writeFileChunks(out, streamTextCsv(file, toTextPlan(report.plan), tables, signal))
      else reportProblems(await writeTable(out, table, { tables, signal, csvForExcel }), terminal)
    }
    if (reportPath !== undefined)
      await writeJson(reportPath, (await completeRegions(file, report, signal)) satisfies LoadReport)
    terminal.print(json ? formatReportJson(report) : describeLoad(report, terminal.width))
    return 0
  } finally {
    await tables.close()
    await close()
    await openedModel?.close()
  }
}

const createOptionForFolderProblem = (path: string, option: string) =>
  error('load.option-for-folder', { path, option }, { where: { file: path } })

const createOutDirProblem = (path: string) => error('load.out-dir', { path }, { where: { file: path } })

/** Formats progress as a percentage, or as the completed amount if the total is unknown. */
export const formatProgress = (completed: number, total: number | undefined): string =>
  total === undefined || total === 0 ? String(completed) : `${Math.min(100, Math.floor((100 * completed) / total))}%`
