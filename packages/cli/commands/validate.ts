import { loadFile, parseTableSchema, validateTable } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { error, type TableSchema } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openGiven, pathsOf } from '../files/open-given.ts'
import { readText } from '../files/read-text.ts'
import { writeJson } from '../files/write-file.ts'
import { describeLoad } from '../reports/describe-load.ts'
import { describeValidation } from '../reports/describe-validation.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { share } from './load.ts'

export interface ValidateCommandOptions {
  schema: string
  report?: string
  json?: boolean
}

/** `aw validate FILE --schema FILE`: whether a file's table keeps a schema. Exit 0 when it does, 1 when it does not. */
export async function validateCommand(
  path: string,
  options: ValidateCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { schema: schemaPath, report: reportPath, json } = options
  const { signal, width } = terminal
  await checkOutputs({ '--report': reportPath }, pathsOf([path, schemaPath]))
  const schema = await readSchema(schemaPath)
  const { file, close } = await openGiven(path, terminal)
  const tables = await openDuckDb()
  try {
    const { table, report: load } = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (done, total, unit) => terminal.progress(`Loading ${file.name} … ${share(done, total)} of ${unit}`),
    })
    terminal.progress('Checking …')
    const report = await validateTable({ tables, table, schema, signal })
    terminal.progress(undefined)
    if (reportPath !== undefined) await writeJson(reportPath, report)
    if (json) terminal.say(JSON.stringify(report, null, 2))
    else terminal.say(`${describeLoad(load, width, { brief: true })}\n\n${describeValidation(report, width)}`)
    return report.valid ? 0 : 1
  } finally {
    await tables.close()
    await close()
  }
}

async function readSchema(path: string): Promise<TableSchema> {
  const { schema, problems } = parseTableSchema(await readText(path))
  if (schema) return schema
  const first = problems[0] ?? error('schema.invalid', `"${path}" is no schema.`)
  throw wrongUse(
    { ...first, where: { file: path, ...first.where } },
    ...problems.slice(1).map((problem) => ({ ...problem, where: { file: path, ...problem.where } })),
  )
}
