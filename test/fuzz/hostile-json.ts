import type { HostileKind } from './hostile-file.ts'

const insert = (text: string, index: number, inserted: string): string =>
  text.slice(0, index) + inserted + text.slice(index)

export const hostileJson: HostileKind[] = [
  {
    name: 'JSON of hostile keys',
    make: ({ random }) => {
      const keys = [
        '__proto__',
        'constructor',
        'prototype',
        '',
        'a.b',
        'a',
        'A',
        '0',
        '-1',
        '\u0000',
        'x'.repeat(3_000),
      ]
      const record = (): string =>
        `{${Array.from({ length: 6 }, () => `${JSON.stringify(random.pick(keys))}:${random.pick(['1', '"x"', 'null', '{"polluted":true}', '[[]]'])}`).join(',')}}`
      return `[${Array.from({ length: 30 }, record).join(',')}]`
    },
  },
  {
    name: 'JSON without end',
    make: ({ random }) =>
      JSON.stringify(Array.from({ length: 50 }, (_, id) => ({ id, name: 'x' }))).slice(0, random.int(1, 900)),
  },
  {
    name: 'JSON with something put in',
    make: ({ random }) => {
      const text = JSON.stringify(Array.from({ length: 50 }, (_, id) => ({ id, name: 'x', list: [1, { a: 2 }] })))
      return insert(
        text,
        random.int(0, text.length),
        random.pick(['}', '[', '"', '\\', '\0', ',', 'NaN', '\u2028', '//', '\uFEFF']),
      )
    },
  },
  {
    name: 'JSON nested without end',
    make: ({ random }) => random.pick(['[', '{"a":', '[{"a":']).repeat(random.int(1_000, 200_000)),
  },
  {
    name: 'JSON nested deep and closed',
    make: ({ random }) => {
      const depth = random.int(500, 100_000)
      return `[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]`
    },
  },
  {
    name: 'JSON numbers beyond all bounds',
    make: ({ random }) =>
      `[${Array.from({ length: 40 }, () => `{"n":${random.pick(['1e999', '-0', '9'.repeat(400), '0.1e-400', '12345678901234567890', '1E+2'])}}`).join(',')}]`,
  },
  {
    name: 'JSON with lone surrogates',
    make: ({ random }) =>
      `[${Array.from({ length: 20 }, () => `{"t":"${random.pick(['\\ud800', '\\udfff\\ud800', '\\u0000', '\\uFEFF'])}"}`).join(',')}]`,
  },
  {
    name: 'JSON records all different',
    make: ({ random }) =>
      `[${Array.from({ length: 400 }, (_, index) => `{"k${index}_${random.int(0, 9)}":${index}}`).join(',')}]`,
  },
  {
    name: 'JSON of very many keys',
    once: true,
    make: () => `[{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":${index}`).join(',')}}]`,
  },
  {
    name: 'JSON lines of every kind',
    make: ({ random }) =>
      Array.from({ length: 60 }, () =>
        random.pick([
          '{"a":1}',
          '[1,2]',
          '3',
          '',
          'null',
          '{"a":',
          'x',
          '{"a":{"b":[1]}}',
          '{"__proto__":{"polluted":1}}',
        ]),
      ).join('\n'),
  },
  {
    name: 'one JSON value',
    make: ({ random }) =>
      random.pick(['null', '0', '""', '[]', '{}', '[[]]', '[{}]', '{"a":{}}', '[null,null]', 'true']),
  },
  {
    name: 'a very long JSON string',
    once: true,
    make: ({ large }) => `[{"a":"${'x'.repeat(large * 2 ** 20)}"},{"a":"y"}]`,
  },
]
