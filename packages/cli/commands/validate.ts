import { englishFormatter } from '@aw-flow/messages/catalogs'
import { loadFile, parseValidator, runValidator } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { openSandbox } from '@aw-flow/sandbox/node'
import { error, hasErrors, validationReportHtml, type Validator } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openSource, pathsOf } from '../files/open-source.ts'
import { readText } from '../files/read-text.ts'
import { loadTables, parseTables } from '../files/load-tables.ts'
import { writeJson, writeText } from '../files/write-file.ts'
import { describeLoad } from '../reports/describe-load.ts'
import { describeValidation } from '../reports/describe-validation.ts'
import { reportJson } from '../reports/report-json.ts'
import { reportProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { share } from './load.ts'

export interface ValidateCommandOptions {
  schema?: string
  info?: string
  expression?: string
  /** `NAME=FILE` for each table that a schema refers to. */
  table?: string[]
  report?: string
  json?: boolean
}

/**
 * `aw validate FILE --schema FILE | --info FILE | --expression TEXT`: validates the table of a file with a schema or validator,
 * with conditions on its profile, or with an expression on each row. Exit code 0 if it is valid, otherwise 1.
 */
export async function validateCommand(
  path: string,
  options: ValidateCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { schema: schemaPath, info: infoPath, report: reportPath, json } = options
  const { signal, width } = terminal
  const named = parseTables(options.table ?? [])
  const read = [schemaPath, infoPath, ...Object.values(named)].filter((source) => source !== undefined)
  await checkOutputs({ '--report': reportPath }, pathsOf([path, ...read]))
  const validator = await validatorOf(options, terminal)
  const { file, close } = await openSource(path, terminal)
  const tables = await openDuckDb()
  const sandbox = openSandbox()
  try {
    const { table, report: load } = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (done, total, unit) => terminal.progress(`Loading ${file.name} … ${share(done, total)} of ${unit}`),
    })
    const beside = await loadTables(named, tables, terminal)
    terminal.progress('Checking …')
    const report = await runValidator({
      validator,
      tables,
      table,
      namedTables: { ...beside, this: table },
      signal,
      sandbox,
    })
    terminal.progress(undefined)
    if (reportPath !== undefined) {
      if (/\.html?$/i.test(reportPath))
        await writeText(reportPath, validationReportHtml(report, { title: file.name, format: englishFormatter.format }))
      else await writeJson(reportPath, report)
    }
    if (json) terminal.print(reportJson(report))
    else terminal.print(`${describeLoad(load, width, { brief: true })}\n\n${describeValidation(report, width)}`)
    return report.valid ? 0 : 1
  } finally {
    await sandbox.close()
    await tables.close()
    await close()
  }
}

/** Combines the validators of all options. */
async function validatorOf(
  { schema, info, expression }: ValidateCommandOptions,
  terminal: Terminal,
): Promise<Validator> {
  const all: Validator[] = []
  if (schema !== undefined) all.push(await readValidator(schema, (json) => json, terminal))
  if (info !== undefined) all.push(await readValidator(info, (json) => ({ info: conditionsOf(json) }), terminal))
  if (expression !== undefined) all.push({ expression })
  if (all.length > 0) return all.length === 1 ? all[0]! : { all }
  throw wrongUse(error('cli.nothing-asked', {}))
}

/** Parses a file of conditions: JSON (a list, or `{"info": […]}`), or text with one condition per line. */
function conditionsOf(source: string): unknown {
  try {
    const json: unknown = JSON.parse(source)
    return typeof json === 'object' && json !== null && 'info' in json ? json.info : json
  } catch {
    return source
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
  }
}

async function readValidator(path: string, shape: (source: string) => unknown, terminal: Terminal): Promise<Validator> {
  const { validator, problems } = parseValidator(shape(await readText(path)))
  if (validator && !hasErrors(problems)) {
    reportProblems(
      problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } })),
      terminal,
    )
    return validator
  }
  const first = problems[0] ?? error('schema.not-a-schema', { path })
  throw wrongUse(
    { ...first, where: { file: path, ...first.where } },
    ...problems.slice(1).map((problem) => ({ ...problem, where: { file: path, ...problem.where } })),
  )
}
