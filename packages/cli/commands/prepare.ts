import { loadFile, loadLinks, prepareTable, type PrepareTableOptions } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { openSandbox } from '@aw-flow/sandbox/node'
import { error, type PointLayout } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openNamedModel, type NamedModel } from '../files/named-model.ts'
import { openGiven, pathsOf } from '../files/open-given.ts'
import { readPlan, readTarget, withoutRejected } from '../files/read-plan.ts'
import { loadBeside, namedTables } from '../files/tables-beside.ts'
import { loadAsText } from '../files/text-table.ts'
import { writeCosmograph, type CosmographFormat } from '../files/write-cosmograph.ts'
import { writeJson } from '../files/write-file.ts'
import { checkTableFormat, writeTable } from '../files/write-table.ts'
import { describeLoad } from '../reports/describe-load.ts'
import { describePreparation } from '../reports/describe-preparation.ts'
import { tellProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { share } from './load.ts'

export interface PrepareCommandOptions extends NamedModel {
  /** A name, or a file with a schema of one's own. */
  target: string
  out?: string
  plan?: string
  /** Where the plan that leads back is written. */
  inverse?: string
  apply?: string
  /** Operations of that plan that are left out, by id or number. */
  reject: string[]
  links?: string
  /** `name=file`, for tables that the plan reads by name. */
  table: string[]
  layout?: PointLayout
  seed: number
  label?: string
  linksOut?: string
  cosmograph?: string
  format: CosmographFormat
  json?: boolean
}

/** `aw prepare FILE`: the table of a file made fit for a target. Exit 0 when it is, 1 when it is not. */
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
    cosmograph,
    json,
    layout,
    seed,
    label,
  } = options
  const { signal, width } = terminal
  checkTableFormat(out)
  checkTableFormat(linksOut)
  const named = namedTables(options.table)
  const sources = [path, apply, linksPath, ...Object.values(named)].filter((one) => one !== undefined)
  await checkOutputs(
    { '--out': out, '--plan': planPath, '--inverse': inverse, '--links-out': linksOut },
    pathsOf(sources),
  )
  const given = apply === undefined ? undefined : withoutRejected(await readPlan(apply), options.reject)
  if (!given && options.reject.length > 0) throw nothingToReject
  const goal = given ? { target: given.target } : await readTarget(options.target)
  const { file, close } = await openGiven(path, terminal)
  const tables = await openDuckDb()
  const sandbox = openSandbox()
  let proposer: Awaited<ReturnType<typeof openNamedModel>>
  try {
    proposer = await openNamedModel(options, tables)
    const loaded = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (done, total, unit) => terminal.progress(`Loading ${file.name} … ${share(done, total)} of ${unit}`),
    })
    const table = given?.asText
      ? await loadAsText(file, loaded, { tables, id: `text_${file.dataset}`, signal })
      : loaded.table
    const beside = await loadBeside({ ...named, ...(linksPath ? { links: linksPath } : {}) }, tables, terminal)
    const linked = beside.links ?? (await loadLinks(file, loaded.report, { tables, signal }))
    terminal.progress('Preparing …')
    const settings: PrepareTableOptions = {
      tables,
      table,
      ...goal,
      id: `prepare_${file.dataset}`,
      namedTables: { ...beside, ...(linked ? { links: linked } : {}) },
      ...(given ? { plan: given } : {}),
      ...(layout ? { layout } : {}),
      ...(label === undefined ? {} : { label }),
      ...(proposer && !given ? { propose: proposer.propose, modelUse: proposer.used } : {}),
      seed,
      signal,
      sandbox,
    }
    const { table: prepared, links, report } = await prepareTable(settings)
    terminal.progress(undefined)
    if (out !== undefined) tellProblems(await writeTable(out, prepared, tables, signal), terminal)
    if (linksOut !== undefined) {
      if (!links) throw noLinks(linksOut)
      tellProblems(await writeTable(linksOut, links, tables, signal), terminal)
    }
    if (cosmograph !== undefined)
      tellProblems(
        await writeCosmograph(cosmograph, options.format, { table: prepared, links, report }, tables, signal),
        terminal,
      )
    if (planPath !== undefined) await writeJson(planPath, report.plan)
    if (inverse !== undefined) {
      if (!report.inverse) throw noInverse(inverse, report.target)
      await writeJson(inverse, report.inverse)
    }
    if (json) terminal.say(JSON.stringify({ load: loaded.report, prepare: report }, null, 2))
    else {
      terminal.say(`${describeLoad(loaded.report, width, { brief: true })}\n`)
      terminal.say(describePreparation(report, width))
    }
    return report.validation.valid && report.links?.validation.valid !== false ? 0 : 1
  } finally {
    await proposer?.close()
    await sandbox.close()
    await tables.close()
    await close()
  }
}

const nothingToReject = wrongUse(error('prepare.nothing-to-reject', {}))

const noLinks = (path: string) => wrongUse(error('prepare.no-links', { path }, { where: { file: path } }))

const noInverse = (path: string, target: string) =>
  wrongUse(error('prepare.no-inverse', { target, path }, { where: { file: path } }))
