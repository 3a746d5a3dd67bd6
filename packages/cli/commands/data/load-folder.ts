import { loadFile } from '@aw-flow/agents'
import { openTables } from '../../open-tables.ts'
import { NodeError, TablesError, type Tables } from '@aw-flow/engine'
import { error, warning, type LoadReport } from '@aw-flow/schema'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CommandError, createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openFile } from '../../files/open-file.ts'
import { createFileProblem } from '../../files/read-text.ts'
import { toTextPlan, streamTextCsv } from '../../files/text-table.ts'
import { writeFileChunks } from '../../files/write-file.ts'
import { pluralize } from '../../reports/describe-load.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import { describeProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'

export interface LoadFolderOptions {
  outDir?: string
  text?: boolean
  report?: string
}

/**
 * `aw load FOLDER --out-dir FOLDER`: converts every file in a folder, sorted by name, to `NAME_converted.csv`.
 * Subfolders are skipped with a warning. If a file cannot be read, its output contains `Application Error`, the reason
 * is reported, and the exit code is 1; otherwise it is 0.
 */
export async function loadFolder(folder: string, options: LoadFolderOptions, terminal: Terminal): Promise<number> {
  const { outDir, text = false, report: reportPath } = options
  if (outDir === undefined) throw createUsageError(createMissingOutDirProblem(folder))
  const { names, skippedEntryNames } = await listFiles(folder)
  const getOutputPath = (name: string): string => join(outDir, `${name}_converted.csv`)
  await checkOutputs(
    { '--report': reportPath },
    names.map((name) => join(folder, name)),
  )
  await mkdir(outDir, { recursive: true }).catch((cause: unknown) => {
    throw createUsageError(createFileProblem(outDir, cause))
  })
  await checkOutputs(
    {
      '--report': reportPath,
      ...Object.fromEntries(names.map((name) => [`--out-dir (for ${name})`, getOutputPath(name)])),
    },
    names.map((name) => join(folder, name)),
  )
  const skippedNames = skippedEntryNames.filter((name) => resolve(folder, name) !== resolve(outDir))
  if (skippedNames.length > 0) terminal.report(describeProblems([createSkippedWarning(folder, skippedNames)]))
  const tables = await openTables()
  const reports: unknown[] = []
  let failedCount = 0
  try {
    for (const [index, name] of names.entries()) {
      terminal.showProgress(`Loading ${name} … ${index + 1} of ${names.length} files`)
      const outPath = getOutputPath(name)
      try {
        reports.push(await convertFile(join(folder, name), outPath, text, tables, terminal.signal))
      } catch (cause) {
        if (!(cause instanceof NodeError || cause instanceof TablesError || cause instanceof CommandError)) throw cause
        failedCount++
        const problem = cause instanceof CommandError ? cause.problems[0] : cause.problem
        terminal.report(describeProblems([problem ?? createFileProblem(name, cause)]))
        reports.push(
          cause instanceof NodeError && cause.report ? cause.report.report : { file: name, warnings: [problem] },
        )
        await writeFileChunks(outPath, [new TextEncoder().encode('Application Error\n')])
      }
    }
  } finally {
    await tables.close()
  }
  terminal.showProgress(undefined)
  if (reportPath !== undefined) {
    const lines = reports.map((report) => `${formatReportJson(report, 0)}\n`).join('')
    await writeFileChunks(reportPath, [new TextEncoder().encode(lines)])
  }
  terminal.print(`${pluralize(names.length - failedCount, 'file')} loaded, ${failedCount} could not be read.`)
  return failedCount === 0 ? 0 : 1
}

async function convertFile(
  path: string,
  outPath: string,
  asText: boolean,
  tables: Tables,
  signal: AbortSignal,
): Promise<LoadReport> {
  const file = await openFile(path, signal)
  const { table, report } = await loadFile(file, { tables, id: 'load_folder', maxRetries: 3, signal })
  await writeFileChunks(
    outPath,
    asText ? streamTextCsv(file, toTextPlan(report.plan), tables, signal) : tables.csv(table, { signal }),
  )
  return report
}

/** Lists the files in a folder, including links to files, and the names of skipped entries. */
async function listFiles(folder: string): Promise<{ names: string[]; skippedEntryNames: string[] }> {
  try {
    const names: string[] = []
    const skippedEntryNames: string[] = []
    for (const name of (await readdir(folder)).sort()) {
      const stats = await stat(join(folder, name)).catch(() => undefined)
      ;(stats?.isFile() ? names : skippedEntryNames).push(name)
    }
    return { names, skippedEntryNames }
  } catch (cause) {
    throw createUsageError(createFileProblem(folder, cause))
  }
}

function createSkippedWarning(folder: string, names: readonly string[]) {
  return warning('load.skipped', { folder, count: names.length, names })
}

const createMissingOutDirProblem = (folder: string) =>
  error('file.folder-without-out-dir', { path: folder }, { where: { file: folder } })
