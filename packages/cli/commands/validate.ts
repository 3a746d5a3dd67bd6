import { englishFormatter } from '@aw-flow/messages/catalogs'
import { loadFile, parseValidator, runValidator } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { openSandbox } from '@aw-flow/sandbox/node'
import { error, hasErrors, validationReportHtml, type Validator } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openGiven, pathsOf } from '../files/open-given.ts'
import { readText } from '../files/read-text.ts'
import { loadBeside, namedTables } from '../files/tables-beside.ts'
import { writeJson, writeText } from '../files/write-file.ts'
import { describeLoad } from '../reports/describe-load.ts'
import { describeValidation } from '../reports/describe-validation.ts'
import { tellProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { share } from './load.ts'

export interface ValidateCommandOptions {
  schema?: string
  info?: string
  expression?: string
  /** `name=file`, for tables that a schema refers to. */
  table?: string[]
  report?: string
  json?: boolean
}

/**
 * `aw validate FILE --schema FILE | --info FILE | --expression TEXT`: whether a file's table is as it is asked to be: by a
 * schema or a validator, by conditions over its profile, by an expression over each row. Exit 0 when it is, 1 when not.
 */
export async function validateCommand(
  path: string,
  options: ValidateCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { schema: schemaPath, info: infoPath, report: reportPath, json } = options
  const { signal, width } = terminal
  const named = namedTables(options.table ?? [])
  const read = [schemaPath, infoPath, ...Object.values(named)].filter((one) => one !== undefined)
  await checkOutputs({ '--report': reportPath }, pathsOf([path, ...read]))
  const validator = await askedFor(options, terminal)
  const { file, close } = await openGiven(path, terminal)
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
    const beside = await loadBeside(named, tables, terminal)
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
    if (json) terminal.say(JSON.stringify(report, null, 2))
    else terminal.say(`${describeLoad(load, width, { brief: true })}\n\n${describeValidation(report, width)}`)
    return report.valid ? 0 : 1
  } finally {
    await sandbox.close()
    await tables.close()
    await close()
  }
}

/** Joins the validators of all options. */
async function askedFor({ schema, info, expression }: ValidateCommandOptions, terminal: Terminal): Promise<Validator> {
  const all: Validator[] = []
  if (schema !== undefined) all.push(await readValidator(schema, (json) => json, terminal))
  if (info !== undefined) all.push(await readValidator(info, (json) => ({ info: conditionsOf(json) }), terminal))
  if (expression !== undefined) all.push({ expression })
  if (all.length > 0) return all.length === 1 ? all[0]! : { all }
  throw wrongUse(error('cli.nothing-asked', {}))
}

/** A file of conditions is JSON (a list, or `{"info": […]}`), or text with one a line. */
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
    tellProblems(
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
