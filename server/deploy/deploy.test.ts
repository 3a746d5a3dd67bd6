import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { environmentSettings } from '../environment/environment-settings.ts'
import { createMetrics } from '../operation/metrics.ts'

const read = (name: string): Promise<string> => readFile(join(import.meta.dirname, name), 'utf8')
/** Output of the tool; undefined if it is not installed. */
function promtool(...words: string[]): string | undefined {
  const { error, stdout, stderr } = spawnSync('promtool', words, {
    cwd: join(import.meta.dirname, 'prometheus'),
    encoding: 'utf8',
  })
  return error ? undefined : `${stdout}${stderr}`
}
const known = new Set(environmentSettings.flatMap(({ settings }) => settings.map(({ name }) => name)))

describe('the example for Traefik, which no test starts', () => {
  test('publishes the server under the base path, except its metrics, by a service that it declares', async () => {
    const { http, ...others } = parse(await read('traefik/base-path.yaml')) as {
      http: {
        routers: Record<string, { rule: string; service: string; tls: object }>
        services: Record<string, { loadBalancer: { servers: { url: string }[] } }>
      }
    }
    expect([Object.keys(http), others]).toEqual([['routers', 'services'], {}])
    const [{ rule, service, ...router }] = Object.values(http.routers) as [(typeof http.routers)[string]]
    expect(router).toEqual({ tls: {} })
    expect(http.services[service]!.loadBalancer.servers).toEqual([{ url: 'http://127.0.0.1:3000' }])
    // A rule of Traefik is also an expression of JavaScript, whose functions have templates as arguments.
    const matches = (host: string, path: string): unknown =>
      runInNewContext(rule, {
        Host: (name: string) => name === host,
        Path: (name: string) => name === path,
        PathPrefix: (prefix: string) => path.startsWith(prefix),
      })
    expect(
      ['/tools/aw', '/tools/aw/api/v1/runs', '/tools/awful', '/tools/aw/metrics', '/'].map((path) =>
        matches('example.com', path),
      ),
    ).toEqual([true, true, false, false, false])
    expect(matches('other.example', '/tools/aw/')).toBe(false)
  })
})

describe('deployment files', () => {
  test('set only variables that the server reads', async () => {
    const compose = parse(await read('compose.yaml'), { merge: true }) as {
      services: Record<string, { image?: string; environment?: Record<string, string> }>
    }
    const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'aw')
    expect(ours.map(([name]) => name.replace(/-\d$/, '')).sort()).toEqual([
      'server',
      'server',
      'worker',
      'worker',
      'worker',
    ])
    for (const [, { environment }] of ours) for (const name of Object.keys(environment!)) expect(known).toContain(name)
    const objects = parseAllDocuments(await read('kubernetes/aw.yaml')).map(
      (document) => document.toJS() as { kind: string; data?: object; spec?: Record<string, unknown> },
    )
    expect(objects.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'Deployment',
      'Deployment',
      'Service',
      'PodDisruptionBudget',
      'Ingress',
    ])
    for (const name of Object.keys(objects[0]!.data!)) expect(known).toContain(name)
    const set = [...(await read('Dockerfile')).matchAll(/\b(AW_\w+)=/g)].map(([, name]) => name)
    for (const name of set) expect(known).toContain(name)
  })

  test('build from existing files, use existing routes, and proxy to the servers they start', async () => {
    const root = join(import.meta.dirname, '../..')
    const dockerfile = await read('Dockerfile')
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(' '))
    expect(copied.length).toBeGreaterThan(5)
    for (const name of copied) expect([name, existsSync(join(root, name))]).toEqual([name, true])
    const leftOut = new Set((await read('Dockerfile.dockerignore')).split('\n'))
    for (const made of ['node_modules', 'dist', '*.tsbuildinfo']) {
      expect(await readFile(join(root, '.gitignore'), 'utf8')).toContain(made)
      expect([made, leftOut.has(`**/${made}`)]).toEqual([made, true])
    }
    expect(/^EXPOSE (\d+)$/m.exec(dockerfile)?.[1]).toBe('3000')
    const compose = parse(await read('compose.yaml'), { merge: true }) as { services: object }
    const nginx = await read('nginx/nginx.conf')
    const upstream = [...nginx.matchAll(/^\s*server ([\w-]+):3000 /gm)].map(([, name]) => name)
    expect(upstream).toEqual(Object.keys(compose.services).filter((name) => name.startsWith('server-')))
    const asked = `${dockerfile}${await read('kubernetes/aw.yaml')}`.matchAll(/(?:path: |:3000)(\/[\w/]+)/g)
    const health = await readFile(join(root, 'server/routes/health.ts'), 'utf8')
    const metrics = await readFile(join(root, 'server/routes/metrics.ts'), 'utf8')
    const paths = new Set([...asked].map(([, path]) => path!))
    expect([...paths].sort()).toEqual(['/health', '/health/ready', '/metrics'])
    for (const path of paths) expect(`${health}${metrics}`).toContain(`'${path}'`)
  })

  test('use existing metrics, and the runbook explains each alert', async () => {
    const { text } = await createMetrics().scrape({
      runs: {},
      durations: { p50: 1, p95: 1, p99: 1, count: 1 },
      queueLength: 0,
      connections: { active: 0, max: 1 },
    })
    const metrics = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!))
    const alerts = parse(await read('prometheus/alerts.yaml')) as {
      groups: { rules: { alert: string; expr: string; annotations: { runbook: string } }[] }[]
    }
    const board = JSON.parse(await read('grafana/dashboard.json')) as { panels: { targets: { expr: string }[] }[] }
    const rules = alerts.groups.flatMap((group) => group.rules)
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ]
    for (const expr of asked) {
      for (const [name] of expr.matchAll(/\b(?:http|workflow|db|live|process|nodejs)_\w+/g)) {
        expect([name, metrics.has(name.replace(/_bucket$/, ''))]).toEqual([name, true])
      }
    }
    const runbook = await read('runbook.md')
    for (const { alert, annotations } of rules) {
      expect(runbook).toContain(`### ${alert}\n`)
      expect(annotations.runbook).toBe(`runbook.md#${alert.toLowerCase()}`)
    }
    const alertsPart = runbook.slice(runbook.indexOf('\n## Alerts\n')).replace(/\n## (?!Alerts)[^]*/, '')
    expect(alertsPart.match(/^### /gm)).toHaveLength(rules.length)
  })

  test('raise each alert for the right series only', async () => {
    const { groups } = parse(await read('prometheus/alerts.yaml')) as { groups: { rules: { alert: string }[] }[] }
    const { tests } = parse(await read('prometheus/alerts.test.yaml')) as {
      tests: { alert_rule_test: { alertname: string; exp_alerts?: object[] }[] }[]
    }
    const cases = tests.flatMap((test) => test.alert_rule_test)
    const raised = cases.flatMap(({ alertname, exp_alerts: alerts }) => (alerts ? [alertname] : []))
    expect(raised.sort()).toEqual(groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)).sort())
    expect(cases.length).toBeGreaterThan(raised.length)
  })

  // Uses promtool if it is installed (Debian: `prometheus`).
  test.skipIf(promtool('--version') === undefined)('raises alerts as it says, asked of Prometheus itself', () => {
    expect(promtool('test', 'rules', 'alerts.test.yaml')).toMatch(/SUCCESS/)
  })
})
