import { compileExpression } from '@aw-flow/engine'
import type { Config, Json } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { builtInNodes, createBuiltInCatalog, earlierVersions } from './built-in-nodes.ts'
import { catalog, createWorkflow, describeLogic, runLogic } from './logic/test-logic.ts'
import { insertionPlaces } from './requests/insertion-places.ts'
import { splitAddresses } from './requests/split-addresses.ts'
import { openTestTables } from '../../test/open-tables.ts'

const tables = await openTestTables()

const hostileValues = [
  `a "b" 'c' \`d`,
  String.raw`\ \" \' \\`,
  'line\r\nBcc: x@evil.example\nlast',
  '../../etc/passwd',
  '..',
  '&a=b#c?d=%2e',
  `";drop table t;--`,
  `'); DROP TABLE t; /* */`,
  'one, two; three',
  '<script>alert(1)</script>]]>',
  '.*|(x)[y]{2}^$/+-',
  '{{run.id}} ${x} $1 $$',
  '" & $eval("1") & "',
  '',
  'ü 漢字 😀 \u2028',
]

/** The text that surrounds a value in each place, and what of it a reader of the place finds. */
const readers: Record<
  string,
  { text: string; fails?: RegExp; read(filled: Json, value: string): unknown; expected(value: string): unknown }
> = {
  url: {
    text: 'https://a.example/p/{{x}}/r?q={{x}}&s=1',
    fails: /^\.\.?$/,
    read: (filled) => {
      const { host, pathname, searchParams, hash } = new URL(String(filled))
      return [host, pathname.split('/').map(decodeURIComponent), [...searchParams], hash]
    },
    expected: (value) => [
      'a.example',
      ['', 'p', value, 'r'],
      [
        ['q', value],
        ['s', '1'],
      ],
      '',
    ],
  },
  json: {
    text: '{"a": "{{x}}", "b": {{x}}}',
    read: (filled) => JSON.parse(String(filled)) as unknown,
    expected: (value) => ({ a: value, b: value }),
  },
  form: {
    text: 'a={{x}}&b=1',
    read: (filled) => [...new URLSearchParams(String(filled))],
    expected: (value) => [
      ['a', value],
      ['b', '1'],
    ],
  },
  header: {
    text: 'a {{x}}',
    read: (filled) => /[\r\n\0]/.test(String(filled)),
    expected: () => false,
  },
  addresses: {
    text: 'c@d.example, {{x}} <e@f.example>, g@h.example',
    read: (filled) => splitAddresses(String(filled)).map((address) => /[^\s<]+@[^\s>]+(?=>?$)/.exec(address)?.[0]),
    expected: () => ['c@d.example', 'e@f.example', 'g@h.example'],
  },
  path: {
    text: 'a/{{x}}/b.csv',
    fails: /[/\\]|^\.+$/,
    read: (filled) => String(filled).split(/[/\\]/),
    expected: (value) => ['a', value, 'b.csv'],
  },
  markup: {
    text: '<p title="{{x}}">{{x}}</p>',
    read: (filled) => /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(String(filled))?.slice(1).map(decodeEntities),
    expected: (value) => [value, value],
  },
  csv: {
    text: '{{x}},1',
    read: (filled) =>
      /^(?:"((?:[^"]|"")*)"|([^",\r\n]*)),1$/.exec(String(filled))?.slice(1).join('').replaceAll('""', '"'),
    expected: (value) => value,
  },
  sql: {
    text: `SELECT '{{x}}' AS a, {{x}} AS b -- {{x}}`,
    read: async (filled) => {
      const { table } = await tables.query(String(filled), {
        id: `sql${++count}`,
        inputs: {},
        parameters: {},
        timeoutMs: 60_000,
        signal: new AbortController().signal,
      })
      const chunks: string[] = []
      for await (const chunk of tables.write(table, 'jsonl', { signal: new AbortController().signal }))
        chunks.push(new TextDecoder().decode(chunk))
      return JSON.parse(chunks.join('')) as unknown
    },
    expected: (value) => ({ a: value, b: value }),
  },
  expression: {
    text: `["{{x}}", '{{x}}', {{x}}, $contains(x, /^{{x}}$/)] /* {{x}} */`,
    read: (filled, value) => compileExpression(String(filled)).evaluate({ x: value }, { now: 0, seed: 1 }),
    expected: (value) => [value, value, value, true],
  },
  pattern: {
    text: '^{{x}}[{{x}}]?$',
    read: (filled, value) => new RegExp(String(filled)).test(value),
    expected: () => true,
  },
  lines: {
    text: 'first\n{{x}} DOUBLE\nlast',
    read: (filled) => String(filled).split('\n').length,
    expected: () => 3,
  },
  commas: {
    text: 'first, {{x}}, last',
    read: (filled) => filled,
    expected: (value) => ['first', value.trim(), 'last'],
  },
}
readers.document = readers.json!
let count = 0

const decodeEntities = (text: string): string =>
  text.replaceAll(
    /&(?:amp|lt|gt|quot|#39);/g,
    (entity) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[entity]!,
  )

/** Settings on which the places of other settings depend. */
const variants: Record<string, readonly Config[]> = {
  http_request: [
    { bodyKind: 'json' },
    { bodyKind: 'form' },
    ...['text/html', 'application/xml', 'text/csv', 'application/json', 'application/x-www-form-urlencoded'].map(
      (type) => ({ bodyKind: 'text', headers: { 'content-type': type } }),
    ),
  ],
  webhook_response: [
    {},
    ...['text/html', 'text/csv', 'application/json'].map((type) => ({ headers: { 'content-type': type } })),
  ],
  notification: [{ channel: 'webhook' }, { channel: 'email' }, { channel: 'page' }],
}
const nestedSettings: Record<string, readonly [path: string, value: (text: string) => Json][]> = {
  headers: [['headers', (text) => ({ 'x-a': text })]],
  conditions: ['matches', 'is-one-of'].flatMap((is): [string, (text: string) => Json][] => [
    ['conditions.0.value', (value) => [{ column: 'a', is, value }]],
    [
      'conditions.0.conditions.0.value',
      (value) => [{ is: 'group', match: 'all', conditions: [{ column: 'a', is, value }] }],
    ],
  ]),
}

interface Case {
  type: string
  setting: string
  place: string
  config: Config
  create(text: string): Json
}

const cases = builtInNodes.flatMap(({ type, insertionPlaces: find }): Case[] => {
  const settings = Object.keys({ ...insertionPlaces[type]?.[2], ...insertionPlaces[type]?.[3] })
  const found = (variants[type] ?? [{}]).flatMap((variant) =>
    settings.flatMap((setting) =>
      (nestedSettings[setting] ?? [[setting, (text: string): Json => text]]).flatMap(([path, create]): Case[] => {
        // The body of a response is JSON if it looks like JSON.
        const config = { ...variant, [setting]: create('{"{{x}}"}') }
        const place = find!(config)[path] ?? find!(config)[setting]
        return place === undefined
          ? []
          : [
              {
                type,
                setting: path,
                place,
                config: variant,
                create: (text) => ({ ...variant, [setting]: create(text) }),
              },
            ]
      }),
    ),
  )
  return found
})

const getPath = (json: Json | undefined, path: string): Json | undefined =>
  path.split('.').reduce<Json | undefined>((value, key) => (value as Record<string, Json> | undefined)?.[key], json)

/** Runs a node whose setting contains a value, and returns the settings that it received, or the code of its problem. */
async function fill({ type, create }: Case, text: string, value: string): Promise<Config | string> {
  const placeholder = `{{${JSON.stringify(value)}}}`
  const required = catalog.get(type)!.inputs.filter((port) => port.required)
  const workflow = createWorkflow(
    {
      give: ['give', {}],
      n: [
        type,
        create(text.replaceAll('{{x}}', () => placeholder)) as Config,
        { typeVersion: catalog.get(type)!.version },
      ],
    },
    required.map((port) => `give.out>n.${port.name}` as const),
  )
  const { events, nodes } = await runLogic(workflow, { tables })
  const started = events.find((event) => event.type === 'node-started' && event.node === 'n') as
    | { filled?: Config }
    | undefined
  return started?.filled ?? nodes.n?.error?.problem.code ?? 'no error'
}

describe('a value of {{…}}', () => {
  it.each(cases)('is part of the $place in $type, setting $setting, with $config', async (tested) => {
    const { text, fails, read, expected } = readers[tested.place]!
    for (const value of hostileValues) {
      const config = await fill(tested, text, value)
      if (fails?.test(value)) expect(config, value).toBe('expression.failed')
      else {
        expect(config, value).toBeTypeOf('object')
        const filled = getPath(config as Config, tested.setting) ?? (config as Config)[tested.setting]
        const content = typeof filled === 'object' && !Array.isArray(filled) ? Object.values(filled ?? {})[0]! : filled!
        expect(await read(content, value), `${value} in ${String(content)}`).toEqual(expected(value))
      }
    }
  })
})

const textSettings = builtInNodes.flatMap(({ type, settings }) => {
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  // A pattern or a list of values is checked when the value is inserted.
  return (
    (insertionPlaces[type]?.text ?? [])
      .filter(
        (name) => properties[name]?.type === 'string' && !('pattern' in properties[name]) && !properties[name].enum,
      )
      // It names the ports of the node, which would have to be connected.
      .filter((name) => `${type}.${name}` !== 'sql.inputs')
      .map((setting) => ({ type, setting, place: 'text', config: {}, create: (text: string) => ({ [setting]: text }) }))
  )
})

describe('a value of {{…}} in a text', () => {
  it.each(textSettings)('is inserted unchanged and not evaluated again in $type, setting $setting', async (tested) => {
    const text = hostileValues.map((value) => `{{${JSON.stringify(value)}}}`).join('|')
    expect(await fill(tested, text, '')).toMatchObject({ [tested.setting]: hostileValues.join('|') })
  })
})

/** Returns the names of the settings in which a placeholder can occur. */
function listTemplateSettings({ settings, verbatim = [], expressions = [] }: (typeof builtInNodes)[number]): string[] {
  const schema = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const hasText = (part: JsonSchema, depth = 0): boolean => {
    if (part.enum || part.const !== undefined || depth > 8) return false
    if (part.$ref) return hasText(schema.$defs?.[part.$ref.split('/').at(-1)!] ?? {}, depth + 1)
    const parts = [part.anyOf, part.oneOf, part.allOf, Object.values(part.properties ?? {})].flatMap(
      (list) => list ?? [],
    )
    if (part.items) parts.push(part.items)
    if (typeof part.additionalProperties === 'object') parts.push(part.additionalProperties)
    return (
      [part.type].flat().includes('string') ||
      (part.type === undefined && parts.length === 0) ||
      parts.some((inner) => hasText(inner, depth + 1))
    )
  }
  return Object.entries(schema.properties ?? {})
    .filter(([name, part]) => ![...verbatim, ...expressions].includes(name) && hasText(part))
    .map(([name]) => name)
}

interface JsonSchema {
  type?: string | string[]
  enum?: unknown
  const?: unknown
  $ref?: string
  $defs?: Record<string, JsonSchema>
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
}

describe('the places of settings', () => {
  it.each(builtInNodes.map((definition) => ({ type: definition.type, definition })))(
    'are declared for each setting of $type in which {{…}} is evaluated',
    ({ type, definition }) => {
      const { text = [], 1: first, 2: second, 3: third } = insertionPlaces[type] ?? {}
      const declared = new Set([...text, ...Object.keys({ ...first, ...second, ...third })])
      expect([...declared].sort()).toEqual(listTemplateSettings(definition).sort())
    },
  )

  it('have a reader in this test', () => {
    expect(cases.map(({ place }) => place).filter((place) => !readers[place])).toEqual([])
    expect([...new Set(cases.map(({ place }) => place))].sort()).toEqual(
      Object.keys(readers)
        .filter((place) => cases.some((tested) => tested.place === place))
        .sort(),
    )
  })

  it('belong to a version with an earlier one that inserts values unchanged', () => {
    const full = createBuiltInCatalog()
    for (const type of new Set(cases.map((tested) => tested.type))) {
      const { version, assumedVersion = version } = full.get(type)!
      expect(assumedVersion, type).toBeLessThan(version)
      for (let earlier = 1; earlier < version; earlier++)
        expect(
          earlierVersions.some((node) => node.type === type && node.version === earlier),
          `${type} ${earlier}`,
        ).toBe(true)
    }
  })

  it.each(cases)('are offered for $type, setting $setting, with $config', ({ type, create, place }) => {
    const codes = (fields: object): string[] =>
      describeLogic(
        createWorkflow(
          { n: [type, create(readers[place]!.text.replaceAll('{{x}}', '{{run.id}}')) as Config, fields] },
          [],
        ),
      ).problems.map(({ code }) => code)
    expect(codes({ typeVersion: catalog.get(type)!.version })).not.toContain('node.unescaped')
    const before = codes({})
    if (place !== 'header' || type === 'email' || type === 'notification') expect(before).toContain('node.unescaped')
  })
})
