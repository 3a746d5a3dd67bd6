import { englishFormatter } from '@aw-flow/messages/catalogs'
import { findDeclaredColumns, loadFile, parseValidator, runValidator } from '@aw-flow/agents'
import { openTables } from '../../open-tables.ts'
import { openSandbox } from '@aw-flow/sandbox/node'
import { error, getValue, parseJson } from '@aw-flow/schema'
import { hasErrors, renderValidationReport, type Validator } from '@aw-flow/schema/internal'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openSource, getFilePaths } from '../../files/open-source.ts'
import { readText } from '../../files/read-text.ts'
import { loadTables, parseTablePaths } from '../../files/load-tables.ts'
import { writeJson, writeText } from '../../files/write-file.ts'
import { describeLoad } from '../../reports/describe-load.ts'
import { describeValidation } from '../../reports/describe-validation.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import { reportProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { formatProgress } from '../data/load.ts'

export interface ValidateCommandOptions {
  schema?: string
  info?: string
  expression?: string
  /** `NAME=FILE` for each table to which a schema refers. */
  table?: string[]
  report?: string
  json?: boolean
}

/**
 * `aw validate FILE --schema FILE | --info FILE | --expression TEXT`: validates the table in a file against a schema or
 * validator, conditions on its profile, or an expression that is evaluated for each row. The exit code is 0 if the
 * table is valid, otherwise 1.
 */
export async function validateCommand(
  path: string,
  options: ValidateCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { schema: schemaPath, info: infoPath, report: reportPath, json } = options
  const { signal, width } = terminal
  const tablePaths = parseTablePaths(options.table ?? [])
  const sourcePaths = [schemaPath, infoPath, ...Object.values(tablePaths)].filter((source) => source !== undefined)
  await checkOutputs({ '--report': reportPath }, getFilePaths([path, ...sourcePaths]))
  const validator = await createValidator(options, terminal)
  const { file, close } = await openSource(path, terminal)
  const tables = await openTables()
  const sandbox = openSandbox()
  try {
    const { table, report: loadReport } = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      overrides: { columns: findDeclaredColumns(validator) },
      maxRetries: 3,
      signal,
      onProgress: (completed, total, unit) =>
        terminal.showProgress(`Loading ${file.name} … ${formatProgress(completed, total)} of ${unit}`),
    })
    const namedTables = await loadTables(tablePaths, tables, terminal)
    terminal.showProgress('Checking …')
    const report = await runValidator({
      validator,
      tables,
      table,
      namedTables: { ...namedTables, this: table },
      signal,
      sandbox,
    })
    terminal.showProgress(undefined)
    if (reportPath !== undefined) {
      if (/\.html?$/i.test(reportPath))
        await writeText(
          reportPath,
          renderValidationReport(report, { title: file.name, format: englishFormatter.format }),
        )
      else await writeJson(reportPath, report)
    }
    if (json) terminal.print(formatReportJson(report))
    else terminal.print(`${describeLoad(loadReport, width, { brief: true })}\n\n${describeValidation(report, width)}`)
    return report.valid ? 0 : 1
  } finally {
    await sandbox.close()
    await tables.close()
    await close()
  }
}

/** Creates a validator that combines the validators from all options. */
async function createValidator(
  { schema, info, expression }: ValidateCommandOptions,
  terminal: Terminal,
): Promise<Validator> {
  const validators: Validator[] = []
  if (schema !== undefined) validators.push(await readValidator(schema, (json) => json, terminal))
  if (info !== undefined)
    validators.push(await readValidator(info, (json) => ({ info: parseConditions(json) }), terminal))
  if (expression !== undefined) validators.push({ expression })
  if (validators.length > 0) return validators.length === 1 ? validators[0]! : { all: validators }
  throw createUsageError(error('cli.no-rule', {}))
}

/** Parses conditions from JSON (a list, or `{"info": […]}`) or from text with one condition per line. */
function parseConditions(source: string): unknown {
  const json = getValue(parseJson(source))
  if (json !== undefined) return typeof json === 'object' && json !== null && 'info' in json ? json.info : json
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

async function readValidator(
  path: string,
  parseSource: (source: string) => unknown,
  terminal: Terminal,
): Promise<Validator> {
  const { validator, problems } = parseValidator(parseSource(await readText(path)))
  if (validator && !hasErrors(problems)) {
    reportProblems(
      problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } })),
      terminal,
    )
    return validator
  }
  const first = problems[0] ?? error('schema.not-a-schema', { path })
  throw createUsageError(
    { ...first, where: { file: path, ...first.where } },
    ...problems.slice(1).map((problem) => ({ ...problem, where: { file: path, ...problem.where } })),
  )
}
