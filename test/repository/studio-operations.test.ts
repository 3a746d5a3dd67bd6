import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { renderClientTypes } from '../../server/docs/client-types.ts'
import { describeApi } from '../../server/docs/describe-api.ts'

const root = resolve(import.meta.dirname, '../..')
const folders = ['examples/studio', 'packages/client', 'packages/editor', 'packages/embed']

/** The operations that no page of the studio calls, by pattern, each with the reason. */
const unreached: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/ \/api\/v1\/(jobs|executions)(\/|$)/, 'other names of the routes of runs, which the studio calls'],
  [/ \/(metrics|health|health\/ready|api\/v1\/health|api\/v1\/health\/detailed)$/, 'for monitoring'],
  [/ \/api\/v1\/agent-steps\//, 'for pull agents, with their own token'],
  [/ \/api\/v1\/mcp$/, 'the MCP endpoint for other programs'],
  [/ \/api\/v1\/tools\//, 'tools for programs: workflows have nodes for each of them'],
  [/ \/api\/v1\/ai\//, 'for programs: the editor makes the same proposals with the same code'],
  [/ \/api\/v1\/uploads(\/|$)/, 'called by path, for large files (resumable-upload.ts)'],
  [
    / \/api\/v1\/auth\/(refresh|register|settings)$/,
    'refresh: the cookie route `session`; register: codes by mail; settings: called by path',
  ],
  [
    /^GET \/api\/v1\/analytics\/(overview|usage|workflows\/\{id\})$/,
    'parts of performance and costs, which the page shows',
  ],
  [/^GET \/api\/v1\/config\/llm-models$/, 'part of the configuration'],
  [/^GET \/api\/v1\/mcp\/templates$/, 'the page has the same templates'],
  [/^PATCH \/api\/v1\/workflows\/\{id\}$/, 'the studio saves whole documents, with their base'],
  [/^(GET|PUT) \/api\/v1\/server\/quotas\//, 'for the operator of the server, who has no page in a workspace'],
  [
    /^(DELETE|GET) \/api\/v1\/push-subscriptions/,
    'the subscription of a browser ends with its session and its permission',
  ],
  [
    /^GET \/api\/v1\/(agents\/\{id\}\/versions\/\{number\}|schedules\/\{id\}|schedules\/\{id\}\/next|watches\/\{id\}|webhooks\/\{id\}|webhook-endpoints\/\{id\}|webhook-endpoints\/\{id\}\/deliveries\/\{delivery\}|mcp\/servers\/\{id\}|templates\/\{id\}|workspaces\/\{id\}|invitations|events\/\{id\}|workflows\/\{id\}\/versions\/\{number\})$/,
    'one item of a list that the studio shows whole',
  ],
  [/^GET \/api\/v1\/data\/\{id\}\/(info|sample)$/, 'the page profiles and samples the file itself'],
  [/^GET \/api\/v1\/nodes$/, 'the page has the node types; a server with others is not supported by the page'],
  [
    /^GET \/api\/v1\/runs\/\{id\}\/(logs|steps)$/,
    'derived from the events of the run, which the run page filters by node and level',
  ],
  [/^GET \/api\/v1\/watches\/\{id\}\/files$/, 'each file is the event of a run in the list of runs'],
  [/^GET \/api\/v1\/workflows\/\{id\}\/export$/, 'the studio exports the document that it has'],
  [
    /^POST \/api\/v1\/agents\/(validate|\{id\}\/execute)$/,
    'forms are checked when saved; an agent is tried by its test',
  ],
  [/^POST \/api\/v1\/mcp\/servers\/\{id\}\/tools\/\{name\}\/call$/, 'tools are called by workflows and agents'],
  [/^PUT \/api\/v1\/mcp\/servers\/\{id\}$/, 'a server is removed and added again'],
  [
    /^POST \/api\/v1\/runs\/\{id\}\/(migrate|signals\/\{name\})$/,
    'migrate: retry starts with the newest versions; signals: an event that is published on the page of events resumes the runs that wait for it',
  ],
  [/^POST \/api\/v1\/schedules\/\{id\}\/(pause|resume)$/, 'the switch of a schedule changes `enabled`'],
  [/^POST \/api\/v1\/workflows\/import$/, 'the studio imports into the document, which it saves'],
  [
    /^POST \/api\/v1\/workflows\/\{id\}\/(duplicate|execute|validate)$/,
    'a copy is a new document; runs start by POST /runs; the editor describes while it is edited',
  ],
  [
    /^POST \/api\/v1\/workflows\/\{id\}\/versions$/,
    'publishing, running and restoring create versions; named versions of the editor stay in its history',
  ],
]

async function readSources(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const texts = await Promise.all(
    entries.map(async (entry): Promise<string[]> => {
      if (entry.name === 'dist' || entry.name === 'node_modules') return []
      if (entry.isDirectory()) return readSources(join(folder, entry.name))
      const isSource = entry.name.endsWith('.ts') && !/\.test\.ts$|^test-|^api-types\.ts$/.test(entry.name)
      return isSource ? [await readFile(join(root, folder, entry.name), 'utf8')] : []
    }),
  )
  return texts.flat()
}

test('the studio reaches every operation of its server, except those with a reason', async () => {
  const types = renderClientTypes(await describeApi())
  const operations = [...types.matchAll(/^ {2}'((?:GET|POST|PUT|PATCH|DELETE) [^']+)'/gm)].map(
    ([, operation]) => operation!,
  )
  expect(operations.length).toBeGreaterThan(250)
  const sources = (await Promise.all(folders.map(readSources))).flat().join('\n')
  const missing = operations.filter((operation) => !sources.includes(`'${operation}'`))
  const withoutReason = missing.filter((operation) => !unreached.some(([pattern]) => pattern.test(operation)))
  expect(withoutReason).toEqual([])
  // A reason whose operations are all reached is out of date.
  const unused = unreached.filter(([pattern]) => !missing.some((operation) => pattern.test(operation)))
  expect(unused).toEqual([])
})
