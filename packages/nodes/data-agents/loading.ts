import { message, type Message } from '@aw-flow/messages'
import { loadFile, reviewLoad, type LoadOverrides } from '@aw-flow/agents'
import { NodeError, type Files, type RunArguments, type SourceFile } from '@aw-flow/engine'
import { error, warning, defined, type Column, type Problem, type Value } from '@aw-flow/schema'
import { savedLoadPlanSchema, type SavedLoadPlan } from '@aw-flow/schema/internal'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { findUrlProblems, shortenUrl } from '../requests/find-url-problems.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'
import { performRequest } from '../requests/perform-request.ts'
import { askModel, optionalModelSettings } from './ask-model.ts'

const findAddressProblems = (address: string): Problem[] => findUrlProblems(address, 'address')

const settings = z.strictObject({
  dataset: z.string().default('').meta({
    title: 'Dataset',
    description: 'The file to load. Leave empty to load the file passed to the run or the input.',
    format: 'dataset',
  }),
  address: z
    .string()
    .default('')
    .meta({
      title: 'URL',
      description:
        'URL to download the file from at run time, starting with https:// or http://. A dataset or an input file takes precedence.',
      format: 'address',
      examples: ['https://example.com/data.csv'],
    }),
  encoding: z
    .string()
    .default('auto')
    .meta({
      advanced: true,
      title: 'Encoding',
      description: 'Character encoding: "auto", or a name such as utf-8, windows-1252 or shift_jis.',
      examples: ['auto', 'utf-8', 'windows-1252', 'iso-8859-2', 'utf-16le', 'shift_jis', 'gb18030'],
    }),
  delimiter: z
    .string()
    .default('auto')
    .meta({
      title: 'Delimiter',
      description: 'Characters that separate cells, "tab" for a tab, or "auto".',
      examples: ['auto', ',', ';', 'tab', '|'],
    }),
  header: z
    .enum(['auto', 'yes', 'no'])
    .default('auto')
    .meta({
      title: 'Header row',
      description: 'Whether the first line contains the column names.',
      labels: { auto: 'Detect automatically', yes: 'Yes', no: 'No' },
    }),
  entry: z.string().default('auto').meta({
    advanced: true,
    title: 'Archive entry',
    description: 'Name of the file in an archive, or "auto" for the largest table.',
  }),
  part: z.string().default('auto').meta({
    title: 'Sheet or table',
    description:
      'Name of the sheet or table in a workbook, database or web page, or the number (from 1) of a table in a text file. "auto" selects the largest one.',
  }),
  records: z.string().default('auto').meta({
    advanced: true,
    title: 'Records path',
    description: 'Path to the records in JSON, such as data.items, or "auto" for the largest list.',
  }),
  plan: savedLoadPlanSchema.nullable().default(null).meta({
    title: 'Load plan',
    description:
      'A saved plan. The file it was made for is read exactly as planned; other files are compared with the plan first. Leave empty to detect everything in each run.',
    format: 'load-plan',
  }),
  maxRetries: z
    .int()
    .min(0)
    .max(10)
    .default(3)
    .meta({ advanced: true, title: 'Retries', description: 'Maximum number of alternative load plans to try.' }),
  ...insertionSetting,
  ...optionalModelSettings,
})

type Settings = z.output<typeof settings>
type ReadingSettings = Pick<Settings, 'encoding' | 'delimiter' | 'header' | 'entry' | 'part' | 'records'>

/** Loads a file of any format into a table. How to read the file is detected from its content. @internal */
export const loadingNode = escapeInsertions({
  type: 'loading',
  version: 1,
  family: 'data-agents',
  title: 'Load',
  description:
    'Loads any file into a table. Detects format, encoding, delimiter, header row and column types from the content, and reports each decision.',
  icon: 'file-input',
  reads: ['untrusted', 'private'],
  // If an agent uses the node as a tool, the URL can contain arguments from the model.
  effects: ({ address, dataset }) => (address !== '' && dataset === '' ? 'external' : 'none'),
  targets: ['address'],
  inputs: [{ name: 'file', type: 'file', label: 'File' }],
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  // A plan contains names and cells of the file it was made for, which must not be evaluated.
  verbatim: ['plan.plan'],
  settings,

  describe({ settings: { dataset, address, plan, ...rest }, inputs, context, runDataset }) {
    const preview = dataset === '' ? undefined : context.findPreview(dataset)
    const isDownload = address !== '' && dataset === '' && inputs.file === undefined
    const problems: Problem[] = isDownload ? findAddressProblems(address) : []
    const isMissing = dataset !== '' && inputs.file === undefined && context.hasDataset?.(dataset) === false
    if (isMissing) problems.push(error('load.dataset-missing', {}, { where: { setting: 'dataset' } }))
    if (preview?.format === 'binary')
      problems.push(error('load.no-reader.chosen', {}, { where: { setting: 'dataset' } }))
    if (preview?.format === 'empty')
      problems.push(warning('load.empty-file.chosen', {}, { where: { setting: 'dataset' } }))
    const isAuto = [rest.encoding, rest.delimiter, rest.header, rest.entry, rest.part, rest.records].every(
      (value) => value === 'auto',
    )
    // The preview uses neither these settings nor a model, so its columns may differ from those of the run.
    const isRunFile = dataset === '' && address === '' && inputs.file === undefined && runDataset !== undefined
    const runColumns = isRunFile ? context.findPreview(runDataset)?.columns : undefined
    const previewColumns = runColumns && runColumns.length > 0 ? runColumns : preview?.columns
    const columns = plan ? toColumns(plan) : isAuto && rest.model === '' ? previewColumns : undefined
    const source =
      inputs.file === undefined
        ? isDownload
          ? message('loading.source-url', { url: shortenUrl(address) })
          : dataset === ''
            ? message('loading.source-run', {})
            : isMissing
              ? message('loading.source-missing', {})
              : message('loading.source-file', { file: preview?.name ?? '' })
        : message('loading.source-input', {})
    const format = isMissing || inputs.file !== undefined || isDownload ? undefined : preview?.format
    const parts = [
      ...(format === undefined ? [] : [message('file.label', { format })]),
      ...describeReading(rest, plan !== null),
    ]
    return {
      outputs: { table: defined({ type: 'table', columns }) },
      summary: message('loading.summary', { source, parts }),
      problems,
    }
  },

  // Settings that are filled in during a run do not have their defaults yet.
  derivation({ settings: config, inputs: { file } }) {
    const { dataset, address, insertion: _, model, fallbackModels = [], modelRows, ...rest } = config
    const datasetId = file?.kind === 'file' ? file.dataset : dataset
    return {
      ...rest,
      // Without a model, the model settings are omitted, so that tables loaded before these settings existed can be
      // reused.
      ...(model === '' ? {} : { model, modelRows, ...(fallbackModels.length > 0 ? { fallbackModels } : {}) }),
      dataset: datasetId,
      ...(datasetId === '' && address !== '' ? { address } : {}),
    }
  },

  async run(args) {
    const { node, label, settings: config, inputs, key, tables, files, clock, signal, reportProgress, log } = args
    const isDownload = config.address !== '' && config.dataset === '' && inputs.file?.kind !== 'file'
    const input = isDownload ? await download(args, config.address) : inputs.file
    const file = await openFile({ node, label }, config.dataset, input, files)
    log('info', message('loading.started', { file: file.name, size: file.size }))
    try {
      const load = (overrides: LoadOverrides, id: string) =>
        loadFile(file, {
          tables,
          id,
          overrides: { ...createLoadOverrides(config), ...overrides },
          ...(config.plan ? { saved: config.plan } : {}),
          maxRetries: config.maxRetries,
          signal,
          elapsed: () => clock.elapsed(),
          onProgress: reportProgress,
        })
      const loadResult = await load({}, key)
      // A saved plan leaves no decisions to a model.
      const { table, report } =
        config.model === '' || config.plan
          ? loadResult
          : await reviewLoad(file, loadResult, {
              tables,
              signal,
              ask: (request) => askModel(args, config, request),
              maxLines: config.modelRows,
              load,
            })
      return {
        outputs: { table: { kind: 'table', table } },
        report: { kind: 'load', report },
        problems: report.warnings.map((problem) => addProblemLocation(node, problem)),
      }
    } catch (cause) {
      throw cause instanceof NodeError ? addErrorLocation(node, cause) : cause
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const loadingNodeV1 = createEarlierVersion(loadingNode, 1, settings)

const toColumns = ({ plan }: SavedLoadPlan): Column[] => plan.columns.map(({ name, type }) => ({ name, type }))

const addProblemLocation = (node: string, problem: Problem): Problem => ({
  ...problem,
  where: { node, ...problem.where },
})

const addErrorLocation = (node: string, cause: NodeError): NodeError =>
  new NodeError(
    cause.kind,
    addProblemLocation(node, cause.problem),
    defined({ agentRetries: cause.agentRetries, report: cause.report, cause }),
  )

/**
 * Converts the settings of a `loading` node to overrides for `loadFile`. Empty settings and "auto" are omitted.
 *
 * @internal
 */
export function createLoadOverrides({
  encoding,
  delimiter,
  header,
  entry,
  part,
  records,
}: ReadingSettings): LoadOverrides {
  const isSet = (text: string): boolean => text !== 'auto' && text !== ''
  const delimiters: Record<string, string> = {
    tab: '\t',
    '\\t': '\t',
    comma: ',',
    semicolon: ';',
    pipe: '|',
    space: ' ',
  }
  return {
    ...(isSet(encoding) ? { encoding } : {}),
    ...(isSet(delimiter) ? { delimiter: delimiters[delimiter.toLowerCase()] ?? delimiter } : {}),
    ...(header === 'auto' ? {} : { header }),
    ...(isSet(entry) ? { entry } : {}),
    ...(isSet(part) ? { part } : {}),
    ...(/^[1-9]\d{0,3}$/.test(part) ? { table: Number(part) } : {}),
    ...(isSet(records) ? { recordsPath: records.split('.') } : {}),
  }
}

/** Downloads a file and stores it as a dataset, so that a resumed run reads the same bytes. */
async function download(args: RunArguments<Settings>, url: string): Promise<Value> {
  const [problem] = findAddressProblems(url)
  if (problem) throw new NodeError('permanent', addProblemLocation(args.node, problem))
  args.log('info', message('loading.fetching', { url: shortenUrl(url) }))
  const { file } = await performRequest(args, {
    method: 'GET',
    url,
    headers: {},
    secrets: [],
    timeoutMs: 60_000,
    maxBytes: 4 * 1024 ** 3,
    retryOn: new Set([408, 425, 429, 500, 502, 503, 504]),
    failOnStatus: true,
    bodyType: 'file',
  }).catch((cause: unknown) => {
    throw cause instanceof NodeError ? addSettingLocation(args.node, cause) : cause
  })
  return { kind: 'file', ...file! }
}

const addSettingLocation = (node: string, cause: NodeError): NodeError =>
  new NodeError(
    cause.kind,
    { ...cause.problem, where: { node, setting: 'address', ...cause.problem.where } },
    defined({ retryAfterMs: cause.retryAfterMs, cause }),
  )

async function openFile(
  { node, label }: { node: string; label: string },
  dataset: string,
  input: Value | undefined,
  files: Files,
): Promise<SourceFile> {
  const inputFile = input?.kind === 'file' ? input : undefined
  const datasetId = inputFile?.dataset ?? (dataset === '' ? undefined : dataset)
  if (datasetId === undefined)
    throw new NodeError('permanent', error('load.no-dataset', { node: label }, { where: { node, setting: 'dataset' } }))
  const file = await files.open(datasetId)
  if (file) return file
  throw new NodeError(
    'permanent',
    error(
      'load.dataset-deleted',
      { node: label, file: inputFile?.name ?? '' },
      { where: { node, setting: 'dataset' } },
    ),
  )
}

/** Describes the settings that control how the file is read. If none is set, states that the format is detected. */
function describeReading(
  { encoding, delimiter, header, entry, part, records }: ReadingSettings,
  hasPlan: boolean,
): Message[] {
  const parts = [
    ...(encoding === 'auto' ? [] : [message('loading.with-encoding', { encoding })]),
    ...(delimiter === 'auto' ? [] : [message('loading.with-delimiter', { delimiter })]),
    ...(header === 'auto' ? [] : [message('loading.with-header', { header })]),
    ...(entry === 'auto' ? [] : [message('loading.with-entry', { entry })]),
    ...(part === 'auto' ? [] : [message('loading.with-part', { part })]),
    ...(records === 'auto' ? [] : [message('loading.with-records', { path: records })]),
    ...(hasPlan ? [message('loading.by-saved-plan', {})] : []),
  ]
  return parts.length === 0 ? [message('loading.detected', {})] : parts
}
