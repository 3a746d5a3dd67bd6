import { loadFile, type LoadOverrides } from '@aw-flow/agents'
import { defineNode, NodeError, type Files, type RunArguments, type SourceFile } from '@aw-flow/engine'
import {
  error,
  savedLoadPlanSchema,
  warning,
  type Column,
  type Problem,
  type SavedLoadPlan,
  type Value,
} from '@aw-flow/schema'
import { z } from 'zod'
import { addressProblems as problemsOf, shortAddress } from '../requests/address-problems.ts'
import { performRequest } from '../requests/perform-request.ts'

const addressProblems = (address: string): Problem[] => problemsOf(address, 'address')

const settings = z.strictObject({
  dataset: z.string().default('').meta({
    title: 'Dataset',
    description: 'The file to load. Empty: the file that the run is given, or the one on the input.',
    format: 'dataset',
  }),
  address: z
    .string()
    .default('')
    .meta({
      title: 'Address',
      description:
        'Where the file is fetched from when the workflow runs, beginning with https:// or http://. A dataset or a given file goes before it.',
      format: 'address',
      examples: ['https://example.com/data.csv'],
    }),
  encoding: z
    .string()
    .default('auto')
    .meta({
      title: 'Encoding',
      description: 'How bytes become characters: "auto", or a name such as utf-8, windows-1252 or shift_jis.',
      examples: ['auto', 'utf-8', 'windows-1252', 'iso-8859-2', 'utf-16le', 'shift_jis', 'gb18030'],
    }),
  delimiter: z
    .string()
    .default('auto')
    .meta({
      title: 'Delimiter',
      description: 'What stands between cells: "auto", or the characters themselves; "tab" for a tab.',
      examples: ['auto', ',', ';', 'tab', '|'],
    }),
  header: z
    .enum(['auto', 'yes', 'no'])
    .default('auto')
    .meta({ title: 'Header', description: 'Whether the first line names the columns.' }),
  entry: z.string().default('auto').meta({
    title: 'Entry',
    description: 'For an archive: the file in it, by its name. "auto": the largest table.',
  }),
  part: z.string().default('auto').meta({
    title: 'Part',
    description:
      'For a workbook, a database or a page: the sheet or table, by its name; of a text with several tables: its number, from 1. "auto": the largest one.',
  }),
  records: z.string().default('auto').meta({
    title: 'Records',
    description: 'For JSON: where the records are, as keys with dots ("data.items"). "auto": the largest list.',
  }),
  plan: savedLoadPlanSchema.nullable().default(null).meta({
    title: 'Load plan',
    description:
      'A plan that was looked at and kept: its file is read by it as it stands, the next file after it was checked for what differs. Empty: every file is looked at as if nothing were known.',
    format: 'load-plan',
  }),
  maxRetries: z
    .int()
    .min(0)
    .max(10)
    .default(3)
    .meta({ title: 'Retries', description: 'How often the agent may try again with another plan.' }),
})

type Settings = z.output<typeof settings>

/** Loads a file of any form into a table, deciding from its content how. */
export const loadingNode = defineNode({
  type: 'loading',
  version: 1,
  family: 'data-agents',
  title: 'Load',
  description:
    'Reads a file of which nothing is known into a table: format, encoding, delimiter, header and types are decided from its content, and every decision is told.',
  icon: 'file-input',
  inputs: [{ name: 'file', type: 'file', label: 'File' }],
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  settings,

  describe({ settings: { dataset, address, plan, ...rest }, inputs, context }) {
    const preview = dataset === '' ? undefined : context.preview(dataset)
    const isFetched = address !== '' && dataset === '' && inputs.file === undefined
    const problems: Problem[] = isFetched ? addressProblems(address) : []
    const isMissing = dataset !== '' && inputs.file === undefined && context.has?.(dataset) === false
    if (isMissing)
      problems.push(
        error('load.dataset-missing', 'The chosen file is not here any more.', {
          where: { setting: 'dataset' },
          hint: 'Choose another file, or add the same file again.',
        }),
      )
    if (preview?.format === 'binary')
      problems.push(
        error('load.no-reader', 'No reader takes the chosen file.', {
          where: { setting: 'dataset' },
          hint: 'Choose a table: CSV, JSON, Excel, Parquet, Arrow, SQLite, XML or HTML, alone or in gzip or zip.',
        }),
      )
    if (preview?.format === 'empty')
      problems.push(
        warning('load.empty-file', 'The chosen file is empty: it gives a table without columns.', {
          where: { setting: 'dataset' },
          hint: 'Choose the file that holds the data.',
        }),
      )
    const isAuto = [rest.encoding, rest.delimiter, rest.header, rest.entry, rest.part, rest.records].every(
      (one) => one === 'auto',
    )
    // A preview was made without these settings: with others its columns may be others.
    const columns = plan ? plannedColumns(plan) : isAuto ? preview?.columns : undefined
    const from = isFetched ? `What ${shortAddress(address)} answers` : undefined
    const summary = summaryOf(rest, dataset, isMissing ? 'missing' : preview?.format, inputs.file !== undefined, from)
    return {
      outputs: { table: { type: 'table', ...(columns ? { columns } : {}) } },
      summary: plan ? `${summary}, by a kept plan` : summary,
      problems,
    }
  },

  derivation({ settings: { dataset, address, ...rest }, inputs: { file } }) {
    const own = file?.kind === 'file' ? file.dataset : dataset
    return { ...rest, dataset: own, ...(own === '' && address !== '' ? { address } : {}) }
  },

  async run(args) {
    const { node, label, settings: chosen, inputs, key, tables, files, clock, signal, progress, log } = args
    const isFetched = chosen.address !== '' && chosen.dataset === '' && inputs.file?.kind !== 'file'
    const given = isFetched ? await fetched(args, chosen.address) : inputs.file
    const file = await openFile({ node, label }, chosen.dataset, given, files)
    log('info', `Loading ${file.name} (${file.size.toLocaleString('en-US')} bytes).`)
    try {
      const { table, report } = await loadFile(file, {
        tables,
        id: key,
        overrides: loadOverrides(chosen),
        ...(chosen.plan ? { saved: chosen.plan } : {}),
        maxRetries: chosen.maxRetries,
        signal,
        elapsed: () => clock.elapsed(),
        onProgress: progress,
      })
      return {
        outputs: { table: { kind: 'table', table } },
        report: { kind: 'load', report },
        problems: report.warnings.map((one) => at(node, one)),
      }
    } catch (cause) {
      throw cause instanceof NodeError ? placed(node, cause) : cause
    }
  },
})

const plannedColumns = ({ plan }: SavedLoadPlan): Column[] => plan.columns.map(({ name, type }) => ({ name, type }))

const at = (node: string, problem: Problem): Problem => ({ ...problem, where: { node, ...problem.where } })

const placed = (node: string, cause: NodeError): NodeError =>
  new NodeError(cause.kind, at(node, cause.problem), {
    agentRetries: cause.agentRetries,
    ...(cause.report ? { report: cause.report } : {}),
    cause,
  })

/** What the settings of a `loading` node fix, in the words of `loadFile`; "auto" and nothing fix nothing. */
export function loadOverrides({
  encoding,
  delimiter,
  header,
  entry,
  part,
  records,
}: Omit<Settings, 'dataset' | 'address' | 'plan' | 'maxRetries'>): LoadOverrides {
  const isSet = (text: string): boolean => text !== 'auto' && text !== ''
  const marks: Record<string, string> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|', space: ' ' }
  return {
    ...(isSet(encoding) ? { encoding } : {}),
    ...(isSet(delimiter) ? { delimiter: marks[delimiter.toLowerCase()] ?? delimiter } : {}),
    ...(header === 'auto' ? {} : { header }),
    ...(isSet(entry) ? { entry } : {}),
    ...(isSet(part) ? { part } : {}),
    ...(/^[1-9]\d{0,3}$/.test(part) ? { table: Number(part) } : {}),
    ...(isSet(records) ? { recordsPath: records.split('.') } : {}),
  }
}

/** What an address answers is kept as a dataset: a run that goes on reads the same. */
async function fetched(args: RunArguments<Settings>, address: string): Promise<Value> {
  const [wrong] = addressProblems(address)
  if (wrong) throw new NodeError('permanent', at(args.node, wrong))
  args.log('info', `Fetching ${shortAddress(address)}.`)
  const { file } = await performRequest(args, {
    method: 'GET',
    url: address,
    headers: {},
    secrets: [],
    timeoutMs: 60_000,
    mostBytes: 4 * 1024 ** 3,
    retryOn: new Set([408, 425, 429, 500, 502, 503, 504]),
    failOnStatus: true,
    take: 'file',
  }).catch((cause: unknown) => {
    throw cause instanceof NodeError ? inSetting(args.node, cause) : cause
  })
  return { kind: 'file', ...file! }
}

const inSetting = (node: string, cause: NodeError): NodeError =>
  new NodeError(
    cause.kind,
    { ...cause.problem, where: { node, setting: 'address', ...cause.problem.where } },
    { ...(cause.retryAfterMs === undefined ? {} : { retryAfterMs: cause.retryAfterMs }), cause },
  )

async function openFile(
  { node, label }: { node: string; label: string },
  dataset: string,
  input: Value | undefined,
  files: Files,
): Promise<SourceFile> {
  const given = input?.kind === 'file' ? input : undefined
  const wanted = given?.dataset ?? (dataset === '' ? undefined : dataset)
  if (wanted === undefined)
    throw new NodeError(
      'permanent',
      error(
        'load.no-dataset',
        `“${label}” has no file to load: its setting "dataset" is empty and the run was given none.`,
        {
          where: { node, setting: 'dataset' },
          hint: 'Choose a dataset in the node, or give the run a file.',
        },
      ),
    )
  const file = await files.open(wanted)
  if (file) return file
  throw new NodeError(
    'permanent',
    error(
      'load.dataset-gone',
      given
        ? `“${label}” was given the file “${given.name}”, which is not here any more.`
        : `The file chosen in “${label}” is not here any more.`,
      {
        where: { node, setting: 'dataset' },
        hint: 'Choose another file in the node, or add the same file again.',
      },
    ),
  )
}

function summaryOf(
  { encoding, delimiter, header, entry, part, records }: Omit<Settings, 'dataset' | 'address' | 'plan'>,
  dataset: string,
  format: string | undefined,
  hasInput: boolean,
  fetchedFrom: string | undefined,
): string {
  const from = hasInput
    ? 'The file on the input'
    : fetchedFrom !== undefined
      ? fetchedFrom
      : dataset === ''
        ? 'The file that the run is given'
        : format === 'missing'
          ? 'A file that is not here any more'
          : format
            ? `A chosen ${format === 'csv' ? 'delimited' : format} file`
            : 'A chosen file'
  const fixed = [
    encoding === 'auto' ? '' : encoding,
    delimiter === 'auto' ? '' : `delimiter ${JSON.stringify(delimiter)}`,
    header === 'auto' ? '' : header === 'yes' ? 'with header' : 'without header',
    entry === 'auto' ? '' : `${entry} of the archive`,
    part === 'auto' ? '' : `part ${part}`,
    records === 'auto' ? '' : `records in ${records}`,
  ].filter(Boolean)
  return fixed.length === 0 ? `${from}, read by its content` : `${from}, ${fixed.join(', ')}`
}
