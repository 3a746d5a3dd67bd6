import { createBuiltInCatalog } from '@aw-flow/nodes'
import fc from 'fast-check'
import { stringify } from 'yaml'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, encodeText } from './damage-bytes.ts'
import { hostileNames, values } from './texts.ts'

const nodeTypes = createBuiltInCatalog().list()
const typeNames = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...nodeTypes.map(({ type }) => type)) },
  fc.constantFrom('loading', 'transform', 'KSampler', 'http-request', 'agent'),
  hostileNames,
)
const ids = fc.oneof({ weight: 30, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', '1') }, hostileNames)
const scalars = fc.oneof(
  values,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    0.1,
    2 ** 53,
    '{{a.out}}',
    '{{ $sum(a.b.c) }}',
    '{{',
    '{{}}',
    '{{$eval("1")}}',
  ),
)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(hostileNames, fc.constantFrom('column', 'columns', 'sql', 'expression', 'path', 'url', 'name')),
      tie('json'),
      { maxKeys: 4 },
    ),
  ),
}))

interface JsonSchema {
  type?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  items?: JsonSchema
  properties?: Readonly<Record<string, JsonSchema>>
}

/** Values that mostly fit the schema of a setting. */
function settingValues(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  const { type, properties, items } = schema
  const fitting: fc.Arbitrary<unknown> =
    depth > 4
      ? scalars
      : choices && choices.length > 0
        ? fc.oneof(...choices.map((choice) => settingValues(choice, depth + 1)))
        : 'const' in schema
          ? fc.constant(schema.const)
          : schema.enum && schema.enum.length > 0
            ? fc.constantFrom(...schema.enum)
            : type === 'array'
              ? fc.array(settingValues(items ?? {}, depth + 1), { maxLength: 3 })
              : type === 'object' && properties
                ? fc.record(
                    Object.fromEntries(
                      Object.entries(properties).map(([key, value]) => [key, settingValues(value, depth + 1)]),
                    ),
                    { requiredKeys: [] },
                  )
                : type === 'boolean'
                  ? fc.boolean()
                  : type === 'number' || type === 'integer'
                    ? fc.oneof(fc.integer({ min: -1, max: 1_000 }), fc.double())
                    : scalars
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: json })
}

/** Settings of a node type by its schema, mostly with all names. */
const configs = (type: string): fc.Arbitrary<unknown> => {
  const schema = (nodeTypes.find((nodeType) => nodeType.type === type)?.settings ?? {}) as JsonSchema
  return schema.properties ? settingValues({ type: 'object', properties: schema.properties }) : json
}

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary }, { weight: 1, arbitrary: json })

const nodes = fc.tuple(ids, typeNames).chain(([id, type]) =>
  fc.record(
    {
      id: rarely(fc.constant(id)),
      type: rarely(fc.constant(type)),
      position: rarely(fc.record({ x: fc.double({ noNaN: true, noDefaultInfinity: true }), y: fc.integer() })),
      data: rarely(fc.record({ label: fc.constantFrom('A', 'B'), config: configs(type) })),
      mode: rarely(fc.constantFrom('disabled', 'bypassed')),
      join: rarely(fc.constantFrom('all', 'any', 'first')),
      onError: rarely(fc.constantFrom('stop', 'continue', 'branch')),
      retry: rarely(fc.record({ count: fc.integer({ min: 0, max: 20 }) })),
    },
    { requiredKeys: ['id', 'type', 'position', 'data'] },
  ),
)
const edges = fc.record(
  { id: rarely(ids), source: rarely(ids), target: rarely(ids), sourceHandle: rarely(ids), targetHandle: rarely(ids) },
  { requiredKeys: ['id', 'source', 'target'] },
)

const native = fc
  .tuple(
    fc.record({
      version: fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, fc.constantFrom<unknown>(0, 2, -1, '1', null)),
      name: rarely(fc.constantFrom('x', 'y')),
      nodes: rarely(fc.uniqueArray(nodes, { maxLength: 6, selector: ({ id }) => JSON.stringify(id) })),
      edges: rarely(fc.array(edges, { maxLength: 6 })),
    }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constant({}) },
      fc.record(
        { groups: json, notes: json, settings: json, variables: json, status: json, tags: json },
        { requiredKeys: [] },
      ),
    ),
  )
  .map(([document, more]) => ({ ...document, ...more }))
/** Documents of other systems, which are converted. */
const foreign = fc.oneof(
  fc.record({
    nodes: fc.array(
      fc.record({ id: json, type: typeNames, pos: json, inputs: json, outputs: json, widgets_values: json }),
      { maxLength: 4 },
    ),
    links: fc.array(fc.array(json, { maxLength: 6 }), { maxLength: 4 }),
  }),
  fc.record({ nodes: fc.array(nodes, { maxLength: 4 }), connections: fc.array(json, { maxLength: 4 }) }),
  fc.record({
    steps: fc.oneof(
      fc.array(fc.record({ type: typeNames, id: ids, config: json, depends_on: json }), { maxLength: 4 }),
      json,
    ),
  }),
  fc.dictionary(fc.constantFrom('1', '2', '3'), fc.record({ class_type: typeNames, inputs: json }), { maxKeys: 3 }),
)
const documents = fc.oneof(
  { weight: 5, arbitrary: native },
  { weight: 2, arbitrary: foreign },
  { weight: 1, arbitrary: json },
)

const deep = fc
  .tuple(
    fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"nodes":[', ']}']),
    fc.constantFrom(50, 99, 101, 5_000, 100_000),
  )
  .map(([[open, close], depth]) => open!.repeat(depth) + '1' + close!.repeat(depth))

/** Workflows in JSON, of this program and of others. */
export const documentTarget: FuzzTarget = {
  name: 'document',
  extension: 'json',
  check: 'document',
  inputs: damaged(
    fc
      .oneof(
        { weight: 20, arbitrary: documents.map((document) => JSON.stringify(document)) },
        { weight: 1, arbitrary: deep },
      )
      .map(encodeText),
  ),
}

const yamlLines = fc.array(
  fc
    .tuple(
      fc.constantFrom('', '', '  ', '    ', '\t', ' '),
      fc.constantFrom(
        '- ',
        '',
        'a: ',
        'nodes:',
        'edges: ',
        '? ',
        '- - - ',
        '<<: ',
        '"a": ',
        '[',
        '{',
        '}',
        ']',
        '--- ',
        '...',
        '%YAML 1.1',
        '# ',
        '| ',
        '>2-\n',
      ),
      fc.oneof(
        fc.constantFrom(
          '&a ',
          '*a',
          '&a [*a, *a]',
          '!!binary aGk=',
          '!!js/function x',
          '!<tag:x> 1',
          '*b',
          '&b {a: *a}',
          '"\\uD800"',
          '0o17',
          '.inf',
          '1_000',
          '2024-01-01',
        ),
        values,
      ),
    )
    .map((parts) => parts.join('')),
  { maxLength: 20 },
)
/** Lists of references to lists, which grow with each level. */
const aliases = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .map(([levels, width]) =>
    Array.from(
      { length: levels },
      (_, level) =>
        `a${level}: &a${level} [${Array.from({ length: width }, () => (level === 0 ? 'x' : `*a${level - 1}`)).join(', ')}]`,
    ).join('\n'),
  )
const nesting = fc
  .tuple(
    fc.constantFrom('- ', '[', '{a: ', '? ', '  - ', '&a ', '!t ', '"', '> '),
    fc.constantFrom(50, 101, 5_000, 50_000),
  )
  .map(([part, depth]) => part.repeat(depth))

/** Workflows in YAML, with anchors, tags and nesting. */
export const yamlTarget: FuzzTarget = {
  name: 'yaml',
  extension: 'yaml',
  check: 'document',
  inputs: damaged(
    fc
      .oneof(
        { weight: 4, arbitrary: documents.map((document) => stringify(document)) },
        { weight: 4, arbitrary: yamlLines.map((lines) => lines.join('\n')) },
        { weight: 1, arbitrary: aliases },
        { weight: 1, arbitrary: nesting },
      )
      .map(encodeText),
  ),
}
