import {
  check,
  compareProfiles,
  createAskModel,
  deepProfile,
  previewExamples,
  profileTable,
  proposeSchema,
  proposeTableRows,
  reviewFindings,
  type CheckCache,
} from '@aw-flow/agents'
import { askData, askDataWithModel, deriveTable, writeText } from '@aw-flow/nodes'
import { defined } from '@aw-flow/schema'
import { dataQuestionSchema, tableFormats, writeRequestSchema, type TableQuery } from '@aw-flow/schema/internal'
import type { InputOf } from '../../engine/requests.ts'
import { createDerivedTables } from '../derived-tables.ts'
import { validateTable } from '../validate-schema.ts'
import type { HandlerContext } from './handler-context.ts'
import type { Handlers } from './handler-types.ts'

/** The maximum number of findings whose cells are sent to a language model. */
const maxReviewedFindings = 20

/** The maximum duration of a statement preview, in ms. */
const statementPreviewMs = 10_000

/** Creates the handlers of requests about a table. */
export function createTableHandlers({ tables, sandbox, ledger, openModel }: HandlerContext) {
  const derivedTables = createDerivedTables(
    (table, query: TableQuery, id) => deriveTable(tables, table, query, { id }),
    {
      ledger,
      hasTable: (id) => tables.has(id),
    },
  )
  const examplePreviews = createDerivedTables(
    (table, query: Omit<InputOf<'previewExamples'>, 'table'>, id) => previewExamples({ tables, table, ...query, id }),
    { ledger, hasTable: (id) => tables.has(id), prefix: 'examples' },
  )
  const statementPreviews = createDerivedTables(
    async (table, statement: { text: string }, id) =>
      tables.query(statement.text, { inputs: { input: table }, id, timeoutMs: statementPreviewMs }),
    { ledger, hasTable: (id) => tables.has(id), prefix: 'statement' },
  )
  const checkCache: CheckCache = {}
  return {
    async page({ table, offset, limit }) {
      const bytes = await tables.page(table, { offset, limit })
      return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
    },

    derive: ({ table, query }) => derivedTables.get(table, query),

    previewExamples: ({ table, ...query }) => examplePreviews.get(table, query),

    async askData(input, { signal }) {
      const question = dataQuestionSchema.parse(input)
      if (question.model === undefined) return askData(question, { tables, signal })
      const model = await openModel(question.model, signal)
      return askDataWithModel(question, { tables, model, signal })
    },

    async writeText(input, { signal }) {
      const request = writeRequestSchema.parse(input)
      const model = request.model === undefined ? undefined : await openModel(request.model, signal)
      return writeText(request, { tables, model, signal })
    },

    previewStatement: ({ table, statement }) => statementPreviews.get(table, { text: statement }),

    async profile({ table, sample, deep = false, profile: existingProfile }, { signal, onProgress }) {
      const profile =
        existingProfile ??
        (await profileTable(tables, table, {
          signal,
          onColumn: (column) => void onProgress({ column }),
          ...defined({ sample }),
        }))
      if (deep) for await (const event of deepProfile(tables, table, { profile, signal })) void onProgress(event)
      return profile
    },

    async check({ table, sensitivity, answers = [], model }, { signal, onProgress }) {
      const languageModel = model === undefined ? undefined : await openModel(model, signal)
      const report = await check(table, {
        tables,
        ...(sensitivity ? { sensitivity } : {}),
        answers,
        cache: checkCache,
        signal,
        onProgress: (percent) => void onProgress(percent),
      })
      if (!languageModel) return report
      return reviewFindings(report, { ask: createAskModel(languageModel, signal), maxFindings: maxReviewedFindings })
    },

    proposeRows: ({ table, answers = [], maxRows }, { signal, onProgress }) =>
      proposeTableRows({
        tables,
        table,
        answers,
        maxRows,
        cache: checkCache,
        signal,
        onProgress: (percent) => void onProgress(percent),
      }),

    compareProfiles: ({ before, after }) => compareProfiles(before, after),

    async proposeSchema({ table }) {
      return proposeSchema(await profileTable(tables, table))
    },

    validate: ({ table, schema }, { signal }) => validateTable({ tables, sandbox, signal, table }, schema),

    async write({ table, format }) {
      const parts: BlobPart[] = []
      for await (const chunk of tables.write(table, format)) parts.push(chunk as Uint8Array<ArrayBuffer>)
      return new Blob(parts, { type: tableFormats[format].mediaType })
    },
  } satisfies Partial<Handlers>
}
