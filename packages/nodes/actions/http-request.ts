import { message } from '@aw-flow/messages'
import { loadFile } from '@aw-flow/agents'
import { NodeError, type NodeResult, type RunArguments } from '@aw-flow/engine'
import { error, warning, type Json, type Port, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { createPartialInsertionSetting, escapeInsertions } from '../requests/insertion.ts'
import { findUrlProblems, shortenUrl } from '../requests/find-url-problems.ts'
import { createMemoryFile } from '../requests/memory-file.ts'
import { createFirstPageUrl, readItems, findNextPage, paginationKinds, type Pagination } from '../requests/next-page.ts'
import { getByPath } from '../requests/read-path.ts'
import { performRequest, type ServiceResponse, type ServiceRequest } from '../requests/perform-request.ts'
import { bodyKinds, createRequestBody } from '../requests/request-body.ts'
import {
  createSecretUses,
  checkAuthentication,
  findBrokerHeaderProblems,
  authenticationSettings,
} from '../requests/authentication.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const scalarRecord = z.record(z.string(), scalar)

const settings = z.strictObject({
  method: z
    .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
    .default('GET')
    .meta({ title: 'Method', description: 'HTTP method of the request.' }),
  url: z
    .string()
    .default('')
    .meta({
      title: 'URL',
      description: 'URL of the request, starting with https:// or http://.',
      examples: ['https://api.example.com/items', 'https://api.example.com/items/{{input.value.id}}'],
    }),
  query: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(scalar)]))
    .default({})
    .meta({
      title: 'Query',
      description:
        'Query parameters that are added to the URL, such as page_size. A list is sent as repeated parameters.',
    }),
  headers: scalarRecord.default({}).meta({
    title: 'Headers',
    description: 'Request headers. Use "Authentication" for secrets.',
  }),
  ...authenticationSettings,
  bodyKind: z
    .enum(bodyKinds)
    .default('none')
    .meta({
      title: 'Body type',
      description: 'What to send: text that you enter, or the file or table from the input.',
      labels: {
        none: 'None',
        json: 'JSON',
        form: 'Form',
        multipart: 'Form with file (multipart)',
        text: 'Text',
        file: 'Input file',
        csv: 'Input table as CSV',
        rows: 'Input table as JSON rows',
      },
    }),
  body: z
    .string()
    .default('')
    .meta({
      title: 'Body',
      description: 'Body text; for a form, a JSON object. Leave empty to send the input value.',
      format: 'multiline',
      when: { bodyKind: bodyKinds.filter((kind) => kind !== 'none') },
    }),
  response: z
    .enum(['json', 'text', 'table', 'file'])
    .default('json')
    .meta({
      title: 'Response type',
      description: 'How to read the response body. Table: the body is loaded like a file.',
      labels: { json: 'JSON', text: 'Text', table: 'Table', file: 'File' },
    }),
  paging: z
    .enum(paginationKinds)
    .default('none')
    .meta({
      advanced: true,
      title: 'Pagination',
      description: 'How to find the next page of results.',
      labels: {
        none: 'None',
        link: 'Link header',
        'next-url': 'URL in the response',
        page: 'Page number',
        cursor: 'Cursor in the response',
      },
    }),
  itemsPath: z
    .string()
    .default('')
    .meta({
      title: 'Items path',
      description: 'Path to the items in a page, such as data.items. Leave empty if the page itself is the list.',
      when: { paging: paginationKinds.filter((kind) => kind !== 'none') },
    }),
  nextPath: z
    .string()
    .default('next')
    .meta({
      title: 'Next page path',
      description: 'Path to the next URL or cursor in a page, such as meta.next.',
      when: { paging: ['next-url', 'cursor'] },
    }),
  pageParameter: z
    .string()
    .min(1)
    .default('page')
    .meta({
      title: 'Page parameter',
      description: 'Query parameter that carries the page number or the cursor.',
      when: { paging: ['page', 'cursor'] },
    }),
  firstPage: z
    .int()
    .min(0)
    .default(1)
    .meta({ title: 'First page', description: 'Number of the first page to request.', when: { paging: 'page' } }),
  mostPages: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .meta({
      title: 'Max pages',
      description: 'Maximum number of pages to request. The node warns if there are more.',
      when: { paging: paginationKinds.filter((kind) => kind !== 'none') },
    }),
  failOnStatus: z.boolean().default(true).meta({
    advanced: true,
    title: 'Fail on errors',
    description: 'Whether a status of 400 or above fails the node. Otherwise the response is passed on.',
  }),
  retryOn: z
    .string()
    .regex(/^\s*(\d{3}\s*(,\s*\d{3}\s*)*)?$/, 'Use status codes separated by commas, such as 429, 503.')
    .default('408, 425, 429, 500, 502, 503, 504')
    .meta({
      advanced: true,
      title: 'Retry on',
      description: 'Status codes to retry, up to the retry limit of the node. A Retry-After header is respected.',
    }),
  idempotencyHeader: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Idempotency header',
      description: 'Header that lets the service recognize a repeated request. With it, a POST can be retried too.',
      examples: ['Idempotency-Key'],
    }),
  ...createPartialInsertionSetting('Escaped, except in XML and CSV'),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(600)
    .default(30)
    .meta({ advanced: true, title: 'Timeout (seconds)', description: 'Maximum time without receiving data.' }),
  mostMegabytes: z.number().min(0.001).max(4096).default(100).meta({
    advanced: true,
    title: 'Max response size (MB)',
    description: 'A larger response fails the node. JSON and text are limited to 8 MB.',
  }),
})

type Settings = z.output<typeof settings>
type Arguments = RunArguments<Settings>

const valuePort: Port = { name: 'value', type: 'any', label: 'Value' }
const responsePort: Port = { name: 'response', type: 'json', label: 'Response' }
const createOutputPorts = (type: Settings['response']): Port[] => [{ name: 'body', type, label: 'Body' }, responsePort]

/** Sends an HTTP request to a service. @internal */
export const httpRequestNode = escapeInsertions({
  type: 'http_request',
  version: 1,
  family: 'actions',
  title: 'HTTP request',
  description: 'Sends an HTTP request and returns the response. With pagination, it requests all pages.',
  icon: 'globe',
  reads: ['untrusted'],
  effects: 'external',
  targets: ['url'],
  inputs: [valuePort],
  outputs: createOutputPorts('json'),
  ports: ({ response: type }) => ({ inputs: [valuePort], outputs: createOutputPorts(type) }),
  settings,

  describe({ settings: config }) {
    const { method, url, response: type, paging } = config
    return {
      outputs: { body: { type }, response: { type: 'json' } },
      summary: message('http.summary', {
        method,
        url: shortenUrl(url) || '…',
        paging: paging === 'none' ? 'none' : 'pages',
        type,
      }),
      problems: findProblems(config),
    }
  },

  async run(args) {
    const { settings: config, node } = args
    const problem = findProblems(config).find(({ severity }) => severity === 'error')
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const request = await createRequest(args)
    const { responses, isTruncated } = await requestPages(request, args)
    const lastResponse = responses.at(-1)!
    const summary = {
      status: lastResponse.status,
      url: lastResponse.url,
      headers: { ...lastResponse.headers, ...(lastResponse.cookies ? { 'set-cookie': lastResponse.cookies } : {}) },
      pages: responses.length,
    }
    const result = await createResult(responses, args)
    const url = shortenUrl(config.url)
    const pageWarnings = isTruncated
      ? [warning('http.more-pages', { url, max: config.mostPages }, { where: { node, setting: 'mostPages' } })]
      : []
    return {
      ...result,
      outputs: { ...result.outputs, response: { kind: 'json', json: summary } },
      problems: [
        ...(result.problems ?? []),
        ...pageWarnings,
        ...findResponseProblems(responses, config).map((found) => ({ ...found, where: { node, ...found.where } })),
      ],
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const httpRequestNodeV1 = createEarlierVersion(httpRequestNode, 1, settings)

/** Version 2, for runs that started with it. It inserts values in XML and CSV unchanged. @internal */
export const httpRequestNodeV2 = createEarlierVersion(httpRequestNode, 2, settings)

async function createRequest(args: Arguments): Promise<ServiceRequest> {
  const { method, url, query, headers, bodyKind, body, insertion, response: type, paging, ...config } = args.settings
  const requestUrl = new URL(url)
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((item) => [name, String(item)] as [string, string]),
  )
  // The parameters in the URL are sent as they are written.
  const parts = [requestUrl.search.slice(1), new URLSearchParams(parameters).toString()]
  if (parameters.length > 0) requestUrl.search = parts.filter(Boolean).join('&')
  return {
    method,
    url: createFirstPageUrl(toPagination(args.settings), requestUrl.href),
    headers: stringifyValues(headers),
    body:
      method === 'HEAD'
        ? undefined
        : await createRequestBody(bodyKind, { text: body, repeatsLists: insertion !== 'unchanged' }, args),
    secrets: createSecretUses(config),
    timeoutMs: config.timeoutSeconds * 1000,
    maxBytes: Math.round(config.mostMegabytes * 1024 * 1024),
    retryOn: new Set(config.retryOn.split(',').map(Number).filter(Boolean)),
    failOnStatus: config.failOnStatus,
    idempotencyHeader: config.idempotencyHeader,
    bodyType: paging !== 'none' || type === 'json' ? 'json' : type === 'text' ? 'text' : 'file',
  }
}

async function requestPages(
  request: ServiceRequest,
  args: Arguments,
): Promise<{ responses: ServiceResponse[]; isTruncated: boolean }> {
  const { mostPages } = args.settings
  const pagination = toPagination(args.settings)
  const responses: ServiceResponse[] = []
  const requestedUrls = new Set<string>()
  for (let url: string | undefined = request.url; url !== undefined;) {
    if (responses.length === mostPages) return { responses, isTruncated: true }
    // The pages form a cycle if a URL was already requested, so pagination ends here.
    if (requestedUrls.has(url)) break
    requestedUrls.add(url)
    const response = await performRequest(args, { ...request, url })
    responses.push(response)
    args.reportProgress(responses.length, undefined, 'steps', message('http.page', { page: responses.length }))
    url = findNextPage(pagination, response, url, responses.length - 1)
  }
  return { responses, isTruncated: false }
}

/** Finds signs that responses are not what the settings expect. */
function findResponseProblems(responses: readonly ServiceResponse[], config: Settings): Problem[] {
  const { url, method, paging, itemsPath, pageParameter } = config
  const problems: Problem[] = []
  const address = shortenUrl(url)
  if (responses.some(({ isBodyLost }) => isBodyLost))
    problems.push(warning('http.body-lost', { url: address, method }, { where: { setting: 'url' } }))
  const encoding = responses.find(({ guessedEncoding }) => guessedEncoding !== undefined)?.guessedEncoding
  if (encoding !== undefined)
    problems.push(warning('http.guessed-encoding', { url: address, encoding }, { where: { setting: 'response' } }))
  const [first] = responses
  if (paging === 'none') {
    // Text has no control characters except white space and the escape character.
    if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(first?.text ?? '')) {
      const type = first!.headers['content-type'] ?? ''
      problems.push(warning('http.binary', { url: address, type }, { where: { setting: 'response' } }))
    }
    return problems
  }
  const withoutItems = responses.find(({ json }) => getByPath(json, itemsPath) === undefined)
  if (withoutItems) {
    const names = Object.keys(Object(withoutItems.json)).slice(0, 20)
    const params = { url: address, path: itemsPath, names, count: names.length }
    problems.push(warning('http.no-items', params, { where: { setting: 'itemsPath' } }))
  }
  const pages = responses.map(({ json }) => JSON.stringify(json))
  const equalPage = pages.findIndex((page, index) => index > 0 && page === pages[index - 1])
  if (equalPage > 0) {
    const params = { url: address, page: equalPage + 1, parameter: pageParameter }
    problems.push(warning('http.equal-pages', params, { where: { setting: 'pageParameter' } }))
  }
  return problems
}

async function createResult(responses: readonly ServiceResponse[], args: Arguments): Promise<NodeResult> {
  const { response: type, paging, url } = args.settings
  const [firstResponse] = responses
  if (paging === 'none' && type === 'text')
    return { outputs: { body: { kind: 'text', text: firstResponse?.text ?? '' } } }
  if (paging === 'none' && type === 'file') {
    return firstResponse?.file ? { outputs: { body: { kind: 'file', ...firstResponse.file } } } : { outputs: {} }
  }
  if (paging === 'none' && type === 'table')
    return firstResponse?.file ? loadTable(await openResponseFile(firstResponse.file, args), args) : { outputs: {} }
  const items: Json =
    paging === 'none'
      ? (firstResponse?.json ?? null)
      : responses.flatMap((response) => readItems(toPagination(args.settings), response))
  if (type === 'json') return { outputs: { body: { kind: 'json', json: items } } }
  if (type === 'text') return { outputs: { body: { kind: 'text', text: JSON.stringify(items) } } }
  return loadTable(createMemoryFile(`${new URL(url).host}.json`, JSON.stringify(items)), args)
}

async function openResponseFile({ dataset, name }: { dataset: string; name: string }, { files, node }: Arguments) {
  const file = await files.open(dataset)
  if (file) return file
  throw new NodeError('permanent', error('http.response-deleted', { file: name }, { where: { node } }))
}

async function loadTable(file: Parameters<typeof loadFile>[0], args: Arguments): Promise<NodeResult> {
  const { tables, key, signal, clock, reportProgress, node } = args
  try {
    const { table, report } = await loadFile(file, {
      tables,
      id: key,
      maxRetries: 3,
      signal,
      elapsed: () => clock.elapsed(),
      onProgress: reportProgress,
    })
    const problems = report.warnings.map((warning) => ({ ...warning, where: { node, ...warning.where } }))
    return { outputs: { body: { kind: 'table', table } }, report: { kind: 'load', report }, problems }
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause
    const problem = { ...cause.problem, where: { node, ...cause.problem.where } }
    throw new NodeError(cause.kind, problem, { agentRetries: cause.agentRetries, cause })
  }
}

const toPagination = ({
  paging: kind,
  nextPath,
  pageParameter: parameter,
  firstPage: first,
  itemsPath,
}: Settings): Pagination => ({
  kind,
  nextPath,
  parameter,
  firstPage: first,
  itemsPath,
})

const stringifyValues = (values: Readonly<Record<string, string | number | boolean>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, text]) => [name, String(text)]))

const findProblems = (config: Settings): Problem[] => [
  ...findUrlProblems(config.url, 'url'),
  ...checkAuthentication(config, stringifyValues(config.headers)),
  ...findBrokerHeaderProblems([config.idempotencyHeader], 'idempotencyHeader'),
  ...checkPagination(config),
  ...checkBody(config),
]

function checkBody({ method, bodyKind }: Settings): Problem[] {
  return method === 'HEAD' && bodyKind !== 'none'
    ? [warning('http.head-body', {}, { where: { setting: 'bodyKind' } })]
    : []
}

function checkPagination({ paging, response: type, method }: Settings): Problem[] {
  if (paging === 'none') return []
  if (type === 'file' || type === 'text' || method === 'HEAD') {
    return [error('http.paging', { type: method === 'HEAD' ? 'head' : type }, { where: { setting: 'response' } })]
  }
  return []
}
