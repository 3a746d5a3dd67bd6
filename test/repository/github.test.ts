import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const root = resolve(import.meta.dirname, '../..')
const folder = join(root, '.github')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>
interface Job {
  readonly uses?: string
  readonly steps?: readonly Step[]
  readonly permissions?: Permissions
  readonly 'timeout-minutes'?: number
}
interface Workflow {
  readonly on: unknown
  readonly permissions: Permissions
  readonly jobs: Readonly<Record<string, Job>>
}

const workflows = readdirSync(join(folder, 'workflows')).map((name) => {
  const text = read(`.github/workflows/${name}`)
  return { name, text, workflow: parse(text) as Workflow }
})
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, content]) => ({ job: `${name} › ${job}`, ...content })),
)
const steps = jobs.flatMap(({ job, steps: list = [] }) => list.map((step) => ({ job, ...step })))

describe('workflows', () => {
  it('cover tests, releases, images and deployments', () => {
    const names = workflows.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['ci.yml', 'deploy.yml', 'image.yml', 'release.yml']))
  })

  it('pin actions to a version or a commit', () => {
    const used = [...jobs, ...steps].flatMap(({ uses }) => uses ?? [])
    expect(used.length).toBeGreaterThan(20)
    for (const action of used.filter((name) => !name.startsWith('./'))) expect(action).toMatch(/@(?:v\d+|[\da-f]{40})$/)
    for (const action of used.filter((name) => name.startsWith('./'))) expect(existsSync(join(root, action))).toBe(true)
  })

  it('have read access, and each job the write access that it needs', () => {
    for (const { name, workflow } of workflows)
      expect([name, workflow.permissions]).toEqual([name, { contents: 'read' }])
    const writes = jobs.flatMap(({ job, permissions = {} }) => {
      const written = Object.entries(permissions).flatMap(([scope, access]) => (access === 'write' ? [scope] : []))
      return written.length > 0 ? [`${job}: ${written.join(', ')}`] : []
    })
    expect(writes.sort()).toEqual([
      'codeql.yml › analyze: security-events',
      'image.yml › push: packages, id-token, attestations',
      'release.yml › image: packages, id-token, attestations',
      'release.yml › publish: contents, id-token',
      'release.yml › version: contents, pull-requests',
    ])
  })

  it('limit the time of each job, and keep no credentials in a checkout that does not push', () => {
    for (const { job, uses, 'timeout-minutes': minutes } of jobs)
      if (!uses) expect(minutes, job).toBeLessThanOrEqual(350)
    const kept = steps
      .filter(
        ({ uses, with: inputs }) => uses?.startsWith('actions/checkout') && inputs?.['persist-credentials'] !== false,
      )
      .map(({ job }) => job)
    expect(kept.sort()).toEqual(['release.yml › publish', 'release.yml › version'])
  })

  it('do not run code of pull requests with secrets, and pass inputs through the environment', () => {
    for (const { name, text } of workflows) expect(text, name).not.toContain('pull_request_target')
    for (const { job, run = '' } of steps) expect(run, job).not.toMatch(/\$\{\{/)
  })

  it('run scripts and files that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const commands = steps.map(({ run = '' }) => run).join('\n')
    const named = [...commands.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!)
    expect(named).toEqual(expect.arrayContaining(['lint', 'typecheck', 'coverage', 'bundlers', 'docs', 'release']))
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
    const paths = [...commands.matchAll(/(?:^|\s)((?:server|test|\.ci)\/[\w./-]+)/gm)].map(([, path]) => path!)
    expect(paths).toEqual(expect.arrayContaining(['server/deploy/roll-out.sh', 'server/deploy/try-image.sh']))
    for (const path of paths) expect([path, existsSync(join(root, path))]).toEqual([path, true])
    for (const suite of /--only=(\S+)/.exec(commands)![1]!.split(','))
      expect(read('test/run.mjs')).toContain(`name: '${suite}'`)
  })

  it('test the supported versions of Node', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } }
    const { jobs: all } = workflows.find(({ name }) => name === 'ci.yml')!.workflow
    const { strategy } = all.tests as unknown as { strategy: { matrix: { node: number[] } } }
    expect(strategy.matrix.node).toEqual([20, 22, 24])
    expect(engines.node).toBe(`>=${strategy.matrix.node[0]}.19`)
  })
})

describe('the repository', () => {
  it('updates dependencies of packages, actions and images', () => {
    const { version, updates } = parse(read('.github/dependabot.yml')) as {
      version: number
      updates: { 'package-ecosystem': string; directory: string; schedule: { interval: string } }[]
    }
    expect(version).toBe(2)
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions', 'docker'])
    for (const { directory, schedule } of updates) {
      expect(existsSync(join(root, directory))).toBe(true)
      expect(schedule.interval).toBe('weekly')
    }
  })

  it('has forms of issues with known fields', () => {
    for (const name of readdirSync(join(folder, 'ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml')) {
      const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as {
        name: string
        description: string
        body: { type: string; id: string; attributes: { label: string; options?: string[] } }[]
      }
      expect(form.name, name).toBeTruthy()
      expect(form.description, name).toBeTruthy()
      const ids = form.body.map(({ id }) => id)
      expect(new Set(ids).size, name).toBe(ids.length)
      for (const { type, attributes } of form.body) {
        expect(['textarea', 'input', 'dropdown']).toContain(type)
        expect(attributes.label).toBeTruthy()
        if (type === 'dropdown') expect(attributes.options?.length).toBeGreaterThan(1)
      }
    }
  })

  it('has a security policy and a template of pull requests, whose links and commands exist', () => {
    for (const name of ['SECURITY.md', 'PULL_REQUEST_TEMPLATE.md']) {
      for (const [, link = ''] of read(`.github/${name}`).matchAll(/\]\((\.[^)#]+)\)/g))
        expect([link, existsSync(resolve(folder, link))]).toEqual([link, true])
    }
  })
})
