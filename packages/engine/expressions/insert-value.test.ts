import type { Json } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import type { InsertionPlace } from './insert-value.ts'
import { findPlaceholders } from './template.ts'

function fill(place: InsertionPlace, text: string, x: Json): Json {
  const { template, problems } = findPlaceholders({ setting: text }, { places: { setting: place } })
  expect(problems).toEqual([])
  const config = template!.fill(
    () => x,
    (cause) => cause,
  ) as { setting: Json }
  return config.setting
}

const text = 'She said "no\\\n".'

describe('{{…}} in JSON', () => {
  it.each<[string, Json, unknown]>([
    ['{"a": "{{x}}"}', text, { a: text }],
    ['{"a": "x\\" {{x}} {{x}}", "b": {{x}}}', text, { a: `x" ${text} ${text}`, b: text }],
    ['{"a": "{{x}}"}', { b: ['"'] }, { a: '{"b":["\\""]}' }],
    ['{"a": {{x}}, "b": [{{x}}]}', { b: '"' }, { a: { b: '"' }, b: [{ b: '"' }] }],
    ['{"a": {{x}}}', null, { a: null }],
    ['{{x}}', text, text],
    ['{{x}}', { a: text }, { a: text }],
  ])('is valid JSON: %s with %j', (body, value, json) => {
    expect(JSON.parse(fill('json', body, value) as string)).toEqual(json)
  })

  it('is inserted unchanged by earlier versions if the result is valid', () => {
    expect(fill('json-if-needed', '{"a": {{x}}}', '[1, "b"]')).toBe('{"a": [1, "b"]}')
    expect(fill('json-if-needed', '{"a": "{{x}}"}', 'b", "c": "d')).toBe('{"a": "b", "c": "d"}')
    expect(JSON.parse(fill('json-if-needed', '{"a": "{{x}}"}', text) as string)).toEqual({ a: text })
    expect(fill('json-if-needed', '{{x}}', '{"a": 1}')).toBe('{"a": 1}')
    expect(fill('json-if-needed', '{{x}}', { a: 1 })).toBe('{"a":1}')
    expect(fill('json-if-needed', '{{x}}', 'plain')).toBe('"plain"')
  })
})

describe('{{…}} in a URL', () => {
  it.each<[string, Json, string]>([
    [
      'https://h/items/{{x}}/a?q={{x}}&y=1',
      'a b/?&#ü',
      'https://h/items/a%20b%2F%3F%26%23%C3%BC/a?q=a%20b%2F%3F%26%23%C3%BC&y=1',
    ],
    ['https://h/?id={{x}}&y=1', [1, 'a&b'], 'https://h/?id=1&id=a%26b&y=1'],
    ['https://h/?id={{x}}', [], 'https://h/?id='],
    ['https://h/{{x}}', '\ud800', 'https://h/%EF%BF%BD'],
    ['{{x}}/items', 'https://h:8/v1', 'https://h:8/v1/items'],
    ['https://{{x}}/items', 'a.example', 'https://a.example/items'],
    ['{{x}}', 'https://h/?a=b&c=d', 'https://h/?a=b&c=d'],
  ])('%s with %j is %s', (url, value, expected) => {
    expect(fill('url', url, value)).toBe(expected)
  })

  it.each(['.', '..'])('is an error if it would change the path: %s', (value) => {
    expect(() => fill('url', 'https://h/a/{{x}}/b', value)).toThrow(value)
    expect(fill('url', 'https://h/a{{x}}/b?c={{x}}', value)).toBe(`https://h/a${value}/b?c=${value}`)
  })
})

describe('{{…}} in a header', () => {
  it('has no line breaks', () => {
    expect(fill('header', 'a {{x}}', 'b\r\nX-Evil: 1\0')).toBe('a b X-Evil: 1 ')
    expect(fill('header', '{{x}}', 'b\nc')).toBe('b c')
    expect(fill('header', '{{x}}', 7)).toBe('7')
  })
})

describe('{{…}} in HTML and XML', () => {
  it.each<[string, Json, string]>([
    [
      '<p title="{{x}}">{{x}}</p>',
      `<b> & "'`,
      '<p title="&lt;b&gt; &amp; &quot;&#39;">&lt;b&gt; &amp; &quot;&#39;</p>',
    ],
    ['<a>{{x}}</a>', null, '<a>null</a>'],
    ['<a><![CDATA[{{x}}]]>{{x}}</a>', '<]]>', '<a><![CDATA[<]]]]><![CDATA[>]]>&lt;]]&gt;</a>'],
    [
      '<SCRIPT src="/{{x}}.js">let a = {{x}}, b = \'{{x}}\'</script>{{x}}',
      '<',
      String.raw`<SCRIPT src="/&lt;.js">let a = "\u003c", b = '\u003c'</script>&lt;`,
    ],
    ['<script>let a = {{x}}</script>', 7, '<script>let a = 7</script>'],
    ['{{x}}', '<p>whole</p>', '<p>whole</p>'],
  ])('%s with %j is %s', (text, value, expected) => {
    expect(fill('markup', text, value)).toBe(expected)
  })

  it('is a value in a script', () => {
    const value = { a: `</script>'"\n\\` }
    const [, script] = /<script>(.*)<\/script>$/.exec(
      fill('markup', '<script>[{{x}}, "{{x}}"]</script>', value) as string,
    )!
    expect(script).not.toMatch(/[<']/)
    const strings = [...script!.matchAll(/"[^"]*"/g)].map(([literal]) => JSON.parse(literal) as string)
    expect(strings.map((literal) => JSON.parse(literal) as Json)).toEqual([value, value])
  })
})

describe('{{…}} in CSV', () => {
  it.each<[string, Json, string]>([
    ['a,{{x}},"say ""{{x}}"""\n', '1,"2"', 'a,"1,""2""","say ""1,""2"""""\n'],
    ['{{x}};{{x}}', null, ';'],
    ['{{x}},b', 7, '7,b'],
  ])('%j with %j is %j', (text, value, expected) => {
    expect(fill('csv', text, value)).toBe(expected)
  })
})

describe('{{…}} in SQL', () => {
  it.each<[string, Json, string]>([
    ['WHERE a = {{x}}', "O'Brien", "WHERE a = 'O''Brien'"],
    ['WHERE a = \'{{x}}\' AND "{{x}}" = 1', `'"`, `WHERE a = '''"' AND "'""" = 1`],
    ["WHERE a = 'it''s {{x}}'", "'", "WHERE a = 'it''s '''"],
    ['WHERE a IN ({{x}})', [1, 'b', null], "WHERE a IN (1, 'b', NULL)"],
    ['SELECT 1 -{{x}}', -1, 'SELECT 1 -(-1)'],
    ['SELECT {{x}}', { a: "'" }, `SELECT '{"a":"''"}'`],
    ['SELECT {{x}}', true, 'SELECT true'],
    ['{{x}}', 'SELECT 1', 'SELECT 1'],
    ["-- don't\nWHERE a = {{x}}", "1' OR 1", "-- don't\nWHERE a = '1'' OR 1'"],
    ["/* it's */ WHERE a = {{x}}", 'b', "/* it's */ WHERE a = 'b'"],
    ['-- {{x}}\nSELECT {{x}}', "a\nDROP '", "-- a DROP  \nSELECT 'a\nDROP '''"],
    ['/* {{x}} */ SELECT 1', '*/ DROP /*', '/*    DROP    */ SELECT 1'],
    [String.raw`WHERE a = E'\'{{x}}'`, String.raw`\' OR '`, String.raw`WHERE a = E'\'\\\' OR \''`],
    ["SELECT $$it's {{x}}$$, {{x}}", 'b', "SELECT $$it's b$$, 'b'"],
    ["SELECT $a$it's$$ $a$, {{x}}, $1", 'b', "SELECT $a$it's$$ $a$, 'b', $1"],
    ["WHERE name = 'e' AND b = {{x}}", 'c', "WHERE name = 'e' AND b = 'c'"],
  ])('%s with %j is %s', (statement, value, expected) => {
    expect(fill('sql', statement, value)).toBe(expected)
  })

  it('between dollar quotes that could end the text is an error', () => {
    expect(() => fill('sql', 'SELECT $$ {{x}} $$', "'; DROP")).toThrow('$$')
    expect(() => fill('sql', 'SELECT $a$ {{x}} $a$', '$a$')).toThrow('$a$')
  })
})

describe('{{…}} in an expression', () => {
  it.each<[string, Json, string]>([
    ['price > {{x}}', 'a"b', 'price > "a\\"b"'],
    ['price - {{x}}', -1, 'price - (-1)'],
    ['price in {{x}}', ['a', 2], 'price in ["a",2]'],
    ['`{{x}}` / 2 & "{{x}}" / 3', 'a', '`a` / 2 & "a" / 3'],
    ['$contains(a, /{{x}}/i)', 'a/b', String.raw`$contains(a, /a\x2fb/i)`],
    ["{{x}} / 2 & '/{{x}}'", "it's", String.raw`"it's" / 2 & '/it\u0027s'`],
    ['/* {{x}} */ 1', '*/ 2', '/*    2 */ 1'],
    ['{{x}}', 'a > 1', 'a > 1'],
  ])('%s with %j is %s', (expression, value, expected) => {
    expect(fill('expression', expression, value)).toBe(expected)
  })

  it('is an error in a quoted name that it would end', () => {
    expect(() => fill('expression', '`{{x}}`', 'a`b')).toThrow('expression.backtick')
  })
})

describe('{{…}} in a list', () => {
  it('is part of an item, and a list is several items', () => {
    expect(fill('lines', 'a\n{{x}}\nd', 'b\nc')).toBe('a\nb c\nd')
    expect(fill('lines', 'a\n{{x}}', ['b', 'c\nd'])).toBe('a\nb\nc d')
    expect(fill('lines', '{{x}}', ['b', 'c'])).toBe('b\nc')
    expect(fill('lines', '{{x}}', 'b\nc')).toBe('b\nc')
    expect(fill('commas', 'a, {{x}}', 'b,c')).toEqual(['a', 'b,c'])
    expect(fill('commas', 'a, x{{x}}', ['b', 'c,d'])).toEqual(['a', 'xb', 'c,d'])
    expect(fill('commas', '{{x}}', 'b,c')).toBe('b,c')
  })
})

describe('{{…}} in a JSON document', () => {
  it('is escaped, and is the document if it is the complete setting', () => {
    expect(fill('document', '{"a": "{{x}}"}', '"')).toBe('{"a": "\\""}')
    expect(fill('document', '{{x}}', '{"a": 1}')).toBe('{"a": 1}')
    expect(fill('document', '{{x}}', { a: 1 })).toBe('{"a":1}')
  })
})

it('finds the place of a setting inside another one', () => {
  const config = { list: [{ a: 'x{{x}}', b: 'x{{x}}' }], list2: 'x{{x}}' }
  const { template } = findPlaceholders(config, { places: { 'list.0.a': 'header', list2: 'header' } })
  expect(
    template!.fill(
      () => '\n',
      (cause) => cause,
    ),
  ).toEqual({ list: [{ a: 'x ', b: 'x\n' }], list2: 'x ' })
})

it('leaves parts of settings that are verbatim', () => {
  const config = { plan: { dataset: 'a', columns: ['{{x}} {{'] }, name: '{{x}}' }
  const { template, problems } = findPlaceholders(config, { verbatim: ['plan.columns'] })
  expect(problems).toEqual([])
  expect(
    template!.fill(
      () => 1,
      (cause) => cause,
    ),
  ).toEqual({ ...config, name: 1 })
})
