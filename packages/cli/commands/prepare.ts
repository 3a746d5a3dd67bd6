import { loadFile, prepareTable } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { error, parseJson, preparationPlanSchema, type PreparationPlan, type PreparationTarget } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openGiven, pathsOf } from '../files/open-given.ts'
import { readText } from '../files/read-text.ts'
import { writeJson } from '../files/write-file.ts'
import { checkTableFormat, writeTable } from '../files/write-table.ts'
import { describeLoad } from '../reports/describe-load.ts'
import { describePreparation } from '../reports/describe-preparation.ts'
import { tellProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { share } from './load.ts'

export interface PrepareCommandOptions {
  target: PreparationTarget
  out?: string
  plan?: string
  apply?: string
  json?: boolean
}

/** `aw prepare FILE`: the table of a file made fit for a target. Exit 0 when it is, 1 when it is not. */
export async function prepareCommand(
  path: string,
  options: PrepareCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { target, out, plan: planPath, apply, json } = options
  const { signal, width } = terminal
  checkTableFormat(out)
  await checkOutputs({ '--out': out, '--plan': planPath }, pathsOf(apply === undefined ? [path] : [path, apply]))
  const given = apply === undefined ? undefined : await readPlan(apply)
  const { file, close } = await openGiven(path, terminal)
  const tables = await openDuckDb()
  try {
    const loaded = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (done, total, unit) => terminal.progress(`Loading ${file.name} … ${share(done, total)} of ${unit}`),
    })
    terminal.progress('Preparing …')
    const { table, report } = await prepareTable({
      tables,
      table: loaded.table,
      target,
      id: `prepare_${file.dataset}`,
      ...(given ? { plan: given } : {}),
      signal,
    })
    terminal.progress(undefined)
    if (out !== undefined) tellProblems(await writeTable(out, table, tables, signal), terminal)
    if (planPath !== undefined) await writeJson(planPath, report.plan)
    if (json) terminal.say(JSON.stringify({ load: loaded.report, prepare: report }, null, 2))
    else {
      terminal.say(`${describeLoad(loaded.report, width, { brief: true })}\n`)
      terminal.say(describePreparation(report, width))
    }
    return report.validation.valid ? 0 : 1
  } finally {
    await tables.close()
    await close()
  }
}

async function readPlan(path: string): Promise<PreparationPlan> {
  const { json, problem } = parseJson(await readText(path))
  if (problem) throw wrongUse({ ...problem, where: { file: path, ...problem.where } })
  const plan = preparationPlanSchema.safeParse(json)
  if (plan.success) return plan.data
  const [first] = plan.error.issues
  const message = `"${path}" is no preparation plan: ${first?.path.join('.') || 'the whole'}: ${first?.message ?? ''}`
  const hint = 'Write one with --plan and change that.'
  throw wrongUse(error('plan.invalid', message, { where: { file: path }, hint }))
}
